/** The pauses between redraws: longer where drawing takes long, so that the editor stays free. */
export interface Pace {
  /** Milliseconds to wait before the next redraw. */
  pauseMs(): number;
  /** Draws, and measures how long it takes. */
  timed<T>(draw: () => T): T;
}

/** The share of time that drawing may take is one in so many. Chosen by judgement. */
const share = 10;
/** The longest pause, milliseconds. */
const longestMs = 10_000;

/** `usualMs` is the pause after a quick redraw; `now` tells milliseconds. */
export function createPace(usualMs: number, now: () => number): Pace {
  let lastMs = 0;
  return {
    pauseMs: () => Math.min(longestMs, Math.max(usualMs, lastMs * (share - 1))),
    timed(draw) {
      const startedAt = now();
      try {
        return draw();
      } finally {
        lastMs = now() - startedAt;
      }
    },
  };
}
