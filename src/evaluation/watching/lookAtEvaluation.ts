import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Candidate } from '../candidate.ts';
import type { Evaluation } from '../files/evaluation.ts';
import type { Report } from '../report.ts';
import type { EvaluationHost } from '../run/evaluationHost.ts';
import { type Alarm, watchCandidate } from './driftWatch.ts';
import { freshAnswersRoot } from './freshRun.ts';
import { namedFor, pinnedCandidate } from './pinned.ts';
import { newestWhole, type Stale, staleness } from './staleness.ts';
import type { EvaluationRunner, WatchHost } from './watchHost.ts';

/** What is known of one evaluation now. */
export interface Look {
  readonly evaluation: Evaluation;
  /** The report that its result is read from; undefined when nobody has run it to its end. */
  readonly whole?: Report;
  readonly stale: readonly Stale[];
  /** The candidate that the policy names because of the result. */
  readonly pinned?: Candidate;
  /** When the pinned candidate was last asked by a watch run. */
  readonly lastWatchedMs?: number;
  /** The pinned candidate has become worse. */
  readonly alarm?: Alarm;
}

/** Looks at the results of an evaluation; makes no call. `nowMs`: milliseconds since the epoch. */
export async function lookAtEvaluation(
  evaluation: Evaluation,
  { watch, host, maxAgeDays }: LookParts,
  nowMs: number,
): Promise<Look> {
  const { runner } = watch;
  const reports = await runner.readReports(host.folder, evaluation.name);
  const whole = newestWhole(reports, evaluation);
  if (!whole) return { evaluation, stale: [] };
  const { subject } = evaluation;
  const [now, policy, workflow, watchRuns] = await Promise.all([
    runner.fingerprintOf(evaluation, host),
    watch.policy(),
    subject.kind === 'step' ? watch.workflow(subject.workflow) : undefined,
    watchReports(host.folder, evaluation.name, runner),
  ]);
  const pinned = pinnedCandidate(whole, namedFor(subject, policy, workflow), policy);
  const all = [...reports, ...watchRuns].toSorted((a, b) => a.endedAtMs - b.endedAtMs);
  const seen = pinned && watchCandidate(all, pinned.id);
  const lastWatchedMs = watchRuns.at(-1)?.endedAtMs;
  return {
    evaluation,
    whole,
    stale: staleness(whole, now, nowMs, maxAgeDays),
    ...(pinned && { pinned }),
    ...(lastWatchedMs !== undefined && { lastWatchedMs }),
    ...(seen?.kind === 'fallen' && { alarm: seen.alarm }),
  };
}

export interface LookParts {
  readonly watch: WatchHost;
  readonly host: EvaluationHost;
  readonly maxAgeDays: number;
}

/** The reports of all watch runs of an evaluation, newest last. */
async function watchReports(
  folder: string,
  evaluation: string,
  { readReports }: EvaluationRunner,
): Promise<Report[]> {
  const root = freshAnswersRoot(folder, evaluation);
  const days = await readdir(root).catch((): string[] => []);
  const runs = await Promise.all(
    days.toSorted().map((day) => readReports(join(root, day), evaluation)),
  );
  return runs.flat();
}
