import type { Candidate } from '../../src/evaluation/candidate.ts';
import type { Fixture } from '../../src/evaluation/fixture.ts';
import type { FinderInput } from '../../src/evaluation/finder/finder.ts';
import type { Trial, TrialOutcome } from '../../src/evaluation/trial.ts';

/** A candidate that costs so many nano-dollars a task, and at most twice as many. */
export function candidateOf(
  name: string,
  nanoUsd: number,
  more: Partial<Candidate> = {},
): Candidate {
  return {
    id: name,
    name,
    subject: { kind: 'tier', tier: name },
    taskCost: { source: 'expected', nanoUsd },
    worstCaseNanoUsd: 2 * nanoUsd,
    ...more,
  };
}

export function fixturesOf(count: number, more: (place: number) => Partial<Fixture> = () => ({})) {
  return Array.from({ length: count }, (_, place): Fixture => ({
    id: `f${place}`,
    subject: { kind: 'taskType', taskType: 'explain' },
    input: { instruction: `Case ${place}` },
    ...more(place),
  }));
}

/** Three tiers on fixtures; all of them have to pass nine of ten. */
export function finderInput(more: Partial<FinderInput> = {}): FinderInput {
  return {
    candidates: [candidateOf('strong', 100), candidateOf('fast', 1), candidateOf('balanced', 10)],
    fixtures: fixturesOf(60),
    thresholds: { minPassRate: 0.9 },
    seed: 7,
    ...more,
  };
}

export function outcome(passed: boolean, more: Partial<TrialOutcome> = {}): TrialOutcome {
  return { kind: 'scored', score: passed ? 1 : 0, passed, results: [], ...more } as TrialOutcome;
}

export const stuck: TrialOutcome = { kind: 'couldNotRun', why: 'The server is away.' };

export function trialOf(
  candidate: Candidate,
  fixture: Fixture,
  made: TrialOutcome,
  more: Partial<Trial> = {},
): Trial {
  const { taskCost } = candidate;
  return {
    fixtureId: fixture.id,
    candidateId: candidate.id,
    atMs: 1,
    outcome: made,
    cost:
      taskCost.source === 'unknown' ? taskCost : { source: 'computed', nanoUsd: taskCost.nanoUsd },
    cached: false,
    latencyMs: 100,
    firstTextMs: 10,
    ...more,
  };
}
