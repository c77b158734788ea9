import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { AcceptedAnswers } from './editor/answers/acceptedAnswers.ts';
import { Answers } from './editor/answers/answer.ts';
import { AnswerView } from './editor/answers/answerView.ts';
import { Budgets } from './editor/situation/budgets.ts';
import { createChatModels, type ChatModelParts } from './editor/chat/chatModels.ts';
import type { ExtensionCapKeeper } from './editor/chat/extensionCaps.ts';
import { createParticipant, followups } from './editor/chat/participant.ts';
import { chatVendor, participantId } from './editor/platform/contributed.ts';
import { contextKeysOf } from './editor/answers/contextKeys.ts';
import { createCostPanel, type CostPanelOptions } from './editor/spend/costPanel.ts';
import { CostPanelTab } from './editor/spend/costPanelTab.ts';
import { registerCommands } from './editor/commands/register.ts';
import { EditPreview } from './editor/answers/editPreview.ts';
import { EvidenceSource } from './editor/situation/evidenceSource.ts';
import { filterStoreIn } from './editor/spend/filterStore.ts';
import { gateKitFor } from './editor/gates/gateKit.ts';
import { panelState } from './editor/spend/panelState.ts';
import { takePress } from './editor/spend/panelActions.ts';
import { PickStore } from './editor/situation/tierPick.ts';
import { remindOfPrices } from './editor/spend/priceReminder.ts';
import { ProsePanels } from './editor/answers/prosePanels.ts';
import { ProviderRegistry } from './editor/situation/providerRegistry.ts';
import { createReporter } from './editor/platform/reporter.ts';
import { ReviewComments } from './editor/answers/reviewComments.ts';
import { RunNews } from './editor/platform/runNews.ts';
import { keysIn, otlpHeadersIn } from './editor/platform/secrets.ts';
import { createSecondOpinion } from './editor/tasks/secondOpinion.ts';
import { SessionTracker } from './editor/platform/session.ts';
import { SituationSource } from './editor/situation/situationSource.ts';
import { Spend } from './editor/spend/spend.ts';
import { sendSpendByOtlp } from './editor/spend/otlpExport.ts';
import { StatusBar } from './editor/statusBar/statusBar.ts';
import { StrategyReview } from './editor/spend/strategyReview.ts';
import { TaskTypes } from './editor/tasks/taskTypes.ts';
import { TaskRunner } from './editor/tasks/taskRunner.ts';
import { textGates } from './editor/gates/textGates.ts';
import { createWorkflows } from './editor/workflows/createWorkflows.ts';
import { createCoolDowns } from './execution/attempt/coolDowns.ts';
import { createTokenCounter } from './execution/attempt/countTokens.ts';
import type { FallbackContext } from './execution/attempt/fallback.ts';
import { openLedger } from './ledger/openLedger.ts';
import { timedId } from './ledger/timedId.ts';

