import type { Speculation } from '../../routing/decision.ts';
import { type Money, moneyOf } from '../../routing/models/accounts.ts';
import type { FallbackContext } from '../attempt/fallback.ts';
import type { AttemptEnd, Cap, RunEvent } from '../events.ts';
import { startCapTracker } from './caps.ts';
import { gatedAttempt, type GatedRequest, type GatedResult } from './gatedAttempt.ts';

/**
 * Starts the rungs together. The first whose answer passes the gates wins: the others are cancelled
 * at once, and what they cost until then is settled. Ends with the winner, else with the strongest
 * whole answer.
 */
export async function* speculate(
  request: GatedRequest<Speculation>,
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, AttemptEnd> {
  const { ladder, caps } = request.plan;
  const allowance = startCapTracker(caps, context.monotonic, signal);
  const rungs = ladder.slice(0, caps.attempts);
  // Each of those that cost the same kind of money has its share.
  const shareOf = (money: Money): number | undefined => {
    const sharers = rungs.filter(({ model }) => moneyOf(model.simulated) === money).length;
    const left = allowance.left(money);
    return left === undefined ? undefined : Math.floor(left / Math.max(1, sharers));
  };
  const lanes = rungs.map((choice, index) => {
    const abort = new AbortController();
    const events = gatedAttempt(
      request,
      {
        choice,
        how: 'first',
        earlier: [],
        first: index === 0,
        last: index === rungs.length - 1,
        left: shareOf,
      },
      context,
      AbortSignal.any([allowance.signal, abort.signal]),
    );
    return { abort, events };
  });
  const judged: (GatedResult | undefined)[] = rungs.map(() => undefined);
  let winner: AttemptEnd | undefined;
  try {
    for await (const { index, result } of merged(lanes.map(({ events }) => events))) {
      if (!result.done) {
        yield result.value;
        continue;
      }
      judged[index] = result.value;
      if (winner || !result.value || result.value.failure !== undefined) continue;
      winner = result.value.end;
      for (const lane of lanes) lane.abort.abort();
      yield { kind: 'won', attemptId: winner.attemptId };
    }
  } finally {
    for (const lane of lanes) lane.abort.abort();
    // What was reserved is settled, also when nobody listens any more.
    await Promise.allSettled(lanes.map(({ events }) => drained(events)));
  }
  if (winner) return winner;
  const cap = capReached();
  if (cap) yield { kind: 'capped', cap };
  return strongest(judged);

  function capReached(): Cap | undefined {
    if (signal.aborted) return undefined;
    if (allowance.signal.aborted) return 'seconds';
    if (judged.includes(undefined)) return 'money';
    return rungs.length < ladder.length ? 'attempts' : undefined;
  }
}

async function drained(events: AsyncGenerator<unknown, unknown>): Promise<void> {
  let next = await events.next();
  while (!next.done) next = await events.next();
}

function strongest(judged: readonly (GatedResult | undefined)[]): AttemptEnd {
  const ends = judged.flatMap((each) => each?.end ?? []);
  return ends.findLast(({ outcome }) => outcome === 'complete') ?? ends.at(-1)!;
}

/** What one of several generators did: yielded, or returned. */
export interface SpeculationStep<T, R> {
  readonly index: number;
  readonly result: IteratorResult<T, R>;
}

/** Runs generators together and tells their steps in the order in which they happen. */
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
    // Whoever was told goes to the end of the line: of several that are ready, the first one wins.
    pending.delete(next.index);
    if (!next.result.done) pending.set(next.index, step(next.index));
    yield next;
  }
}
