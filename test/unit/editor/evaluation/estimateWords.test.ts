import { expect, test } from 'vitest';
import { leftOfCap, runQuestion } from '../../../../src/editor/evaluation/results/estimateWords.ts';
import type { Candidate } from '../../../../src/evaluation/candidate.ts';
import type { Evaluation } from '../../../../src/evaluation/files/evaluation.ts';
import { estimateFinder } from '../../../../src/evaluation/finder/estimate.ts';
import type { PlannedRun } from '../../../../src/evaluation/run/evaluate.ts';
import { candidateOf, finderInput, fixturesOf } from '../../../support/trials.ts';

function planned(
  candidates: readonly Candidate[],
  more: Partial<Pick<Evaluation, 'name' | 'maxUsd'>> & Partial<Pick<PlannedRun, 'leftOut'>> = {},
): PlannedRun {
  const { leftOut = [], name = 'moods', maxUsd } = more;
  const input = finderInput({
    candidates,
    fixtures: fixturesOf(40),
    thresholds: { minPassRate: 0.8 },
  });
  return {
    evaluation: { name, ...(maxUsd !== undefined && { maxUsd }) } as Evaluation,
    input,
    estimate: estimateFinder(input),
    fingerprint: {} as PlannedRun['fingerprint'],
    leftOut,
  };
}

const cent = 10_000_000;
const paid = candidateOf('balanced', cent);
const practice = candidateOf('fast', cent, { simulated: true });

test('the question names calls and money: expected, least and most', () => {
  const { message, detail } = runQuestion([planned([paid])], undefined);
  expect(message).toBe('Run the evaluation “moods”?');
  expect(detail).toMatch(
    /moods: 40 fixtures on balanced\.\nExpected: \d+ calls, \$0\.\d+\. If the cheapest passes right away: \d+ calls, \$0\.\d+\. At most 40 calls, \$0\.800\./,
  );
  expect(detail).toContain('Cap: none for all of it; your budgets hold.');
  expect(detail).toContain('not paid again');
});

test('practice money is named, and never added to real money', () => {
  expect(runQuestion([planned([practice])], undefined).detail).toContain(
    'At most 40 calls, practice $0.800.',
  );
  const { detail } = runQuestion([planned([practice, paid])], undefined);
  expect(detail).toContain('At most 80 calls, $0.800 and practice $0.800.');
});

test('an unknown price is said, and what is left out with its reason', () => {
  const unknown = candidateOf('own', 0, { taskCost: { source: 'unknown' } });
  const { worstCaseNanoUsd: _, ...free } = unknown;
  const leftOut = [{ name: 'reasoning', why: 'It has no key.' }];
  const { detail } = runQuestion([planned([free], { leftOut })], undefined);
  expect(detail).toContain('At most 40 calls, cost unknown.');
  expect(detail).toContain('Left out: reasoning. It has no key.');
});

test('several evaluations are asked about once, with the caps that hold', () => {
  const runs = [planned([paid], { maxUsd: 1 }), planned([paid], { name: 'risks', maxUsd: 2 })];
  expect(runQuestion(runs, undefined)).toMatchObject({
    message: 'Run 2 evaluations?',
    detail: expect.stringContaining('Cap: moods $1, risks $2, as the files say.'),
  });
  expect(runQuestion(runs, 0.5).detail).toContain(
    'Cap: $0.5 for all of it. Caps of the files: moods $1, risks $2.',
  );
});

test('a cap counts for each kind of money, and never falls below nothing', () => {
  expect(leftOfCap(undefined, { real: cent, practice: 0 })).toBeUndefined();
  expect(leftOfCap(0.05, { real: cent, practice: 2 * cent })).toBeCloseTo(0.03, 9);
  expect(leftOfCap(0.05, { real: 0, practice: 9 * cent })).toBe(0);
});