/** Builds the objects and registers them. Nothing is read, started or asked here. */
export function activate(context: vscode.ExtensionContext): void {
  const { subscriptions, workspaceState, globalState, extensionUri } = context;
  const own = <T extends vscode.Disposable>(disposable: T): T => {
    subscriptions.push(disposable);
    return disposable;
  };

  const report = createReporter(own(vscode.window.createOutputChannel('Tierwise', { log: true })));
  const ledgerFile = vscode.Uri.joinPath(context.globalStorageUri, 'ledger.sqlite').fsPath;
  const ledger = openLedger({
    file: ledgerFile,
    windowId: randomUUID(),
    workerUrl: new URL('./ledgerWorker.js', import.meta.url),
    onMovedAside: (path) =>
      report.warnOnce(
        `Tierwise’s ledger was damaged. It was moved to ${path}, and a new one begun.`,
      ),
    onKept: () => report.ended('ledger'),
    onBug: report.bug,
  });
  own({ dispose: () => void ledger.close().catch((error) => report.log.error(String(error))) });
  const tokens = own(
    createTokenCounter({ workerUrl: new URL('./tokenWorker.js', import.meta.url) }),
  );

  const keys = keysIn(context.secrets);
  const otlpHeaders = otlpHeadersIn(context.secrets);
  const pick = own(new PickStore(workspaceState));
  const session = own(new SessionTracker(workspaceState));
  const answers = own(new Answers());
  const preview = own(new EditPreview(answers));
  const prose = own(new ProsePanels(extensionUri));
  const comments = own(new ReviewComments());
  const view = new AnswerView({ answers, preview, prose, comments, report });
  const providers = own(new ProviderRegistry(keys));
  const monotonic = () => performance.now();
  const coolDowns = createCoolDowns(monotonic);
  const budgets = new Budgets({ ledger, session, warn: report.warnOnce, report: report.bug });
  const situation = own(
    new SituationSource({
      providers,
      pick,
      coolDowns,
      budgets: () => budgets.known(),
      latencies: () => ledger.latencies(),
      evidence: (place) => evidence.about(place),
      warn: report.warnOnce,
      report: report.bug,
    }),
  );
  const attempts: FallbackContext = {
    ledger,
    coolDowns,
    monotonic,
    provider: (id) => providers.provider(id),
    countTokens: async (text) => (await tokens.count(text)).tokens,
    now: Date.now,
    newId: timedId,
    report: report.bug,
  };
  const accepted = own(new AcceptedAnswers());
  const news = own(new RunNews());
  const grammarsFolder = new URL('./grammars/', import.meta.url);
  const runner = new TaskRunner({
    situation,
    session,
    answers,
    view,
    ledger,
    budgets,
    news,
    report,
    gates: (answer, plan, budgetGuard) =>
      gateKitFor(
        answer,
        { plan, budgetGuard },
        {
          scratchFolder: vscode.Uri.joinPath(context.globalStorageUri, 'copies').fsPath,
          grammarsFolder,
          state: workspaceState,
          warn: report.warnOnce,
          attempts,
        },
      ),
    shadowGates: async (answer) => {
      const { shadowGatesFor } = await import('./editor/gates/shadowGates.ts');
      return shadowGatesFor(answer, grammarsFolder);
    },
    attempts,
  });
  const spend = own(new Spend({ ledger, ledgerFile, session, budgets, news }));
  const evidence = own(new EvidenceSource(ledger, spend.onDidChange));
  const taskTypes = new TaskTypes(
    globalState,
    createSecondOpinion({ situation, session, budgets, attempts, news }),
  );
  const statusBar = own(new StatusBar({ pick, answers, news }));
  const review = own(new StrategyReview(globalState));
  const panelFilter = filterStoreIn(workspaceState);
  const panel: CostPanelOptions = {
    extensionUri,
    filter: panelFilter,
    load: (filter) => panelState(filter, { spend, session, situation, review }),
    onDidChange: (listener) =>
      vscode.Disposable.from(
        spend.onDidChange(() => listener()),
        review.onDidChange(() => listener()),
      ),
    onPress: (press) =>
      void takePress(press, { ledger, answers, view, prose, situation, review }).catch(report.show),
  };
  const costPanelTab = own(new CostPanelTab(panel));

  own(
    spend.onDidChange(
      () => void spend.glance().then((glance) => glance && statusBar.showSpend(glance)),
    ),
  );
  own(remindOfPrices(news.onDidDecide, context.globalState));
  own(
    sendSpendByOtlp({
      ledger,
      report,
      onDidSpend: news.onDidSpend,
      headers: otlpHeaders,
      state: context.globalState,
      version: (context.extension.packageJSON as { version: string }).version,
    }),
  );
  own(accepted.onDidUndo((answer) => void runner.record(answer, 'undone')));
  own(contextKeysOf(answers, preview));
  const workflows = own(
    createWorkflows({
      situation,
      session,
      budgets,
      attempts,
      providers,
      news,
      report,
      answers,
      view,
      prose,
      comments,
      extensionUri,
      state: workspaceState,
      storage: context.globalStorageUri,
    }),
  );
  own(
    registerCommands({
      runner,
      news,
      answers,
      accepted,
      view,
      preview,
      prose,
      comments,
      situation,
      providers,
      keys,
      otlpHeaders,
      pick,
      session,
      report,
      ledger,
      spend,
      panelFilter,
      costPanelTab,
      taskTypes,
      evidence,
      workflows,
    }),
  );
  // A hidden page costs a few megabytes and is there again at once; made anew it takes a while.
  own(
    vscode.window.registerWebviewViewProvider('tierwise.costPanel', createCostPanel(panel), {
      webviewOptions: { retainContextWhenHidden: true },
    }),
  );
  let keeper: ExtensionCapKeeper | undefined;
  const caps = async () => {
    const { createExtensionCaps } = await import('./editor/chat/extensionCaps.ts');
    return (keeper ??= createExtensionCaps({ now: Date.now, warn: report.warnOnce }));
  };
  const chat: ChatModelParts = {
    situation,
    session,
    budgets,
    attempts,
    news,
    report,
    pick,
    gates: (requestId, plan, budgetGuard) => textGates(requestId, { plan, budgetGuard }, attempts),
    budgetGuard: async ({ task, escalation, extension }, now) => {
      const { createBudgetGuard } = await import('./editor/tasks/createBudgetGuard.ts');
      const budgetGuard = createBudgetGuard(budgets, { task, situation: now, escalation });
      return extension === undefined
        ? budgetGuard
        : (await caps()).budgetGuard(extension, budgetGuard);
    },
    caps,
    taskTypes,
    countTokens: attempts.countTokens,
    onDidChange: situation.onDidChangeTiers,
  };
  own(vscode.lm.registerLanguageModelChatProvider(chatVendor, createChatModels(chat)));
  const participant = own(
    vscode.chat.createChatParticipant(participantId, createParticipant(chat)),
  );
  participant.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.png');
  participant.followupProvider = followups;
  situation.watchPolicy();
  workflows.files.begin();
  spend.begin();
}
