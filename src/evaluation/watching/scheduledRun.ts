import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BudgetGuard } from '../../execution/budgetGuard.ts';
import { createMeter, type SpendMeter, withSpendLimit } from '../../execution/spendMeter.ts';
import {
  type Journal,
  JournalInUse,
  openJournal,
  readJournal,
} from '../../execution/workflow/journal/journal.ts';
import type { Span } from '../../routing/budgets/budget.ts';
import { defined } from '../../routing/input/objects.ts';
import { type Accounts, describeAccounts } from '../../routing/models/accounts.ts';
import { dayOf } from '../../routing/time.ts';
import { runsCommands } from '../files/evaluation.ts';
import type { Report } from '../report.ts';
import type { BatchControls } from '../run/batches/batchAsker.ts';
import type { BatchOrder } from '../run/batches/batchOrder.ts';
import type { EvaluationHost } from '../run/evaluationHost.ts';
import { type DueRun, dueRun, pauseMs } from './dueRun.ts';
import { freshAnswersFolder, onlyWith } from './freshRun.ts';
import { type Look, lookAtEvaluation } from './lookAtEvaluation.ts';
import { lastTried, resumedSince, spentBy, type WatchFact } from './runMoney.ts';
import { type LeftBatch, leftBatch } from './leftBatch.ts';
import type { RunLimits, WatchHost } from './watchHost.ts';
import type { WatchSettings } from './watchSettings.ts';

/*
 * Runs that start by themselves. One window at a time makes them: it has the journal of the month open, and
 * with it the sum of what such runs have cost in this month. Each call is written there before it is made, so
 * the cap holds for all windows together, and for a window that died as well. Nobody is ever asked.
 */

export interface ScheduledParts {
  readonly watch: WatchHost;
  readonly settings: WatchSettings;
  /** The journals are kept here, of all workspaces; created when it is missing. */
  readonly folder: string;
  /** The calendar month of now, in the user's time zone. */
  readonly month: Span;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Whether a run may begin now; omitted where one always may. A batch that was left never waits. */
  mayBegin?(): boolean;
  /** What a run is told of its batches; omitted where nobody can cancel one. */
  batches?(evaluation: string): BatchControls;
}

/** What became of it, in words for the log where something was done. */
export type Scheduled =
  | { readonly kind: 'nothingDue' }
  /** Another window is at it. */
  | { readonly kind: 'elsewhere' }
  | {
      readonly kind: 'ran';
      readonly due: DueRun;
      readonly report: Report;
      readonly summary: string;
    }
  | { readonly kind: 'failed'; readonly due: DueRun; readonly summary: string };

