/** Longer timers end at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Aborts with the signal, and when the time is over; without a time it is the signal itself. */
export function timeoutSignal(signal: AbortSignal, seconds: number | undefined): AbortSignal {
  if (seconds === undefined) return signal;
  const ms = Math.min(seconds * 1000, longestTimerMs);
  return AbortSignal.any([signal, AbortSignal.timeout(ms)]);
}
