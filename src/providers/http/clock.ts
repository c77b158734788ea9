/** Calls back after a time. Tests give one that they move by hand. */
export interface Clock {
  /** Calls `act` once after so many milliseconds, unless the returned function is called before. */
  after(ms: number, act: () => void): () => void;
}

/** The longest timer of Node.js; a longer one fires at once. */
const longestTimerMs = 2 ** 31 - 1;

export const realClock: Clock = {
  after(ms, act) {
    const timer = setTimeout(act, Math.min(ms, longestTimerMs));
    return () => clearTimeout(timer);
  },
};
