import type { Answered } from './pairs.ts';

/** What a model may learn about a task, from 0 to 1. Tasks with a higher one go to the strong model first. */
export const targets = {
  /** What the product sees on every task that it tries cheap. */
  weakFails: ({ weak }: Answered) => 1 - weak,
  /** What it sees where a failed answer climbs. */
  climbPays: ({ weak, strong }: Answered) => (1 - weak) * strong,
  /** What it would see only if both models answered every task. */
  strongGains: ({ weak, strong }: Answered) => (1 + strong - weak) / 2,
} as const;

export type Target = keyof typeof targets;
