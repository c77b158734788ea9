import { expect, test } from 'vitest';
import {
  finalStates,
  newTrials,
  shownCandidate,
  stateOfTrial,
  trialLine,
} from '../../../../src/editor/evaluation/results/fixtureStates.ts';
import { candidateOf, fixturesOf, outcome, stuck, trialOf } from '../../../support/trials.ts';
import { playedReport } from './playedReport.ts';

const fast = candidateOf('fast', 1_000);
const [fixture] = fixturesOf(1, () => ({ label: 'calm' }));
const says = (evidence: string, passed: boolean) => ({
  scorer: 'label',
  scored: { kind: 'scored', score: 0, passed, evidence } as const,
});

test('a trial that fails says why, with the values that were compared', () => {
  const made = outcome(false, { label: 'angry', results: [says('Not that.', false)] });
  expect(stateOfTrial(trialOf(fast, fixture!, made), fixture!, 'fast')).toEqual({
    kind: 'failed',
    message: 'fast does not pass.\nlabel: Not that.',
    ms: 100,
    compared: { expected: 'calm', actual: 'angry' },
  });
  const unread = outcome(false, { results: [says('No class.', false)] });
  expect(stateOfTrial(trialOf(fast, fixture!, unread), fixture!, 'fast')).toMatchObject({
    compared: { actual: 'no class' },
  });
});

test('a failure beside the right class shows no difference of values', () => {
  const made = outcome(false, { label: 'calm', results: [says('Too long.', false)] });
  const state = stateOfTrial(trialOf(fast, fixture!, made), fixture!, 'fast');
  expect(state).not.toHaveProperty('compared');
});

test('what could not run is an error and no failure', () => {
  expect(stateOfTrial(trialOf(fast, fixture!, stuck), fixture!, 'fast')).toEqual({
    kind: 'errored',
    message: 'fast: The server is away.',
  });
});

test('in the end tests show the chosen candidate; what it did not need is skipped', () => {
  const { result, trials } = playedReport({ fast: (place) => place % 2 === 0 });
  expect(shownCandidate(result)).toBe('balanced');
  const states = [...finalStates(fixturesOf(30), trials, result).values()];
  const kinds = Map.groupBy(states, ({ kind }) => kind);
  expect([...kinds.keys()].toSorted()).toEqual(['passed', 'skipped']);
  expect(kinds.get('passed')).toHaveLength(result.smallest!.scored);
});

test('a smaller candidate that passes is shown, although a larger one was tried after it', () => {
  const { result } = playedReport({ fast: () => false }, { wholeGrid: true });
  expect(result.rows.map(({ scored }) => scored)).toEqual([30, 30, 30]);
  expect(shownCandidate(result)).toBe('balanced');
});

test('where no candidate passes, tests show the last that was tried', () => {
  const { result, trials } = playedReport({
    fast: () => false,
    balanced: () => false,
    reasoning: () => false,
  });
  expect(shownCandidate(result)).toBe('reasoning');
  const states = [...finalStates(fixturesOf(30), trials, result).values()];
  expect(states.filter(({ kind }) => kind === 'failed')).not.toHaveLength(0);
  expect(states.filter(({ kind }) => kind === 'passed')).toHaveLength(0);
});

test('a line of output says who, how, for how much and how quickly, and whether it was paid now', () => {
  const practice = candidateOf('fast', 1_000_000, { simulated: true });
  const trial = trialOf(practice, fixture!, outcome(true));
  expect(trialLine(trial, practice)).toBe(
    'fast, f0: passed with 1.00; practice $0.0010, first text 0.01 s, whole answer 0.10 s',
  );
  const atOnce = { source: 'computed', nanoUsd: 2_000_000 } as const;
  expect(trialLine({ ...trial, atOnce }, practice)).toContain(
    '; practice $0.0010, by a batch, practice $0.0020 at once, ',
  );
  expect(trialLine({ ...trial, cached: true }, practice)).toContain(
    'kept from an earlier run, which paid practice $0.0010',
  );
  expect(trialLine(trialOf(fast, fixture!, stuck), fast)).toContain(
    'could not run, The server is away.',
  );
});

test('each trial is told once, in the order in which it came', () => {
  const seen = new Map<string, number>();
  const told: string[] = [];
  const { trials } = playedReport(
    { fast: () => false },
    {
      changed(state) {
        const fresh = newTrials(state, seen);
        told.push(...fresh.map(({ trial }) => `${trial.candidateId} ${trial.fixtureId}`));
      },
    },
  );
  expect(told).toEqual(trials.map(({ candidateId, fixtureId }) => `${candidateId} ${fixtureId}`));
});
