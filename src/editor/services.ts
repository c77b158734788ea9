import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { createBillWatch } from '../execution/attempt/billWatch.ts';
import { createWorkerGates, type WorkerGates } from '../execution/gates/workerGates.ts';
import { createCoolDowns } from '../execution/attempt/coolDowns.ts';
import { createTokenCounter } from '../execution/attempt/countTokens.ts';
import type { FallbackContext } from '../execution/attempt/fallback.ts';
import { createRetries, waitFor } from '../execution/attempt/retries.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SettingRemark } from '../routing/overview/record.ts';
import { openLedger } from '../ledger/openLedger.ts';
import { timedId } from '../ledger/timedId.ts';
import { withoutSecrets } from '../providers/http/secretForms.ts';
import { AcceptedAnswers } from './answers/acceptedAnswers.ts';
import { Answers } from './answers/answer.ts';
import { AnswerView } from './answers/answerView.ts';
import { EditPreview } from './answers/editPreview.ts';
import { ProsePanels } from './answers/prosePanels.ts';
import { ReviewComments } from './answers/reviewComments.ts';
import { describeLastingError } from './platform/describeProblem.ts';
import { createReporter, type Reporter } from './platform/reporter.ts';
import { RunNews } from './platform/runNews.ts';
import {
  type Keys,
  keysIn,
  type OtlpHeaders,
  otlpHeadersIn,
  type ProviderHeaders,
  providerHeadersIn,
  watchSecrets,
  type WatchedSecrets,
} from './platform/secrets.ts';
import { SessionTracker } from './platform/session.ts';
import { PracticeModels } from './practice/practiceModels.ts';
import { openRenames } from './renames/door.ts';
import { Budgets } from './situation/budgets.ts';
import { EvidenceSource } from './situation/evidenceSource.ts';
import { Experiments } from './situation/experiments.ts';
import { ProviderRegistry } from './situation/providerRegistry.ts';
import { type SituationParts, SituationSource } from './situation/situationSource.ts';
import { Spend } from './situation/spend.ts';
import { PickStore } from './situation/tierPick.ts';
import { momentWords } from './platform/moments.ts';
import { say } from './platform/say.ts';

/*
 * The objects that live as long as a window. The rooms above (tasks, chat, workflows, spend, commands)
 * take the ones they need, so a new service is added here and nowhere else. Nothing is read, started
 * or asked while they are made.
 */
export interface Services extends Places, Records, Known, Shown {}

/** Where the extension keeps and finds things. */
interface Places {
  readonly extensionUri: vscode.Uri;
  /** Tierwise's own version. */
  readonly version: string;
  /** What this workspace remembers, such as approvals. */
  readonly workspaceState: vscode.Memento;
  /** What all workspaces share. */
  readonly globalState: vscode.Memento;
  /** The folder of the ledger, the journals and the throwaway copies of projects. */
  readonly storage: vscode.Uri;
  /** The folder of the throwaway copies of projects. */
  readonly scratchFolder: string;
}

/** What records what happens, and who is notified of it. */
interface Records {
  readonly report: Reporter;
  readonly ledger: Ledger;
  readonly session: SessionTracker;
  readonly news: RunNews;
  readonly budgets: Budgets;
  readonly spend: Spend;
  readonly experiments: Experiments;
}

/** What a decision and a call to a model need. */
interface Known {
  readonly keys: Keys;
  /** The keys and secret headers that this window has read or written. */
  readonly knownSecrets: () => readonly string[];
  readonly providerHeaders: ProviderHeaders;
  readonly otlpHeaders: OtlpHeaders;
  readonly pick: PickStore;
  readonly practice: PracticeModels;
  readonly providers: ProviderRegistry;
  readonly evidence: EvidenceSource;
  readonly situation: SituationSource;
  readonly attempts: FallbackContext;
  readonly textGates: WorkerGates;
}

/** The answers of this window, and where they are shown. */
interface Shown {
  readonly answers: Answers;
  readonly accepted: AcceptedAnswers;
  readonly preview: EditPreview;
  readonly prose: ProsePanels;
  readonly comments: ReviewComments;
  readonly view: AnswerView;
}

type Own = <T extends vscode.Disposable>(disposable: T) => T;

/** Makes the services of a window; they end with the extension. */
export function createServices(context: vscode.ExtensionContext): Services {
  const own: Own = (disposable) => {
    context.subscriptions.push(disposable);
    return disposable;
  };
  const places = placesOf(context);
  const secrets = watchSecrets(context.secrets);
  const records = recordsIn(places, own, secrets);
  return {
    ...places,
    ...records,
    ...knownFrom(records, { ...secrets, workspaceState: places.workspaceState }, own),
    ...shownBy(places, records, own),
  };
}

function placesOf(context: vscode.ExtensionContext): Places {
  const { extension, extensionUri, workspaceState, globalState, globalStorageUri } = context;
  return {
    extensionUri,
    version: (extension.packageJSON as { version: string }).version,
    workspaceState,
    globalState,
    storage: globalStorageUri,
    scratchFolder: vscode.Uri.joinPath(globalStorageUri, 'copies').fsPath,
  };
}

