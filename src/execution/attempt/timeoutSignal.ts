/** The longest timer of Node.js; a longer one fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Aborts with the signal or when the seconds are over. Returns the signal itself without seconds. */
export function timeoutSignal(signal: AbortSignal, seconds: number | undefined): AbortSignal {
  if (seconds === undefined) return signal;
  const ms = Math.min(seconds * 1000, longestTimerMs);
  return AbortSignal.any([signal, AbortSignal.timeout(ms)]);
}
