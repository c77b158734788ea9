import { expect, test } from 'vitest';
import type { Tally } from '../../../../src/routing/evidence/evidence.ts';
import { expectationsOf } from '../../../../src/routing/planner/expectation.ts';
import { update, createFilter } from '../../../../src/routing/planner/particleFilter.ts';
import { sequencesOver } from '../../../../src/routing/planner/planSpace.ts';
import { shippedPrior } from '../../../../src/routing/planner/prior.ts';
import { randomFrom } from '../../../../src/routing/planner/random.ts';
import { type Exact, exactBelief } from '../../../support/exactBelief.ts';

const prior = shippedPrior('debug', [1, 10]);

/** So many requests to the cascade and to large alone, of which some were judged and some found wrong. */
function requests(count: number): Tally[] {
  const [small, large] = ['p/small', 'p/large'] as const;
  const one = count / 28;
  return [
    { weight: 12 * one, answers: [{ rung: small, passed: true }], taken: 0, wrong: false },
    { weight: 2 * one, answers: [{ rung: small, passed: true }], taken: 0, wrong: true },
    {
      weight: 6 * one,
      taken: 1,
      wrong: false,
      answers: [
        { rung: small, passed: false },
        { rung: large, passed: true },
      ],
    },
    {
      weight: 2 * one,
      wrong: false,
      answers: [
        { rung: small, passed: false },
        { rung: large, passed: false },
      ],
    },
    { weight: 5 * one, answers: [{ rung: large }], taken: 0, wrong: false },
    { weight: one, answers: [{ rung: large }], taken: 0, wrong: true },
  ];
}

/** A filter that was shown these lists of all tallies so far, one after the other. */
function learnerOf(steps: readonly (readonly Tally[])[], seed: number) {
  const filter = createFilter(['p/small', 'p/large'], prior, randomFrom(seed));
  for (const tallies of steps) update(filter, tallies);
  const [small, , cascade] = expectationsOf(filter.posterior, sequencesOver(2));
  const figures = {
    smallQuality: small!.quality,
    smallDoubt: small!.standardDeviation,
    smallLoss: small!.loss,
    cascadeQuality: cascade!.quality,
    cascadeDoubt: cascade!.standardDeviation,
    cascadeLoss: cascade!.loss,
    climbs: cascade!.reach[1]!,
  };
  return { filter, figures };
}

/** The grid takes a while: each is made once. */
const grids = new Map<string, Exact>();
function exactly(tallies: readonly Tally[]): Exact {
  const key = JSON.stringify(tallies);
  const exact = grids.get(key) ?? exactBelief(prior, tallies);
  grids.set(key, exact);
  return exact;
}

/** Figures by which learners are beside the exact posterior on average; chance alone would even out. */
function wrongFigures(steps: readonly (readonly Tally[])[]) {
  const learners = Array.from({ length: 24 }, (_, seed) => learnerOf(steps, seed).figures);
  const exact = exactly(steps.at(-1)!);
  return (Object.keys(exact) as (keyof typeof exact)[])
    .map((name) => {
      const mean = learners.reduce((sum, each) => sum + each[name], 0) / learners.length;
      return { name, mean, exact: exact[name] };
    })
    .filter((each) => !(Math.abs(each.mean - each.exact) < 0.02));
}

const allAtOnce = [0, 28, 560];
test.each(allAtOnce)('%i requests learnt at once give the exact posterior', (count) => {
  expect(wrongFigures([requests(count)])).toEqual([]);
});

const inSteps: [string, (readonly Tally[])[]][] = [
  ['one after the other', Array.from({ length: 28 }, (_, step) => requests(step + 1))],
  ['again and again', Array.from({ length: 12 }, () => requests(28))],
];
test.each(inSteps)('requests told %s count once each', (_, steps) => {
  expect(wrongFigures(steps)).toEqual([]);
});

test('learning 20000 requests at once takes no more steps than it must', () => {
  const random = randomFrom(1);
  // Some ten steps, in each of which 200 hypotheses move three times with about ten draws each.
  let drawsLeft = 75_000;
  const counted = () => {
    drawsLeft -= 1;
    if (drawsLeft < 0) throw new Error('It goes on and on.');
    return random();
  };
  const filter = createFilter(['p/small', 'p/large'], prior, counted);
  expect(() => update(filter, requests(20_000))).not.toThrow();
});

test('learning nothing new moves nothing', () => {
  let draws = 0;
  const random = randomFrom(1);
  const counted = () => {
    draws += 1;
    return random();
  };
  const filter = createFilter(['p/small', 'p/large'], prior, counted);
  update(filter, requests(28));
  const before = draws;
  update(filter, requests(28));
  expect(draws).toBe(before);
});

test.each([5_000, 20_000])('%i requests at once leave hardly any doubt', (count) => {
  const { filter, figures } = learnerOf([requests(count)], 1);
  const sum = filter.posterior.weights.reduce((one, other) => one + other, 0);
  expect(sum).toBeCloseTo(1, 9);
  // Of 22 that small was asked first, gates refused 8.
  expect(Math.abs(figures.climbs - 8 / 22)).toBeLessThan(0.02);
  expect(figures.smallDoubt).toBeLessThan(0.06);
});
