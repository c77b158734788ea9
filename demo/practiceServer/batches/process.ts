import { chargeFor } from '../billing.ts';
import { modelNamed } from '../handleCall.ts';
import { RequestProblem } from '../problem.ts';
import { makeReply } from '../reply.ts';
import type { PracticeState } from '../state.ts';
import type { Wire } from '../wires/wire.ts';
import type { BatchRequest, Ended, PracticeBatch } from './store.ts';

const minuteMs = 60_000;
/** https://platform.claude.com/docs/en/build-with-claude/batch-processing and OpenAI's `completion_window`. */
const windowMs = 24 * 60 * minuteMs;
const batchFactor = 0.5;

/** Answers the requests of a batch once its time has come, and bills those that succeed. */
export function advance(state: PracticeState, wire: Wire, batch: PracticeBatch): void {
  if (batch.ended || batch.refused) return;
  const { workMs = minuteMs } = state.batches.plan;
  const nowMs = state.now().getTime();
  const dueMs = batch.createdMs + Math.min(workMs, windowMs);
  if (batch.cancelledMs === undefined && nowMs < dueMs) return;
  // A batch that is cancelled half way has answered what came first.
  const done =
    batch.cancelledMs === undefined
      ? batch.requests.length
      : Math.floor((batch.requests.length * (batch.cancelledMs - batch.createdMs)) / workMs);
  const ended = batch.requests.map((request, place): Ended => {
    if (place >= done) return { customId: request.customId, kind: 'canceled' };
    return endedRequest(state, wire, batch, { request, place });
  });
  batch.ended = shuffled(ended);
  batch.endedMs = nowMs;
}

function endedRequest(
  state: PracticeState,
  wire: Wire,
  { headers }: PracticeBatch,
  { request, place }: { readonly request: BatchRequest; readonly place: number },
): Ended {
  const { customId, body } = request;
  const number = state.nextNumber();
  const fate = state.batches.plan.fate?.(customId, place) ?? 'succeeds';
  if (fate === 'expires') return { customId, kind: 'expired' };
  const errored = (problem: RequestProblem['problem']): Ended => {
    const error = wire.errorBody(problem, `req_practice_${number}`);
    return { customId, kind: 'errored', status: problem.status, body: error };
  };
  if (fate === 'errors') {
    return errored({ kind: 'fault', status: 500, message: 'A practice fault of one request.' });
  }
  try {
    const call = wire.parse(body, headers, state.manner);
    const model = state.asNow(modelNamed(call.model, wire));
    const reply = makeReply(call, model, {
      id: `${wire.idPrefix}${number}`,
      cache: state.cache,
      now: state.now(),
    });
    const { id, usage } = reply;
    state.bill({
      id,
      wire: wire.name,
      model: call.model,
      stream: false,
      batch: true,
      usage,
      nanoUsd: chargeFor(call.model, usage, batchFactor),
      status: 'complete',
      at: state.now().toISOString(),
    });
    return { customId, kind: 'succeeded', body: wire.wholeReply(reply, state.manner) };
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    return errored(error.problem);
  }
}

/** Another order than that of the requests, the same each time. */
function shuffled<Item>(items: readonly Item[]): Item[] {
  const half = Math.ceil(items.length / 2);
  return items
    .slice(half)
    .flatMap((item, place) => [item, items[half - 1 - place]!])
    .concat(items.length % 2 === 1 ? [items[0]!] : []);
}
