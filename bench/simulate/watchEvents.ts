import type { RequestEvent } from '../../src/execution/request.ts';
import type { Wanted } from './plans.ts';
import type { SimulatedWindow } from './window.ts';
import type { World } from './world.ts';

/** Looks at the events of one request and tells which promise they break. */
export interface EventWatch {
  see(event: RequestEvent): void;
  /** No further event comes. */
  ended(): void;
}

const mostRepeats = 2;
const repeatWindowMs = 5 * 60_000;
const repeatedShare = 0.2;

export function watchEvents(
  world: World,
  window: SimulatedWindow,
  { requestId, plan }: Wanted & { readonly requestId: string },
): EventWatch {
  const { tell, trace, time } = world;
  const beganAwakeMs = time.awake();
  const open = new Set<string>();
  const handedOn = new Set<string>();
  const showed = new Set<string>();
  let newest: { readonly id: string; error?: { retryable: boolean } | undefined } | undefined;
  let repeats = 0;
  const isParallel = plan.kind === 'speculation';

  function started({ attemptId, how }: Extract<RequestEvent, { kind: 'attemptStarted' }>): void {
    open.add(attemptId);
    const standsIn = how === 'again' || how === 'fallback' || how === 'larger';
    if (!isParallel && standsIn && newest && showed.has(newest.id)) {
      tell(requestId, 'nothing stands in once text was shown or a tool called', how);
    }
    if (how === 'again') {
      repeats += 1;
      if (!isParallel && newest?.error?.retryable === false) {
        tell(requestId, 'a final refusal is not repeated', String(newest.error));
      }
      if (!isParallel && repeats > mostRepeats) tell(requestId, 'two repetitions at most', how);
      // In a world that sleeps, the last five minutes of the window are not those in which the repetition was allowed.
      if (world.weather.sleeps.length === 0 && !hasRoomForRepeat(window, time.now())) {
        tell(requestId, 'a fifth of the requests is repeated at most', how);
      }
    } else {
      repeats = 0;
    }
    newest = { id: attemptId };
  }

  return {
    see(event) {
      trace(requestId, wordsOf(event));
      if (event.kind === 'attemptStarted') started(event);
      if (event.kind === 'text' && event.text !== '') showed.add(event.attemptId);
      if (event.kind === 'toolCall') {
        showed.add(event.attemptId);
        if (handedOn.has(event.call.id)) {
          tell(requestId, 'a tool call is handed on once', event.call.id);
        }
        handedOn.add(event.call.id);
      }
      if (event.kind === 'attemptEnded') {
        open.delete(event.end.attemptId);
        newest = { id: event.end.attemptId, error: event.end.error };
      }
      if (event.kind === 'finished' && open.size > 0) {
        tell(requestId, 'every attempt ends before its request', [...open].join());
      }
    },
    ended() {
      const seconds = plan.kind === 'direct' ? undefined : plan.caps.seconds;
      const took = time.awake() - beganAwakeMs;
      // Each call of the ledger may wait for a lock.
      const laterMs = world.weather.troubles.length > 0 ? slackMs : 3000;
      if (seconds !== undefined && took > seconds * 1000 + laterMs) {
        tell(requestId, 'a request ends within its seconds', `${took} ms of ${seconds} s`);
      }
    },
  };
}

const slackMs = 60_000;

/**
 * Counts a repetition; false when the window has repeated more than its share. A repetition is allowed up to
 * a minute before it begins, so the account is a little generous.
 */
function hasRoomForRepeat(window: SimulatedWindow, nowMs: number): boolean {
  const { firsts, repeats } = window;
  const within = (times: readonly number[], ms: number) =>
    times.filter((at) => nowMs - at < ms).length;
  const room = Math.ceil(within(firsts, repeatWindowMs + slackMs) * repeatedShare);
  repeats.push(nowMs);
  return within(repeats, repeatWindowMs - slackMs) <= Math.max(mostRepeats, room) + 1;
}

function wordsOf(event: RequestEvent): string {
  switch (event.kind) {
    case 'attemptStarted':
      return `starts ${event.attemptId} (${event.how}, ${event.choice.model.reference})`;
    case 'attemptEnded':
      return `${event.end.attemptId} ended ${event.end.outcome}${event.end.error ? `, ${event.end.error.kind}` : ''}`;
    case 'verdict':
      return `${event.verdict.gate} says ${event.verdict.kind}`;
    case 'finished':
      return `finished ${event.end.outcome}`;
    case 'capped':
      return `is capped by ${event.cap}`;
    default:
      return event.kind;
  }
}
