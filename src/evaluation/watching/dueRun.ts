import { dayMs } from '../../routing/time.ts';
import type { Stale } from './staleness.ts';
import type { WatchSettings } from './watchSettings.ts';

/** What is known of one evaluation when the next run is chosen. */
export interface Watched {
  readonly evaluation: string;
  /** When its newest whole run ended; undefined when nobody has run it: the first run is the developer's. */
  readonly lastWholeMs?: number;
  /** When a run that started by itself last began, whatever became of it. */
  readonly lastTriedMs?: number;
  /** When the pinned candidate was last asked. */
  readonly lastWatchedMs?: number;
  readonly stale: readonly Stale[];
  /** The policy names the candidate that the evaluation found. */
  readonly isPinned: boolean;
}

/**
 * A run that is due. `again`: every candidate, with what was paid for already. `watch`: only the pinned
 * candidate, with answers that are all new, because kept ones cannot show that a model has changed.
 */
export interface DueRun {
  readonly evaluation: string;
  readonly how: 'again' | 'watch';
  /** In words, for the log. */
  readonly why: string;
}

/** Milliseconds. A run that failed is not tried again before the next day, nor a batch gone on with. */
export const pauseMs = dayMs;

/** The run that is due longest; undefined when none is. */
export function dueRun(
  watched: readonly Watched[],
  { everyDays, whenStale }: Pick<WatchSettings, 'everyDays' | 'whenStale'>,
  nowMs: number,
): DueRun | undefined {
  const due = watched.flatMap((each): (DueRun & { sinceMs: number })[] => {
    const { evaluation, lastWholeMs, lastTriedMs = -Infinity, stale, isPinned } = each;
    if (lastWholeMs === undefined || nowMs - lastTriedMs < pauseMs) return [];
    const changed = stale.filter(({ kind }) => kind !== 'age');
    if (whenStale && changed.length > 0) {
      return [{ evaluation, how: 'again', why: 'its result is stale', sinceMs: lastWholeMs }];
    }
    if (everyDays === undefined) return [];
    const lastMs = Math.max(lastWholeMs, each.lastWatchedMs ?? -Infinity);
    if (nowMs - lastMs < everyDays * dayMs) return [];
    const days = Math.floor((nowMs - lastMs) / dayMs);
    // What nothing rests on needs no fresh answers, and a stale result cannot be compared with.
    const how = isPinned && changed.length === 0 ? 'watch' : 'again';
    return [{ evaluation, how, why: `its last run was ${days} days ago`, sinceMs: lastMs }];
  });
  const [first] = due.toSorted((a, b) => a.sinceMs - b.sinceMs);
  return first && { evaluation: first.evaluation, how: first.how, why: first.why };
}
