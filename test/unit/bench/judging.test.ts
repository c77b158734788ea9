import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../../bench/judging.ts';
import { readPairs } from '../../../bench/judging/readPairs.ts';
import { root } from '../../../scripts/tools.mjs';

const file = join(root, 'bench', 'judging', 'pairs.yaml');

test('there are more than a hundred labelled answers of many kinds, and none comes twice', async () => {
  const pairs = await readPairs(file);
  expect(pairs.length).toBeGreaterThanOrEqual(100);
  const good = pairs.filter(({ pair }) => pair.label === 'good').length;
  expect(good / pairs.length).toBeGreaterThan(0.35);
  expect(new Set(pairs.flatMap(({ pair }) => pair.tags ?? [])).size).toBeGreaterThanOrEqual(12);
  const texts = pairs.map(({ pair }) => `${pair.fixture.id}\n${pair.answer.trim()}`);
  expect(new Set(texts).size).toBe(texts.length);
  for (const { pair } of pairs) expect(pair.answer.trim()).not.toBe(pair.fixture.reference);
});

test(
  'the measuring tells a judge by looks from one that compares',
  // Hundreds of answers are judged over HTTP; a busy machine takes its time.
  { timeout: 240_000 },
  async () => {
    const figures = await run(file);
    const value = (name: string) => figures[name]!.value;
    for (const tier of ['fast', 'balanced', 'reasoning']) {
      const share = value(`practice.${tier}.agreement`);
      expect(value(`practice.${tier}.agreementLow`)).toBeLessThan(share);
      expect(value(`practice.${tier}.agreementHigh`)).toBeGreaterThan(share);
    }
    // The small model prefers what it reads first, and the large one has no preference.
    expect(value('practice.fast.changedMinds')).toBeGreaterThan(0.05);
    expect(value('practice.reasoning.changedMinds')).toBe(0);
    expect(value('practice.fast.wrongPasses')).toBeGreaterThan(
      value('practice.reasoning.wrongPasses'),
    );
  },
);
