import type { CandidateSubject } from '../candidate.ts';
import type { Fixture, FixtureSubject } from '../fixture.ts';
import type { ScorerSettings } from '../scorers/settings.ts';
import type { Thresholds } from '../thresholds.ts';

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

/** Whether commands of the project check answers, or choose between tiers. */
export function runsCommands({
  scorers,
  ownScorers,
  candidates,
}: Pick<Evaluation, 'scorers' | 'ownScorers' | 'candidates'>): boolean {
  const all = [...scorers, ...[...ownScorers.values()].flat()];
  return (
    all.some((scorer) => scorer.kind === 'gate' && scorer.gate === 'command') ||
    candidates.some(
      ({ subject }) => subject.kind === 'cascade' && subject.gates.includes('command'),
    )
  );
}
