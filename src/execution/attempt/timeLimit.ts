/** The longest timer of Node.js; a longer one fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/** A signal with a clock behind it, which stops when it is disposed of. */
export interface TimeLimit extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Aborts with the signal, or with a TimeoutError when the seconds are over. Without seconds it is the signal itself.
 * Dispose of it when the work has ended: `AbortSignal.timeout` would stay in memory for as long as its time.
 */
export function timeLimit(signal: AbortSignal, seconds: number | undefined): TimeLimit {
  if (seconds === undefined) return { signal, [Symbol.dispose]: () => undefined };
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new DOMException('The time is over.', 'TimeoutError')),
    Math.min(seconds * 1000, longestTimerMs),
  );
  timer.unref();
  return {
    signal: AbortSignal.any([signal, late.signal]),
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
