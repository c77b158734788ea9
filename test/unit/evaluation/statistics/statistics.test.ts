import { expect, test } from 'vitest';
import {
  atLeastHits,
  fewestFaultless,
  shareEstimate,
  signTest,
} from '../../../../src/evaluation/statistics/binomial.ts';
import { agreementOf } from '../../../../src/evaluation/statistics/agreement.ts';
import { classify } from '../../../../src/evaluation/statistics/classes.ts';
import { percentileOf } from '../../../../src/evaluation/statistics/latency.ts';
import { scoreEstimate } from '../../../../src/evaluation/statistics/meanTest.ts';
import { randomFrom } from '../../../../src/routing/planner/random.ts';

// Exact intervals by Clopper and Pearson's formula, computed with another program (scipy.stats.beta).
test.each([
  [48, 50, 0.8629, 0.9951],
  [0, 10, 0, 0.3085],
  [10, 10, 0.6915, 1],
  [5, 10, 0.1871, 0.8129],
])('%d of %d lies between %d and %d', (hits, cases, low, high) => {
  const estimate = shareEstimate(hits, cases);
  expect(estimate).toMatchObject({ value: hits / cases, cases });
  expect(estimate.low).toBeCloseTo(low, 3);
  expect(estimate.high).toBeCloseTo(high, 3);
});

test('a share of nothing has no value, and could be anything', () => {
  expect(shareEstimate(0, 0)).toStrictEqual({ low: 0, high: 1, cases: 0 });
});

test('the probability of hits is that of the binomial distribution', () => {
  expect(atLeastHits(2, 3, 0.5)).toBeCloseTo(0.5, 10);
  expect(atLeastHits(3, 3, 0.9)).toBeCloseTo(0.729, 10);
  expect([atLeastHits(0, 3, 0.5), atLeastHits(4, 3, 0.5)]).toStrictEqual([1, 0]);
});

test('44 cases without a failure prove 90 % with an error of 1 %, and 43 do not', () => {
  expect(fewestFaultless(0.9, 0.01)).toBe(44);
  expect(0.9 ** 44).toBeLessThanOrEqual(0.01);
  expect(0.9 ** 43).toBeGreaterThan(0.01);
  expect([fewestFaultless(1, 0.05), fewestFaultless(0, 0.05)]).toStrictEqual([Infinity, 1]);
});

test('the interval of a mean score holds the true mean at least as often as it says', () => {
  let missed = 0;
  const runs = 400;
  for (let run = 0; run < runs; run += 1) {
    const random = randomFrom(run);
    // Mostly full marks: where Student's interval is too narrow.
    const values = Array.from({ length: 25 }, () => (random() < 0.9 ? 1 : random() * 0.5));
    const { low, high } = scoreEstimate(values);
    if (low > 0.925 || high < 0.925) missed += 1;
  }
  expect(missed / runs).toBeLessThan(0.05);
});

test('five full marks do not prove a perfect mean', () => {
  const { value, low, high } = scoreEstimate([1, 1, 1, 1, 1]);
  expect([value, high]).toStrictEqual([1, 1]);
  expect(low).toBeLessThan(0.6);
});

test('more scores make a narrower interval', () => {
  const widthOf = (count: number) => {
    const { low, high } = scoreEstimate(Array.from({ length: count }, (_, at) => (at % 2) * 0.5));
    return high - low;
  };
  expect(widthOf(200)).toBeLessThan(widthOf(20) / 2);
});

test('a percentile is a measured value between measured values', () => {
  const times = Array.from({ length: 100 }, (_, place) => 100 - place);
  expect(percentileOf(times, 50)).toStrictEqual({ value: 50, low: 40, high: 61, cases: 100 });
  expect(percentileOf(times, 90)).toMatchObject({ value: 90 });
});

test('few values do not bound a high percentile', () => {
  expect(percentileOf([5, 1, 3], 90)).toStrictEqual({ value: 5, low: 1, high: Infinity, cases: 3 });
  expect(percentileOf([], 90)).toStrictEqual({ low: 0, high: Infinity, cases: 0 });
});

