import type { ValueScorerSettings } from './valueScorers.ts';

/** The gates that can score an answer. The others ask a model, which `judge` does with a rubric. */
export const scoringGates = ['complete', 'format', 'syntax', 'diagnostics', 'command'] as const;

/** An answer passes when the gate passes it. */
export interface GateScorerSettings {
  readonly kind: 'gate';
  readonly gate: (typeof scoringGates)[number];
}

/** A model says how well the answer does what the rubric asks. */
export interface JudgeScorerSettings {
  readonly kind: 'judge';
  readonly rubric: string;
  /** The tier that judges, or in a file of the user's own a model; the user's own judge when omitted. */
  readonly judge?: string;
  /** The least score that passes, 0 to 1. */
  readonly least?: number;
}

export type ScorerSettings = ValueScorerSettings | GateScorerSettings | JudgeScorerSettings;
