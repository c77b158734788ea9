import type { RequestEvent } from '../../../execution/request.ts';
import type { AttemptEnd } from '../../../execution/events.ts';
import type { ProviderErrorKind } from '../../../providers/providerError.ts';
import { type Cost, totalCost } from '../../../routing/models/money.ts';

/** What came of one request. */
export interface Reply {
  readonly end: AttemptEnd;
  /** Without the model's statement of confidence. */
  readonly text: string;
  /** What its gates found, when the answer did not pass them. */
  readonly failure?: string;
  /** Of all its calls, judges included. */
  readonly cost: Cost;
  /** Milliseconds to the first text of the answer and to the end, without time that outages took. */
  readonly firstTextMs?: number;
  readonly latencyMs: number;
}

/**
 * Reads a request's events to the last one.
 *
 * @param simulated the candidate costs practice money; what a judge costs of the other kind is left out
 * @param monotonic milliseconds on a clock that never jumps
 */
export async function readReply(
  events: AsyncIterable<RequestEvent>,
  simulated: boolean,
  monotonic: () => number,
): Promise<Reply> {
  const costs: Cost[] = [];
  const clock = createStopwatch(monotonic);
  let isGated = false;
  for await (const event of events) {
    if (event.kind === 'attemptStarted') clock.started(event.attemptId, event.how === 'again');
    if (event.kind === 'attemptEnded') costs.push(event.end.cost);
    if (event.kind === 'verdict') {
      const { charge } = event.verdict;
      isGated = true;
      if (charge && (charge.simulated === true) === simulated) costs.push(charge.cost);
    }
    if (event.kind !== 'finished') continue;
    const { end, text, failure } = event;
    const beforeMs = clock.beforeMs(end.attemptId);
    return {
      end,
      text,
      ...(failure !== undefined && { failure }),
      cost: sumOf(costs),
      ...(end.firstTextMs !== undefined && { firstTextMs: beforeMs + end.firstTextMs }),
      latencyMs: isGated ? clock.elapsedMs() : beforeMs + end.latencyMs,
    };
  }
  throw new Error('A request ended without its last event.');
}

/** Measures a request from its first call, without calls that failed for a moment and the pauses after them. */
function createStopwatch(monotonic: () => number) {
  const before = new Map<string, number>();
  let begin: number | undefined;
  let newest = 0;
  let lost = 0;
  return {
    started(attemptId: string, isAgain: boolean): void {
      const at = monotonic();
      begin ??= at;
      if (isAgain) lost += at - newest;
      newest = at;
      before.set(attemptId, at - begin - lost);
    },
    /** Milliseconds until a call began. */
    beforeMs: (attemptId: string) => before.get(attemptId) ?? 0,
    elapsedMs: () => monotonic() - (begin ?? monotonic()) - lost,
  };
}

/** The sum of several costs. Free ones are left out, so that the one that was charged keeps its source. */
export function sumOf(costs: readonly Cost[]): Cost {
  const charged = costs.filter(({ nanoUsd }) => nanoUsd !== 0);
  const [only, another] = charged;
  return only && !another ? only : totalCost(charged);
}

/** Errors that are the candidate's own: another model might have answered. */
const ownErrors: ReadonlySet<ProviderErrorKind> = new Set([
  'contentPolicy',
  'tooLong',
  'tooManyTools',
  'promptCut',
  'endless',
]);

/** Errors for which every further call would fail in the same way. */
const lastingErrors: ReadonlySet<ProviderErrorKind> = new Set([
  'noKey',
  'badKey',
  'forbidden',
  'billing',
  'modelNotFound',
  'wrongAddress',
  'certificate',
  'redirected',
]);

/** Whether every further call would fail in the same way. */
export function isLasting({ error }: AttemptEnd): boolean {
  return error !== undefined && lastingErrors.has(error.kind);
}

/** A connection that broke in the middle of an answer says nothing about the model, which is asked again. */
const faults: Partial<Readonly<Record<AttemptEnd['outcome'], string>>> = {
  truncated: 'The answer was cut off at the maximum number of tokens.',
  refused: 'The model refused to answer.',
  empty: 'The model returned an empty answer.',
};

/** What is wrong with an answer through the candidate's own fault; undefined when nothing is. */
export function faultOf({ outcome, error }: AttemptEnd): string | undefined {
  if (error) return ownErrors.has(error.kind) ? error.message : undefined;
  return faults[outcome];
}