/** Makes the run that is due longest. Rejects only with the signal's reason, or when a file cannot be used. */
export async function runScheduled(parts: ScheduledParts, signal: AbortSignal): Promise<Scheduled> {
  const { folder, month } = parts;
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${dayOf(month.fromMs)}.jsonl`);
  let journal: Journal<WatchFact>;
  try {
    journal = await openJournal<WatchFact>(path);
  } catch (error) {
    if (error instanceof JournalInUse) return { kind: 'elsewhere' };
    throw error;
  }
  try {
    // Read only now that the journal is open: another window may have written until here.
    return await runNext(parts, { journal, facts: await readJournal<WatchFact>(path) }, signal);
  } finally {
    await journal.close();
  }
}

interface Kept {
  readonly journal: Journal<WatchFact>;
  readonly facts: readonly WatchFact[];
}

async function runNext(parts: ScheduledParts, kept: Kept, signal: AbortSignal): Promise<Scheduled> {
  const { watch, settings, now, mayBegin = () => true } = parts;
  const host = await watch.host({ mayAsk: false });
  const looks: Look[] = [];
  for (const evaluation of await watch.evaluations()) {
    const { maxAgeDays } = settings;
    looks.push(await lookAtEvaluation(evaluation, { watch, host, maxAgeDays }, now()));
  }
  // An evaluation that runs commands might have to ask, so only the developer starts it.
  const quiet = looks.filter(({ evaluation }) => !runsCommands(evaluation));
  const left = await firstLeft(quiet, host.folder, resumedSince(kept.facts, now() - pauseMs));
  const watched = quiet.map((look) => watchedOf(look, kept.facts));
  const due = left?.due ?? (mayBegin() ? dueRun(watched, settings, now()) : undefined);
  const look = looks.find(({ evaluation }) => evaluation.name === due?.evaluation);
  if (!due || !look) return { kind: 'nothingDue' };
  kept.journal.write({ kind: 'began', atMs: now(), ...due });
  const facts = left ? withoutOpen(kept.facts, left.batch.order) : kept.facts;
  const meter = meterOf(parts, { ...kept, facts });
  const ended = (summary: string, runId?: string) => {
    const batch = signal.aborted ? undefined : left?.batch.order.job;
    const fact = { kind: 'ended', evaluation: due.evaluation, atMs: now(), summary } as const;
    kept.journal.write({ ...fact, ...defined({ runId, batch }) });
  };
  try {
    const report = await make(
      due,
      look,
      { parts, host: quietHost(host, meter), ...(left && { left: left.batch }) },
      { meter, signal },
    );
    const summary = summaryOf(due, report, { before: spentBy(facts), after: meter.spent() });
    ended(summary, report.runId);
    return { kind: 'ran', due, report, summary };
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    const summary = `${due.evaluation} was to be run because ${due.why}, and could not: ${why}`;
    ended(summary);
    return { kind: 'failed', due, summary };
  } finally {
    await kept.journal.saved();
  }
}

/** The first evaluation whose batch an earlier window has left; some, by their jobs, are passed over. */
async function firstLeft(
  looks: readonly Look[],
  folder: string,
  except: ReadonlySet<string>,
): Promise<{ readonly due: DueRun; readonly batch: LeftBatch } | undefined> {
  for (const { evaluation } of looks) {
    const batch = await leftBatch(folder, evaluation.name, except);
    if (!batch) continue;
    const { how } = batch;
    return { due: { evaluation: evaluation.name, how, why: 'its batch is under way' }, batch };
  }
  return undefined;
}

/** The facts without what a batch has set aside: whoever goes on with the batch reserves it again. */
function withoutOpen(facts: Kept['facts'], { fact: { requestId } }: BatchOrder): Kept['facts'] {
  const ended = new Set(
    facts.flatMap((fact) =>
      fact.kind === 'settled' || fact.kind === 'released' ? fact.attemptId : [],
    ),
  );
  return facts.filter(
    (fact) =>
      fact.kind !== 'reserved' ||
      ended.has(fact.attemptId) ||
      !fact.attemptId.startsWith(`${requestId}/`),
  );
}

function summaryOf(
  { evaluation, how, why }: DueRun,
  { explanation }: Report,
  { before, after }: { readonly before: Accounts; readonly after: Accounts },
): string {
  const cost = { real: after.real - before.real, practice: after.practice - before.practice };
  const what = how === 'watch' ? 'was run to watch its model' : 'was run again';
  return (
    `${evaluation} ${what} by itself, because ${why}. It cost ${describeAccounts(cost)}; ` +
    `such runs have cost ${describeAccounts(after)} in this month. ${explanation}`
  );
}

function watchedOf(
  { evaluation, whole, stale, pinned, lastWatchedMs }: Look,
  facts: Kept['facts'],
) {
  const lastTriedMs = lastTried(facts, evaluation.name);
  return {
    evaluation: evaluation.name,
    stale,
    isPinned: pinned !== undefined,
    ...(whole && { lastWholeMs: whole.endedAtMs }),
    ...(lastTriedMs !== undefined && { lastTriedMs }),
    ...(lastWatchedMs !== undefined && { lastWatchedMs }),
  };
}

/** Counts what such runs spend in this month, and keeps each call before it is made. */
function meterOf({ settings }: ScheduledParts, { journal, facts }: Kept): SpendMeter {
  return createMeter({
    name: 'evaluations that run by themselves',
    setting: 'tierwise.evaluations',
    capNanoUsd: settings.monthlyNanoUsd,
    spent: spentBy(facts),
    onReserve: ({ attemptId, worstCaseNanoUsd = 0, simulated }) =>
      journal.write({
        kind: 'reserved',
        attemptId,
        nanoUsd: worstCaseNanoUsd,
        ...(simulated && { simulated: true }),
      }),
    onRelease: (attemptId) => journal.write({ kind: 'released', attemptId }),
    onSettle: ({ attemptId, cost }) =>
      journal.write({
        kind: 'settled',
        attemptId,
        ...(cost.source !== 'unknown' && { nanoUsd: cost.nanoUsd }),
      }),
  });
}

/** The host of a run that asks nobody anything, with the limit of the month around every call. */
function quietHost(host: EvaluationHost, meter: SpendMeter): EvaluationHost {
  return {
    ...host,
    situation: (language) => host.situation(language),
    gates: (fixture, task, names) => host.gates(fixture, task, names),
    workflow: (name) => host.workflow(name),
    budgetGuard: (task, situation, requestId) =>
      withSpendLimit(meter, unasked(host.budgetGuard(task, situation, requestId))),
  };
}

function unasked(guard: BudgetGuard): BudgetGuard {
  return { ...guard, limits: (call) => guard.limits(call), askToRaise: async () => false };
}

interface Making {
  readonly parts: ScheduledParts;
  readonly host: EvaluationHost;
  readonly left?: LeftBatch;
}

async function make(
  { how }: DueRun,
  { evaluation, pinned }: Look,
  { parts, host, left }: Making,
  { meter, signal }: { readonly meter: SpendMeter; readonly signal: AbortSignal },
): Promise<Report> {
  const { watch, now, settings, batches } = parts;
  const { runner } = watch;
  const watched = left?.order.candidateId ?? pinned?.id;
  const fresh = left?.folder ?? freshAnswersFolder(host.folder, evaluation.name, dayOf(now()));
  const [toRun, runHost] =
    how === 'watch' && watched !== undefined
      ? [onlyWith(evaluation, watched), { ...host, folder: fresh }]
      : [evaluation, host];
  const most = Math.min(meter.left('real') ?? 0, meter.left('practice') ?? 0);
  const ownCap = toRun.maxUsd ?? Infinity;
  const options: RunLimits = {
    maxUsd: Math.min(most / 1e9, ownCap),
    wholeGrid: how === 'watch',
    ...((settings.byBatch || left) && { batch: 'schedule' }),
    ...(left && { resume: left.order.runId }),
  };
  const planned = await runner.planRun(toRun, runHost, options);
  const controls = batches && { batches: batches(evaluation.name) };
  return runner.runEvaluation(planned, runHost, { signal, options, ...controls });
}
