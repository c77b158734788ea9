import type { Choice, Speculation } from '../../routing/decision.ts';
import { type Money, moneyOf } from '../../routing/models/accounts.ts';
import type { FallbackContext } from '../attempt/fallback.ts';
import type { AttemptEnd, Cap, RunEvent } from '../events.ts';
import { type CapTracker, startCapTracker } from './caps.ts';
import { gatedAttempt, type GatedRequest, type GatedResult } from './gatedAttempt.ts';

/** One rung that runs beside the others. */
interface Lane {
  readonly abort: AbortController;
  readonly events: AsyncGenerator<RunEvent, GatedResult | undefined>;
}

/**
 * Starts the rungs together. The first whose answer passes the gates wins. The others are cancelled at
 * once, and what they cost until then is settled. Returns the winner, or else the strongest complete
 * answer.
 */
export async function* speculate(
  request: GatedRequest<Speculation>,
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, AttemptEnd> {
  const { ladder, caps } = request.plan;
  using tracker = startCapTracker(caps, context.monotonic, signal);
  const rungs = ladder.slice(0, caps.attempts);
  const lanes = startLanes(request, rungs, tracker, context);
  const results: (GatedResult | undefined)[] = rungs.map(() => undefined);
  let winner: AttemptEnd | undefined;
  try {
    for await (const { index, result } of merged(lanes.map(({ events }) => events))) {
      if (!result.done) {
        yield result.value;
        continue;
      }
      results[index] = result.value;
      if (winner || !result.value || result.value.failure !== undefined) continue;
      winner = result.value.end;
      for (const lane of lanes) lane.abort.abort();
      yield { kind: 'won', attemptId: winner.attemptId };
    }
  } finally {
    for (const lane of lanes) lane.abort.abort();
    // Every reservation is settled, also when the caller has stopped reading the events.
    await Promise.allSettled(lanes.map(({ events }) => drained(events)));
  }
  if (winner) return winner;
  const cap = signal.aborted ? undefined : reachedCap(request.plan, tracker, results);
  if (cap) yield { kind: 'capped', cap };
  return strongest(results);
}

function startLanes(
  request: GatedRequest<Speculation>,
  rungs: readonly Choice[],
  tracker: CapTracker,
  context: FallbackContext,
): Lane[] {
  // The rungs that cost the same kind of money share what is left of it.
  const shareOf = (money: Money): number | undefined => {
    const sharers = rungs.filter(({ model }) => moneyOf(model.simulated) === money).length;
    const left = tracker.left(money);
    return left === undefined ? undefined : Math.floor(left / Math.max(1, sharers));
  };
  return rungs.map((choice, index) => {
    const abort = new AbortController();
    const [first, last] = [index === 0, index === rungs.length - 1];
    const events = gatedAttempt(
      request,
      { choice, how: 'first', earlier: [], first, last, left: shareOf },
      context,
      AbortSignal.any([tracker.signal, abort.signal]),
    );
    return { abort, events };
  });
}

/** The cap that kept a further or a better answer from coming. */
function reachedCap(
  { ladder, caps }: Speculation,
  tracker: CapTracker,
  results: readonly (GatedResult | undefined)[],
): Cap | undefined {
  if (tracker.signal.aborted) return 'seconds';
  if (results.includes(undefined)) return 'money';
  return caps.attempts < ladder.length ? 'attempts' : undefined;
}

async function drained(events: AsyncGenerator<unknown, unknown>): Promise<void> {
  let next = await events.next();
  while (!next.done) next = await events.next();
}

function strongest(results: readonly (GatedResult | undefined)[]): AttemptEnd {
  const ends = results.flatMap((each) => each?.end ?? []);
  return ends.findLast(({ outcome }) => outcome === 'complete') ?? ends.at(-1)!;
}

/** What one of several generators did: it yielded or it returned. */
export interface SpeculationStep<T, R> {
  readonly index: number;
  readonly result: IteratorResult<T, R>;
}

/** Runs generators together and yields their steps in the order in which they happen. */
export async function* merged<T, R>(
  generators: readonly AsyncGenerator<T, R>[],
): AsyncGenerator<SpeculationStep<T, R>> {
  const step = async (index: number): Promise<SpeculationStep<T, R>> => ({
    index,
    result: await generators[index]!.next(),
  });
  const pending = new Map(generators.map((_, index) => [index, step(index)]));
  while (pending.size > 0) {
    const next = await Promise.race(pending.values());
    // Of several that are ready, Promise.race takes the first in the map. A generator whose step was
    // yielded moves to the end of the map, so that a fast one does not hold back the others.
    pending.delete(next.index);
    if (!next.result.done) pending.set(next.index, step(next.index));
    yield next;
  }
}
