import type { Candidate } from '../../src/evaluation/candidate.ts';
import {
  type FinderInput,
  type FinderState,
  nextTrials,
  withTrial,
} from '../../src/evaluation/finder/finder.ts';
import { finderResult } from '../../src/evaluation/finder/result.ts';
import type { Fixture } from '../../src/evaluation/fixture.ts';
import { rateVerdict, type TestVerdict } from '../../src/evaluation/statistics/rateTest.ts';
import type { Trial } from '../../src/evaluation/trial.ts';

/** What a run of the finder came to. */
export interface FinderRun {
  /** The place of the candidate that it names; -1 for none. */
  readonly named: number;
  readonly calls: number;
}

/** Candidates from the cheapest, and fixtures, that stand for whatever `passes` says of them. */
export function inputOf(candidates: number, fixtures: number, minPassRate: number, tolerance = 0) {
  return {
    candidates: Array.from({ length: candidates }, (_, place) => candidateAt(place)),
    fixtures: Array.from({ length: fixtures }, (_, place) => fixtureAt(place)),
    thresholds: { minPassRate, tolerance },
    seed: 1,
  } satisfies FinderInput;
}

function candidateAt(place: number): Candidate {
  return {
    id: `candidate ${place}`,
    name: `candidate ${place}`,
    subject: { kind: 'tier', tier: `candidate ${place}` },
    taskCost: { source: 'expected', nanoUsd: place + 1 },
  };
}

function fixtureAt(place: number): Fixture {
  return { id: `${place}`, subject: { kind: 'taskType', taskType: 'other' }, input: {} };
}

/** Whether a candidate's answer to a fixture passes; places count from 0. */
export type Passes = (candidate: number, fixture: number) => boolean;

/**
 * Plays the finder's tests one trial at a time, as the state machine does without failing trials, but
 * without its records; `drivenRun` is the machine itself, and the bench compares the two.
 */
export function quickRun({ contenders, course }: FinderState, passes: Passes): FinderRun {
  const { test } = course.criteria[0]!;
  if (test.kind !== 'rate') throw new Error('Only pass rates are simulated.');
  const order = course.fixtures.map(({ id }) => Number(id));
  let calls = 0;
  for (const candidate of contenders.keys()) {
    let hits = 0;
    let cases = 0;
    let verdict: TestVerdict = 'open';
    while (verdict === 'open' && cases < order.length) {
      hits += passes(candidate, order[cases]!) ? 1 : 0;
      cases += 1;
      verdict = rateVerdict(test.bounds, cases, hits);
    }
    calls += cases;
    if (verdict === 'passes') return { named: candidate, calls };
  }
  return { named: -1, calls };
}

/** The state machine, driven with made-up trials. */
export function drivenRun(start: FinderState, passes: Passes): FinderRun {
  let state = start;
  for (;;) {
    const next = nextTrials(state);
    if (next.kind !== 'run') break;
    const [{ candidate, fixture }] = next.requests as [(typeof next.requests)[number]];
    const place = state.contenders.findIndex((each) => each.candidate.id === candidate.id);
    const passed = passes(place, Number(fixture.id));
    state = withTrial(state, trialOf(candidate, fixture, passed));
  }
  const { smallest, rows } = finderResult(state, 'decided');
  return { named: smallest ? rows.indexOf(smallest) : -1, calls: state.calls };
}

function trialOf({ id, taskCost }: Candidate, fixture: Fixture, passed: boolean): Trial {
  return {
    fixtureId: fixture.id,
    candidateId: id,
    atMs: 0,
    outcome: { kind: 'scored', score: passed ? 1 : 0, passed, results: [] },
    cost: {
      source: 'computed',
      nanoUsd: taskCost.source === 'unknown' ? 0 : taskCost.nanoUsd,
    },
    cached: false,
  };
}
