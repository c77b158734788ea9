import * as vscode from 'vscode';
import { createCoolDowns } from '../../execution/attempt/coolDowns.ts';
import type { FallbackContext } from '../../execution/attempt/fallback.ts';
import { kitOf } from '../../execution/gates/gate.ts';
import {
  decideRequest,
  type RequestFinished,
  type RequestToRun,
  runRequest,
} from '../../execution/request.ts';
import { timedId } from '../../ledger/timedId.ts';
import type { ProviderConfig } from '../../providers/providerConfig.ts';
import { providerFacts } from '../../providers/providerFacts.ts';
import { type Catalog, displayName } from '../../routing/models/catalog.ts';
import { moneyOf, named } from '../../routing/models/accounts.ts';
import { describeCost, formatUsd } from '../../routing/models/money.ts';
import { priceOn } from '../../routing/models/price.ts';
import type { Situation } from '../../routing/situation.ts';
import type { Task } from '../../routing/task.ts';
import { dayOf } from '../../routing/time.ts';
import { describeProviderError, describeRefusal } from '../platform/describeProblem.ts';
import { plainMessage } from '../platform/escape.ts';
import { HumanError } from '../platform/humanError.ts';
import type { Services } from '../services.ts';
import { openProviders } from '../situation/door.ts';
import { chatTask } from '../tasks/chatTask.ts';
import { createBudgetGuard } from '../tasks/createBudgetGuard.ts';
import { title } from './pickSource.ts';
import type { Access } from './serverModels.ts';
import { say } from '../platform/say.ts';

/** The call that is tried: a provider that stands in no setting yet. */
export interface TestedCall {
  readonly config: ProviderConfig;
  readonly access: Access;
  /** The model's reference. */
  readonly reference: string;
  /** What is known of models, with what the settings are to say of this one. */
  readonly catalog: Catalog;
  readonly isFree: boolean;
}

/** OpenAI takes no less than 16, and a model that thinks needs some. Chosen by judgement. */
const mostOutputTokens = 256;
const prompt = 'Answer with the one word: ready';

/**
 * Makes one small call, after a question where it may cost something, and shows what it cost. Resolves to whether
 * the developer wants to go on.
 */
export async function tryModel(tested: TestedCall, services: Services): Promise<boolean> {
  const wanted = tested.isFree ? 'call' : await askToCall(tested);
  if (wanted !== 'call') return wanted === 'skip';
  try {
    const told = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: plainMessage(vscode.l10n.t('Asking {0}…', tested.reference)),
        cancellable: true,
      },
      async (_, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        return callOnce(tested, services, abort.signal);
      },
    );
    if (told === undefined) return false;
    void vscode.window.showInformationMessage(plainMessage(told));
    return true;
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    return goesOn(error.message);
  }
}

async function askToCall(tested: TestedCall): Promise<'call' | 'skip' | undefined> {
  const items = [
    {
      label: vscode.l10n.t('$(play) Make one small test call'),
      detail: costWords(tested),
      choice: 'call',
    } as const,
    {
      label: vscode.l10n.t('$(dash) Skip the test'),
      detail: vscode.l10n.t('The key and the name are not checked'),
      choice: 'skip',
    } as const,
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t('Try {0} before the settings are written?', tested.reference),
    ignoreFocusOut: true,
  });
  return chosen?.choice;
}

function costWords({ catalog, reference }: TestedCall): string {
  const today = dayOf(Date.now());
  const price = priceOn(catalog.get(reference)?.prices ?? [], today);
  if (!price) return vscode.l10n.t('Its price is unknown: it may cost something');
  const most = (price.input * 50 + price.output * mostOutputTokens) / 1e6 + (price.perRequest ?? 0);
  return vscode.l10n.t('It costs at most about {0}', formatUsd(most));
}

/** Resolves to what the developer is told; to undefined when they cancelled it. Rejects with HumanError. */
async function callOnce(
  tested: TestedCall,
  services: Services,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { news, report } = services;
  const request = await requestFor(tested, services);
  const context = await contextFor(tested, services);
  let finished: RequestFinished | undefined;
  try {
    for await (const event of runRequest(request, context, signal)) {
      if (event.kind === 'notRecorded') report.warnOnce(event.message, 'ledger');
      if (event.kind === 'finished') finished = event;
    }
  } finally {
    news.emitSpend();
  }
  return finished && !signal.aborted ? told(finished) : undefined;
}

async function requestFor(tested: TestedCall, services: Services): Promise<RequestToRun> {
  const { budgets, session } = services;
  await budgets.ensureKnown();
  const task = testTask();
  const step = {
    name: 'Test of a provider',
    taskType: 'other',
    use: { kind: 'named', name: tested.reference },
    checks: {},
    mayNameModels: true,
  } as const;
  const decided = decideRequest(task, await situationFor(tested, services), { step });
  const { decision } = decided;
  if (decision.plan.kind === 'refuse') throw describeRefusal(task, decision);
  return {
    task,
    decision,
    plan: decision.plan,
    asker: {
      requestId: timedId(),
      sessionId: session.touch().id,
      workspace: vscode.workspace.name ?? '',
      subject: `test of ${tested.config.name}`,
    },
    maxOutputTokens: mostOutputTokens,
    budgetGuard: createBudgetGuard(budgets, { ...decided, escalation: undefined }),
    gates: async () => kitOf([]),
  };
}

/** What fails here says nothing of the providers that are set up, and nothing stands in for it. */
async function contextFor(
  { config, access }: TestedCall,
  { attempts }: Services,
): Promise<FallbackContext> {
  const { createProvider } = await openProviders();
  const secretHeaders = () => access.headers;
  const provider = createProvider(config, () => access.key, { secretHeaders });
  const { retries: _, onStandIn: __, ...rest } = attempts;
  const coolDowns = createCoolDowns(attempts.monotonic);
  return { ...rest, coolDowns, provider: async () => provider };
}

function told({ end }: RequestFinished): string {
  const { choice, cost, error, outcome } = end;
  if (error) throw describeProviderError(error, choice);
  if (outcome === 'empty' || outcome === 'refused' || outcome === 'cutOff') {
    throw new HumanError(say('{0} gave no whole answer to the test.', displayName(choice.model)));
  }
  const answered = say('{0} answered.', displayName(choice.model));
  if (cost.source === 'unknown') return say('{0} What the test cost is unknown.', answered);
  const money = named(moneyOf(choice.model.simulated), describeCost(cost, say), say);
  return say('{0} The test cost {1} ({2}).', answered, money, say(cost.source));
}

function testTask(): Task {
  const head = { type: 'other', instruction: prompt, attachments: [] } as const;
  return chatTask(head, { system: '', messages: [{ role: 'user', text: prompt }], tools: [] });
}

/** The present situation, in which the new provider is ready and only it is asked. */
async function situationFor(
  { config, catalog }: TestedCall,
  { situation }: Services,
): Promise<Situation> {
  const now = await situation.current();
  const facts = providerFacts(config, { state: 'ready' }, []);
  const coolingDown = new Map(
    [...now.coolingDown].filter(
      ([name]) => name !== config.id && !name.startsWith(`${config.id}/`),
    ),
  );
  return {
    ...now,
    catalog,
    providers: new Map([...now.providers, [config.id, facts]]),
    coolingDown,
  };
}

const goOn = say('Go On Anyway');

async function goesOn(message: string): Promise<boolean> {
  const chosen = await vscode.window.showWarningMessage(
    plainMessage(say('The test did not work. {0}', message)),
    { modal: true, detail: say('Nothing is written yet.') },
    goOn,
  );
  return chosen === goOn;
}