function recordsIn(
  { storage, workspaceState }: Places,
  own: Own,
  { seen }: WatchedSecrets,
): Records {
  const channel = own(vscode.window.createOutputChannel('Tierwise', { log: true }));
  const report = createReporter(channel, (text) => withoutSecrets(text, seen()));
  const ledgerFile = vscode.Uri.joinPath(storage, 'ledger.sqlite').fsPath;
  const ledger = ledgerAt(ledgerFile, report);
  own({ dispose: () => void ledger.close().catch((error) => report.log.error(String(error))) });
  const session = own(new SessionTracker(workspaceState));
  const news = own(new RunNews());
  const budgets = new Budgets({ ledger, session, warn: report.warnOnce, report: report.bug });
  const spend = own(new Spend({ ledger, ledgerFile, session, budgets, news }));
  const file = vscode.Uri.joinPath(storage, 'experiments.jsonl').fsPath;
  const { onDidChange } = spend;
  const experiments = own(
    new Experiments({ ledger, file, onDidChange, report: report.bug, now: Date.now }),
  );
  return { report, ledger, session, news, budgets, spend, experiments };
}

function ledgerAt(file: string, report: Reporter): Ledger {
  return openLedger({
    file,
    windowId: randomUUID(),
    workerUrl: new URL('./ledgerWorker.js', import.meta.url),
    onMovedAside: (path, restoredFromMs) => {
      report.warnOnce(
        restoredFromMs
          ? say(
              'Tierwise’s ledger was damaged. It was moved to {0}, and the backup of {1} took its place. What was spent after that is missing from your budgets and reports.',
              path,
              momentWords(restoredFromMs),
            )
          : say(
              'Tierwise’s ledger was damaged. It was moved to {0}, and a new one begun, because there is no backup yet.',
              path,
            ),
      );
    },
    onKept: () => report.ended('ledger'),
    onBug: report.bug,
  });
}

function toldTo(report: Reporter): Pick<SituationParts, 'warn' | 'renamed' | 'report'> {
  return {
    warn: report.warnOnce,
    renamed: (found) => void rewriteOld(found).catch(report.show),
    report: report.bug,
  };
}

async function rewriteOld(found: readonly SettingRemark[]): Promise<void> {
  const { offerRewrite } = await openRenames();
  await offerRewrite(found);
}

function knownFrom(
  { report, ledger, budgets, spend, experiments }: Records,
  { storage: secrets, seen, workspaceState }: WatchedSecrets & Pick<Places, 'workspaceState'>,
  own: Own,
): Known {
  const keys = keysIn(secrets);
  const pick = own(new PickStore(workspaceState));
  const providerHeaders = providerHeadersIn(secrets);
  const practice = own(practiceInThread(report));
  const note = (remark: string) => report.log.info(remark);
  const providers = own(new ProviderRegistry(keys, providerHeaders, { practice, note }));
  const evidence = own(new EvidenceSource(ledger, spend.onDidChange));
  const attempts = attemptsWith(providers, { report, ledger }, own);
  const situation = new SituationSource({
    providers,
    practice,
    pick,
    coolDowns: attempts.coolDowns,
    budgets: () => budgets.known(),
    experiments: (set) => experiments.running(set),
    latencies: () => ledger.latencies(),
    evidence: (place) => evidence.about(place),
    turnEvidence: () => evidence.recentTurns(),
    ...toldTo(report),
  });
  return {
    keys,
    knownSecrets: seen,
    providerHeaders,
    otlpHeaders: otlpHeadersIn(secrets),
    pick,
    practice,
    providers,
    evidence,
    situation: own(situation),
    attempts,
    textGates: own(gatesInWorker()),
  };
}

function practiceInThread({ warnOnce }: Reporter): PracticeModels {
  return new PracticeModels(new URL('./practiceWorker.js', import.meta.url), warnOnce);
}

function gatesInWorker(): WorkerGates {
  return createWorkerGates({
    workerUrl: new URL('./gateWorker.js', import.meta.url),
    grammarsFolder: new URL('./grammars/', import.meta.url).href,
  });
}

function attemptsWith(
  providers: ProviderRegistry,
  { report, ledger }: Pick<Records, 'report' | 'ledger'>,
  own: Own,
): FallbackContext {
  const tokens = own(
    createTokenCounter({ workerUrl: new URL('./tokenWorker.js', import.meta.url) }),
  );
  const monotonic = () => performance.now();
  const coolDowns = createCoolDowns(monotonic);
  own(
    providers.onDidChange((id) => {
      coolDowns.changed(id);
      report.ended('standIn');
    }),
  );
  return {
    ledger,
    coolDowns,
    retries: createRetries({ now: monotonic, random: Math.random, wait: waitFor }),
    onStandIn({ error, choice }) {
      const message = describeLastingError(error, choice);
      if (message !== undefined) report.warnOnce(message, 'standIn');
    },
    monotonic,
    provider: (id) => providers.provider(id),
    countTokens: async (text) => (await tokens.count(text)).tokens,
    now: Date.now,
    newId: timedId,
    report: report.bug,
    noteBill: createBillWatch((line) => report.log.warn(line)),
  };
}

function shownBy({ extensionUri }: Places, { report }: Records, own: Own): Shown {
  const answers = own(new Answers());
  const preview = own(new EditPreview(answers));
  const prose = own(new ProsePanels(extensionUri));
  const comments = own(new ReviewComments());
  const view = new AnswerView({ answers, preview, prose, comments, report });
  return { answers, accepted: own(new AcceptedAnswers()), preview, prose, comments, view };
}