test('the interval of a percentile holds the true one in 95 of 100 cases', () => {
  let missed = 0;
  const runs = 1_000;
  for (let run = 0; run < runs; run += 1) {
    const random = randomFrom(run);
    const { low, high } = percentileOf(Array.from({ length: 60 }, random), 90);
    if (low > 0.9 || high < 0.9) missed += 1;
  }
  expect(missed / runs).toBeLessThan(0.06);
});

test('classes have precision, recall and F1 with their numbers', () => {
  const found = classify([
    { expected: 'bug', answered: 'bug' },
    { expected: 'bug', answered: 'bug' },
    { expected: 'bug', answered: 'idea' },
    { expected: 'idea', answered: 'idea' },
    { expected: 'idea' },
  ]);
  expect(found.accuracy).toMatchObject({ value: 3 / 5, cases: 5 });
  const [bug, idea] = found.classes;
  expect(bug).toMatchObject({
    label: 'bug',
    precision: { value: 1, cases: 2 },
    recall: { value: 2 / 3, cases: 3 },
  });
  expect(bug!.f1).toBeCloseTo(0.8, 10);
  expect(idea).toMatchObject({ precision: { value: 1 / 2 }, recall: { value: 1 / 2 }, f1: 0.5 });
  expect(found.macroF1).toBeCloseTo(0.65, 10);
  expect(found.microF1).toBeCloseTo(6 / 9, 10);
  expect(found.confusion.get('idea')).toStrictEqual(
    new Map([
      ['idea', 1],
      ['', 1],
    ]),
  );
});

test('nothing to classify has no figures', () => {
  expect(classify([])).toMatchObject({ classes: [], accuracy: { cases: 0 } });
  expect(classify([])).not.toHaveProperty('macroF1');
});

// 8 against 1 by the binomial distribution: 2 × 10 / 512.
test('a sign test says how likely an uneven split is between equals', () => {
  expect(signTest(8, 1)).toBeCloseTo(20 / 512, 10);
  expect([signTest(0, 0), signTest(3, 3)]).toStrictEqual([1, 1]);
});

// Kappa of the example in Cohen's coefficient's usual textbook form: 20, 5, 10, 15 of 50 gives 0.4.
test('agreement beyond chance is kappa, with an interval', () => {
  const cases = (judge: string, human: string, count: number) =>
    Array.from({ length: count }, () => ({ judge, human }));
  const { raw, kappa } = agreementOf([
    ...cases('yes', 'yes', 20),
    ...cases('yes', 'no', 5),
    ...cases('no', 'yes', 10),
    ...cases('no', 'no', 15),
  ]);
  expect(raw).toMatchObject({ value: 0.7, cases: 50 });
  expect(kappa.value).toBeCloseTo(0.4, 10);
  expect(kappa.low).toBeLessThan(0.2);
  expect(kappa.high).toBeGreaterThan(0.5);
});

test('agreement in all of a few cases proves little', () => {
  const few = [
    { judge: 'yes', human: 'yes' },
    { judge: 'no', human: 'no' },
    { judge: 'no', human: 'no' },
  ];
  expect(agreementOf(few).kappa).toMatchObject({ value: 1, high: 1 });
  expect(agreementOf(few).kappa.low).toBeLessThan(0);
});

test.each([
  ['one label for everything', [{ judge: 'yes', human: 'yes' }]],
  ['nothing', []],
])('kappa of %s has no value', (_, cases) => {
  expect(agreementOf(cases).kappa).toStrictEqual({ low: -1, high: 1, cases: cases.length });
});

test('the interval of kappa holds the true one in 95 of 100 cases', () => {
  // Both say yes in half of the cases and agree in 80 %: kappa is 0.6.
  let missed = 0;
  const runs = 500;
  for (let run = 0; run < runs; run += 1) {
    const random = randomFrom(run);
    const cases = Array.from({ length: 100 }, () => {
      const human = random() < 0.5 ? 'yes' : 'no';
      const other = human === 'yes' ? 'no' : 'yes';
      return { human, judge: random() < 0.8 ? human : other };
    });
    const { low, high } = agreementOf(cases).kappa;
    if (low > 0.6 || high < 0.6) missed += 1;
  }
  expect(missed / runs).toBeLessThan(0.06);
});
