import type { FallbackContext } from '../../src/execution/attempt/fallback.ts';
import type { AttemptEnd } from '../../src/execution/events.ts';
import type { RequestOutcome } from '../../src/ledger/facts.ts';
import { type SimulatedWindow, waitFor } from './window.ts';
import type { World } from './world.ts';

/** A request that has its answer. */
export interface Answered {
  readonly requestId: string;
  readonly end: AttemptEnd;
  readonly context: FallbackContext;
}

const never = new AbortController().signal;

/**
 * The developer accepts, rejects, undoes or escalates, after a while. Only what is whole may be accepted;
 * what is accepted must be what the server sent, to its end.
 */
export async function developerActs(
  world: World,
  window: SimulatedWindow,
  { requestId, end, context }: Answered,
): Promise<{ readonly escalates: boolean }> {
  const { chance, product, time, tell, trace, callOf } = world;
  const isWhole = product.isWhole({ end } as never);
  const call = callOf.get(end.attemptId);
  if (isWhole && (call?.finished !== 'whole' || call.text !== end.text)) {
    tell(
      requestId,
      'nothing is applied that was cut off',
      call?.script.fault ?? 'nothing was sent',
    );
  }
  if (!isWhole && call?.finished === 'whole' && end.outcome === 'cutOff') {
    tell(requestId, 'a whole answer is not called cut off', call.script.fault);
  }
  await waitFor({ time }, chance.between(200, 10_000), never, () => window);
  const outcome = outcomeOf(world, isWhole);
  trace(requestId, outcome);
  await record(outcome);
  if (outcome === 'accepted' && chance.isTrue(0.1)) await record('undone');
  return { escalates: outcome === 'escalated' };

  async function record(outcome: RequestOutcome): Promise<void> {
    try {
      await context.ledger.recordOutcome({ requestId, atMs: time.wall(), outcome });
    } catch {
      // What the ledger said has been looked at where it was said.
    }
  }
}

function outcomeOf({ chance }: World, isWhole: boolean): RequestOutcome {
  if (isWhole) return chance.weighted({ accepted: 7, rejected: 2, escalated: 0.5, dismissed: 0.5 });
  return chance.weighted({ dismissed: 3, escalated: 0.5 });
}
