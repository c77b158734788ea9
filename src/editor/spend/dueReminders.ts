import { type PriceDoubt, referenceOf } from '../../routing/hindsight/stalePrices.ts';
import { dayMs } from '../../routing/time.ts';

/** What the developer was reminded of, and the models that no reminder should name again. */
export interface Reminded {
  /** Milliseconds since the epoch, by model and kind of doubt. */
  readonly atMs: Readonly<Record<string, number>>;
  /** References of models. */
  readonly never: readonly string[];
}

/** A month between two reminders of the same doubt. Chosen by judgement. */
const pauseMs = 30 * dayMs;

/** The doubts that the developer has not been reminded of in the last 30 days. */
export function dueReminders(
  doubts: readonly PriceDoubt[],
  { atMs, never }: Reminded,
  nowMs: number,
): PriceDoubt[] {
  return doubts.filter((doubt) => {
    if (never.includes(referenceOf(doubt))) return false;
    const lastMs = atMs[keyOf(doubt)];
    return lastMs === undefined || nowMs - lastMs >= pauseMs;
  });
}

export function reminded(before: Reminded, doubts: readonly PriceDoubt[], nowMs: number): Reminded {
  const now = doubts.map((doubt) => [keyOf(doubt), nowMs]);
  return { ...before, atMs: { ...before.atMs, ...Object.fromEntries(now) } };
}

export function silenced(before: Reminded, doubts: readonly PriceDoubt[]): Reminded {
  return { ...before, never: [...new Set([...before.never, ...doubts.map(referenceOf)])] };
}

function keyOf(doubt: PriceDoubt): string {
  return `${doubt.kind} ${referenceOf(doubt)}`;
}
