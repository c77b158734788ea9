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
import { type Accounts, describeAccounts } from '../../routing/models/accounts.ts';
import { dayOf } from '../../routing/time.ts';
import type { Evaluation } from '../files/evaluation.ts';
import type { Report } from '../report.ts';
import type { EvaluationHost } from '../run/evaluationHost.ts';
import { type DueRun, dueRun } from './dueRun.ts';
import { freshAnswersFolder, onlyWith } from './freshRun.ts';
import { type Look, lookAtEvaluation } from './lookAtEvaluation.ts';
import { lastTried, spentBy, type WatchFact } from './runMoney.ts';
import type { WatchHost } from './watchHost.ts';
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
    // Read only now: until here another window may have written.
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
  const { watch, settings, now } = parts;
  const host = await watch.host({ mayAsk: false });
  const looks: Look[] = [];
  for (const evaluation of await watch.evaluations()) {
    const { maxAgeDays } = settings;
    looks.push(await lookAtEvaluation(evaluation, { watch, host, maxAgeDays }, now()));
  }
  const due = dueRun(
    looks
      .filter(({ evaluation }) => !runsCommands(evaluation))
      .map((look) => watchedOf(look, kept.facts)),
    settings,
    now(),
  );
  const look = looks.find(({ evaluation }) => evaluation.name === due?.evaluation);
  if (!due || !look) return { kind: 'nothingDue' };
  kept.journal.write({ kind: 'began', atMs: now(), ...due });
  const meter = meterOf(parts, kept);
  try {
    const report = await make(
      due,
      look,
      { parts, host: quietHost(host, meter) },
      { meter, signal },
    );
    const summary = summaryOf(due, report, { before: spentBy(kept.facts), after: meter.spent() });
    kept.journal.write(endedFact(due, now(), summary, report.runId));
    return { kind: 'ran', due, report, summary };
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    const summary = `${due.evaluation} was to be run because ${due.why}, and could not: ${why}`;
    kept.journal.write(endedFact(due, now(), summary));
    return { kind: 'failed', due, summary };
  } finally {
    await kept.journal.saved();
  }
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

function endedFact(
  { evaluation }: DueRun,
  atMs: number,
  summary: string,
  runId?: string,
): WatchFact {
  return { kind: 'ended', evaluation, atMs, summary, ...(runId !== undefined && { runId }) };
}

/** It might have to ask whether a command may run, so only the developer starts it. */
function runsCommands({ scorers, ownScorers, candidates }: Evaluation): boolean {
  const all = [...scorers, ...[...ownScorers.values()].flat()];
  return (
    all.some((scorer) => scorer.kind === 'gate' && scorer.gate === 'command') ||
    candidates.some(
      ({ subject }) => subject.kind === 'cascade' && subject.gates.includes('command'),
    )
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
export function quietHost(host: EvaluationHost, meter: SpendMeter): EvaluationHost {
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
}

async function make(
  { how }: DueRun,
  { evaluation, pinned }: Look,
  { parts, host }: Making,
  { meter, signal }: { readonly meter: SpendMeter; readonly signal: AbortSignal },
): Promise<Report> {
  const { watch, now } = parts;
  const { runner } = watch;
  const [toRun, runHost] =
    how === 'watch' && pinned
      ? [
          onlyWith(evaluation, pinned.id),
          { ...host, folder: freshAnswersFolder(host.folder, evaluation.name, dayOf(now())) },
        ]
      : [evaluation, host];
  const left = Math.min(meter.left('real') ?? 0, meter.left('practice') ?? 0);
  const ownCap = toRun.maxUsd ?? Infinity;
  const options = { maxUsd: Math.min(left / 1e9, ownCap), wholeGrid: how === 'watch' };
  const planned = await runner.planRun(toRun, runHost, options);
  return runner.runEvaluation(planned, runHost, { signal, options });
}
