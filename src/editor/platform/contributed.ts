// Every name that package.json contributes. A test checks that this file and the manifest agree.

export const commandIds = [
  'tierwise.generateBoilerplate',
  'tierwise.implement',
  'tierwise.refactor',
  'tierwise.debug',
  'tierwise.review',
  'tierwise.explain',
  'tierwise.writeTests',
  'tierwise.document',
  'tierwise.ask',
  'tierwise.escalateSelection',
  'tierwise.escalateAnswer',
  'tierwise.acceptAnswer',
  'tierwise.acceptRun',
  'tierwise.reviewChatEdits',
  'tierwise.rejectAnswer',
  'tierwise.cancel',
  'tierwise.dismissFinding',
  'tierwise.clearFindings',
  'tierwise.pickTier',
  'tierwise.cycleTier',
  'tierwise.pinTier',
  'tierwise.showLastDecision',
  'tierwise.whatWouldHappen',
  'tierwise.explainRouting',
  'tierwise.correctTaskType',
  'tierwise.showEvidence',
  'tierwise.resetEvidence',
  'tierwise.showAnswers',
  'tierwise.addProvider',
  'tierwise.setApiKey',
  'tierwise.removeApiKey',
  'tierwise.setProviderHeader',
  'tierwise.setOtlpHeader',
  'tierwise.openPolicy',
  'tierwise.replayPolicy',
  'tierwise.forgetAllowedCommands',
  'tierwise.newSession',
  'tierwise.openCostPanel',
  'tierwise.exportSpend',
  'tierwise.deleteHistory',
  'tierwise.runWorkflow',
  'tierwise.cancelRun',
  'tierwise.resumeRun',
  'tierwise.showTrace',
  'tierwise.openWorkflow',
  'tierwise.copyWorkflow',
  'tierwise.moveStep',
  'tierwise.compareTiers',
  'tierwise.whatIf',
  'tierwise.evaluate',
  'tierwise.checkModelInUse',
  'tierwise.showEvaluation',
  'tierwise.showExperiments',
  'tierwise.addToEvaluation',
  'tierwise.newEvaluation',
  'tierwise.importPromptfoo',
  'tierwise.collectFixtures',
  'tierwise.stopCollecting',
  'tierwise.reviewCollected',
  'tierwise.deleteCollected',
  'tierwise.showLog',
  'tierwise.getStarted',
  'tierwise.openGuide',
  'tierwise.showReady',
  'tierwise.startPractice',
  'tierwise.stopPractice',
] as const;
export type CommandId = (typeof commandIds)[number];

export const settingKeys = [
  'tierwise.providers',
  'tierwise.models',
  'tierwise.tiers',
  'tierwise.rules',
  'tierwise.turns',
  'tierwise.aim',
  'tierwise.unsureGuesses',
  'tierwise.localHosts',
  'tierwise.gateCommands',
  'tierwise.copyAlso',
  'tierwise.privateFiles',
  'tierwise.readIgnoredFiles',
  'tierwise.projectInstructions',
  'tierwise.maxOutputTokens',
  'tierwise.latencyBudgets',
  'tierwise.budgets',
  'tierwise.limits',
  'tierwise.timeZone',
  'tierwise.otherExtensions',
  'tierwise.advisor',
  'tierwise.classifyWithModel',
  'tierwise.otlp',
  'tierwise.confirmPlan',
  'tierwise.confirmAboveUsd',
  'tierwise.keepRunsDays',
  'tierwise.evaluations',
  'tierwise.experiments',
] as const;
export type SettingKey = (typeof settingKeys)[number];

export const viewIds = ['tierwise.workflows', 'tierwise.costPanel'] as const;

/** The walkthrough, as VS Code names it: the extension and the walkthrough's id. */
export const walkthrough = 'tierwise.tierwise#firstRun';

/** The first page of the guide, in the extension's folder. */
export const guideIndex = 'docs/guide/index.md';

/** Context keys that `when` clauses in package.json may use. */
export const contextKeys = [
  /** A task is running. */
  'tierwise.running',
  /** The active answer is complete and can be accepted. */
  'tierwise.acceptable',
  /** The active answer is one of several that a workflow's run proposed, and they wait. */
  'tierwise.acceptableRun',
  /** Some review comments are shown. */
  'tierwise.hasFindings',
  /** This window has an answer to show or to escalate. */
  'tierwise.hasAnswers',
  /** A request was decided on in this window. */
  'tierwise.hasDecision',
  /** A workflow runs in this window. */
  'tierwise.workflowRunning',
  /** Practice models run in this window. */
  'tierwise.practising',
] as const;
export type ContextKey = (typeof contextKeys)[number];

/** Scheme of the documents that hold an answer and the original it is compared with. */
export const answerScheme = 'tierwise';
/** Scheme of the documents that show a policy before it is written. */
export const policyDiffScheme = 'tierwise-policy';
/** Id of the tests that are fixtures. */
export const evaluationControllerId = 'tierwise.evaluations';
/** Scheme of the documents that show what a file of `.tierwise` would become. */
export const proposalScheme = 'tierwise-proposal';
/** Scheme of the document that shows what the user's settings would become. */
export const settingsDiffScheme = 'tierwise-settings';
/** View type of the panel that shows prose. */
export const prosePanelType = 'tierwise.prose';
/** View type of the cost panel as an editor tab. */
export const costPanelTabType = 'tierwise.costPanel';
/** Id of the test controller that holds the tests of policies. */
export const policyTestsControllerId = 'tierwise.policyTests';
/** Id of the comment controller that shows findings. */
export const commentControllerId = 'tierwise.review';
/** Vendor of the models that Tierwise offers to VS Code. */
export const chatVendor = 'tierwise';
/** Id of the chat participant. */
export const participantId = 'tierwise.chat';
/** Asks the last request of a chat again, one tier higher. Slash commands without a name here are task types. */
export const escalateCommand = 'escalate';
/** Asks for a plan, of the tier that `turns` names for plans. */
export const planCommand = 'plan';
/** Says why the last answer of a chat came from where it came from. */
export const whyCommand = 'why';
/** Says what a chat and the session cost. */
export const costCommand = 'cost';
/** Name of the tool that tells agents what is spent and left. */
export const budgetTool = 'tierwise_budget';
/** Name of the tool with which agents ask a stronger tier. */
export const advisorTool = 'tierwise_ask_stronger';
