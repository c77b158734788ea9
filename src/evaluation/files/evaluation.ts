import type { CandidateSubject } from '../candidate.ts';
import type { Fixture, FixtureSubject } from '../fixture.ts';
import type { ValueScorerSettings } from '../scorers/valueScorers.ts';
import type { Thresholds } from '../thresholds.ts';

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

/** A candidate as the file names it, before anything is known of prices. */
export interface NamedCandidate {
  /** Unique within an evaluation. */
  readonly id: string;
  readonly name: string;
  readonly subject: CandidateSubject;
}

/** What a file of `.tierwise/evaluations` says. */
export interface Evaluation {
  /** The file's name without its ending. */
  readonly name: string;
  readonly description?: string;
  readonly subject: FixtureSubject;
  readonly thresholds: Thresholds;
  /** In the order of the file. */
  readonly candidates: readonly NamedCandidate[];
  readonly scorers: readonly ScorerSettings[];
  readonly fixtures: readonly Fixture[];
  /** By the id of a fixture: scorers that check it beside those of all. */
  readonly ownScorers: ReadonlyMap<string, readonly ScorerSettings[]>;
  /** The most that one run may cost, USD; omitted where the file sets no cap. */
  readonly maxUsd?: number;
}

/** Everything that checks the answers to a fixture. */
export function scorersOf(
  { scorers, ownScorers }: Pick<Evaluation, 'scorers' | 'ownScorers'>,
  fixtureId: string,
): readonly ScorerSettings[] {
  return [...scorers, ...(ownScorers.get(fixtureId) ?? [])];
}
