import type { ModelCall } from '../../providers/provider.ts';
import type { Choice } from '../../routing/decision.ts';
import { nearestEffort, splitReference } from '../../routing/models/model.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import { dayOf } from '../../routing/time.ts';
import type { AttemptEnd, RunEvent } from '../events.ts';
import type { AttemptContext, AttemptRequest, PreparedAttempt } from './attemptContext.ts';
import { beginReception, callModel, endReception } from './callModel.ts';
import { refusedEnd, reserve } from './reserve.ts';
import { settle } from './settle.ts';

/*
 * This folder makes one call to one model. A choice and a call come in; events, one reservation and
 * one settlement in the ledger, and the answer with its cost go out. `reserve.ts` sets the worst case
 * aside before the call, `callModel.ts` reads the stream, and `settle.ts` replaces the worst case by
 * what the call cost. `fallback.ts` repeats this with the next model when one is out of reach.
 */

/**
 * Makes one call to one model. Every call that was reserved is settled: also one that fails, is
 * cancelled, or ends in a bug, and when the consumer of the events stops at any of them.
 * @throws only on a bug, after it is settled.
 */
export async function* attempt(
  request: AttemptRequest,
  context: AttemptContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, AttemptEnd> {
  const asked = prepare(request, context);
  const { attemptId, choice, how = 'first' } = asked;

  const { refusal, notRecorded, guessNanoUsd } = await reserve(asked, context, signal);
  const prepared = guessNanoUsd === undefined ? asked : withWorstCase(asked, guessNanoUsd);
  const reception = beginReception(context);
  let isOpen = refusal === undefined;
  try {
    for (const message of notRecorded) yield { kind: 'notRecorded', message };
    yield { kind: 'attemptStarted', attemptId, choice, how };
    if (refusal !== undefined) {
      const end = refusedEnd(prepared, refusal, signal.aborted);
      yield { kind: 'attemptEnded', end };
      return end;
    }

    yield* callModel(prepared, reception, context, signal);
    isOpen = false;
    const settled = await settle(prepared, endReception(reception, signal.aborted), context);
    if (settled.notRecorded !== undefined) {
      yield { kind: 'notRecorded', message: settled.notRecorded };
    }
    // A bug is thrown only now, so that the money it cost is recorded.
    if (reception.parts.bug) throw reception.parts.bug;
    yield { kind: 'attemptEnded', end: settled.end };
    return settled.end;
  } finally {
    // The consumer stopped at an event: the stream is closed by now, and what it cost is known.
    if (isOpen) await settle(prepared, endReception(reception, true), context);
  }
}

function prepare(request: AttemptRequest, context: AttemptContext): PreparedAttempt {
  const { choice, call } = request;
  const attemptId = context.newId();
  const { provider: providerId } = splitReference(choice.model.reference)!;
  const today = dayOf(context.now());
  return { ...request, attemptId, providerId, today, fullCall: fullCallOf(call, choice) };
}

/** A call as the provider of the choice gets it. */
export function fullCallOf(call: AttemptRequest['call'], choice: Choice): ModelCall {
  const { id } = splitReference(choice.model.reference)!;
  return { ...call, model: id, ...thinkingOf(choice) };
}

/** What the developer says about a price holds for the settlement as well. */
function withWorstCase(prepared: PreparedAttempt, worstCaseNanoUsd: NanoUsd): PreparedAttempt {
  const { choice } = prepared;
  return { ...prepared, choice: { ...choice, model: { ...choice.model, worstCaseNanoUsd } } };
}

function thinkingOf({ model, effort }: Choice): Pick<ModelCall, 'effort' | 'thinking'> {
  const { reasoning, thinksUnasked } = model.capabilities;
  const accepted = effort && nearestEffort(effort, model.efforts);
  const thinking = thinksUnasked ? 'unasked' : reasoning ? 'whenAsked' : 'never';
  return {
    ...(accepted && { effort: accepted }),
    ...((reasoning !== undefined || thinksUnasked) && { thinking }),
  };
}
