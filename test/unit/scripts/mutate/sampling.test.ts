import { expect, test } from 'vitest';
import { mutantsOf } from '../../../../scripts/mutate/operators.ts';
import { sampleOf } from '../../../../scripts/mutate/sampling.ts';

const lines = Array.from({ length: 100 }, (_, at) => `if (a${at} < b) f${at}();`);
const mutants = mutantsOf('a.ts', lines.join('\n'));
const changesOf = (sample: ReturnType<typeof sampleOf>) => sample.map(({ change }) => change);

test('the same seed gives the same mutants, another seed others', () => {
  const sample = sampleOf(mutants, { seed: 7, count: 20 });
  expect(sample).toHaveLength(20);
  expect(sampleOf(mutants.toReversed(), { seed: 7, count: 20 })).toEqual(sample);
  const other = sampleOf(mutants, { seed: 8, count: 20 });
  expect(new Set([...changesOf(sample), ...changesOf(other)]).size).toBeGreaterThan(25);
});

test('a larger sample has all of the smaller one', () => {
  const small = sampleOf(mutants, { seed: 3, count: 10 });
  expect(sampleOf(mutants, { seed: 3, count: 50 }).slice(0, 10)).toEqual(small);
  expect(sampleOf(mutants, { seed: 3, count: 10_000 })).toHaveLength(mutants.length);
});

test('lines that are added elsewhere do not change which of the old ones are chosen', () => {
  const longer = mutantsOf('a.ts', ['f(a && b);', ...lines].join('\n'));
  const isNew = (change: string) => change.includes('f(a');
  const chosen = changesOf(sampleOf(longer, { seed: 7, count: 21 }));
  const before = changesOf(sampleOf(mutants, { seed: 7, count: 21 }));
  expect(chosen.filter((change) => !isNew(change) && !before.includes(change))).toEqual([]);
});

test('every mutant is about as likely as another', () => {
  const hits = new Map<string, number>();
  for (let seed = 0; seed < 300; seed += 1) {
    for (const change of changesOf(sampleOf(mutants, { seed, count: mutants.length / 2 }))) {
      hits.set(change, (hits.get(change) ?? 0) + 1);
    }
  }
  expect(hits.size).toBe(mutants.length);
  // Half of 300, give or take five standard deviations.
  expect(Math.min(...hits.values())).toBeGreaterThan(105);
  expect(Math.max(...hits.values())).toBeLessThan(195);
});

test('one that cannot be used makes room for the next', () => {
  const isUsable = ({ operator }: { operator: string }) => operator === 'boundary';
  const sample = sampleOf(mutants, { seed: 7, count: 20 }, isUsable);
  expect(sample).toHaveLength(20);
  expect(sample.every(isUsable)).toBe(true);
});
