import { ProviderError } from '../providerError.ts';
import { type ErrorContext, eventError, networkError } from './errors/classifyError.ts';
import { errorLine, wordsInEvents } from './errors/errorLine.ts';
import type { GuardedFetch } from './guardedFetch.ts';
import { objectOf } from './json.ts';

/** What came of an answer before it ended. */
interface SoFar {
  /** Whether the model has worked, so that it may be charged for. */
  readonly hasWorked: boolean;
  readonly events: number;
}

/** Throws for an answer that ended without an error and is not whole, unless it counts as cut off. */
export function refuseUnfinished(
  guard: GuardedFetch,
  asked: ErrorContext,
  { hasWorked, events }: SoFar,
): void {
  const told = lastError(guard);
  if (told) throw eventError(asked, told, hasWorked);
  if (!hasWorked) throw emptyAnswer(asked, events);
}

/** The error in the last line of an answer, where the SDKs do not look. */
function lastError({ tail }: GuardedFetch): unknown {
  const lines = new TextDecoder().decode(tail).trimEnd().split('\n');
  return errorLine(lines.at(-1)!);
}

/** What the server says in words where an event should be. */
function wordsIn(error: unknown, { tail }: GuardedFetch): string | undefined {
  return error instanceof SyntaxError ? wordsInEvents(new TextDecoder().decode(tail)) : undefined;
}

/** Whether the connection broke in the middle of an answer, or only part of an event arrived. */
export function wasCutOff(error: unknown, guard: GuardedFetch): boolean {
  const isHalf = error instanceof SyntaxError && wordsIn(error, guard) === undefined;
  return guard.ended && (guard.broken !== undefined || isHalf);
}

/** What an error means that ended an answer. */
export function streamError(
  error: unknown,
  guard: GuardedFetch,
  asked: ErrorContext,
  { hasWorked, events }: SoFar,
): ProviderError {
  if (error instanceof ProviderError) return error;
  if (guard.broken !== undefined) return networkError(asked, guard.broken);
  const words = wordsIn(error, guard);
  if (words !== undefined) return eventError(asked, words, hasWorked);
  // Half of an event.
  if (guard.ended && error instanceof SyntaxError) return emptyAnswer(asked, events);
  // Both SDKs keep the body of an error event in `error`.
  const body = objectOf(error)?.['error'];
  if (body !== undefined) return eventError(asked, body, hasWorked);
  return new ProviderError({
    kind: 'malformed',
    provider: asked.provider,
    origin: asked.origin,
    message: `The answer of ${asked.origin} does not follow the protocol.`,
  });
}

/**
 * The error for an answer that ended before any of it came. Mostly something behind the server failed
 * (lemonade-sdk/lemonade#3448, 2026-08; anomalyco/opencode#39968, 2026-07), so another try may help. Where it
 * did not even open as the wire expects, the wire may be wrong.
 */
function emptyAnswer({ provider, origin }: ErrorContext, events: number): ProviderError {
  return new ProviderError({
    kind: events > 0 ? 'overloaded' : 'notAnAnswer',
    provider,
    origin,
    message:
      events > 0
        ? `${origin} ended its answer before any of it came.`
        : `${origin} closed the answer before a single event was complete.`,
    retryable: true,
    isFree: false,
  });
}

export function tooManyEvents(asked: ErrorContext, most: number): ProviderError {
  return new ProviderError({
    kind: 'endless',
    provider: asked.provider,
    origin: asked.origin,
    message: `The answer has more than ${most} events and was ended.`,
  });
}
