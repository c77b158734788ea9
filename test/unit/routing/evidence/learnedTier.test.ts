import { expect, test } from 'vitest';
import { probablyHigher } from '../../../../src/routing/evidence/compareShares.ts';
import { learnedTier } from '../../../../src/routing/evidence/learnedTier.ts';
import type { TurnRecord } from '../../../../src/routing/evidence/turnRecord.ts';
import { randomFrom } from '../../../../src/routing/planner/random.ts';
import type { TurnKind } from '../../../../src/routing/turns/turn.ts';
import { ladder, tierAfter, type TurnTruth } from './turnWorld.ts';

const [fast, balanced, reasoning] = [ladder[0]!, ladder[1]!, ladder[2]!];

type Row = readonly [rung: string, worked: number, tries: number, newest?: number];
const recordsOf = (turn: TurnKind, ...rows: readonly Row[]): TurnRecord[] =>
  rows.map(([name, worked, tries, newest = 0]) => ({
    turn,
    rung: `p/${name}`,
    tries,
    worked,
    newest,
  }));
const tierOf = (turn: TurnKind, usual: typeof fast, ...rows: readonly Row[]) =>
  learnedTier(turn, usual, ladder, recordsOf(turn, ...rows))?.tier;

test('a cheaper tier that does as well takes the turns, and the sentence says by which figures', () => {
  const records = recordsOf('edit', ['small', 41.2, 42.8], ['medium', 96, 98]);
  expect(learnedTier('edit', balanced, ladder, records)).toEqual({
    tier: 'fast',
    why: 'fast works in 41 of 43 of your edit turns',
  });
});

test('a tier that fails clearly more often than the next gives the turns to it', () => {
  const records = recordsOf('edit', ['medium', 12, 30], ['large', 11, 12]);
  expect(learnedTier('edit', balanced, ladder, records)).toEqual({
    tier: 'reasoning',
    why: 'balanced works in only 12 of 30 of your edit turns',
  });
});

test.each<[string, TurnKind, typeof fast, Row[]]>([
  ['no evidence at all', 'edit', balanced, []],
  [
    'few turns on the cheaper tier, all good',
    'read',
    balanced,
    [
      ['small', 9, 9],
      ['medium', 96, 98],
    ],
  ],
  ['few turns on the usual tier, all bad', 'edit', balanced, [['medium', 0, 9]]],
  [
    'a cheaper tier that fails more',
    'edit',
    balanced,
    [
      ['small', 30, 40],
      ['medium', 96, 98],
    ],
  ],
  [
    'a tier that fails little more than the next',
    'edit',
    balanced,
    [
      ['medium', 34, 40],
      ['large', 60, 60],
    ],
  ],
  ['the strongest tier fails: nothing is above it', 'repair', reasoning, [['large', 5, 40]]],
])('nothing moves: %s', (_, turn, usual, rows) => {
  expect(tierOf(turn, usual, ...rows)).toBeUndefined();
});

test('evidence about one kind moves no other', () => {
  const records = recordsOf('read', ['small', 60, 60], ['medium', 96, 98]);
  expect(learnedTier('read', balanced, ladder, records)?.tier).toBe('fast');
  expect(learnedTier('edit', balanced, ladder, records)).toBeUndefined();
});

test('a cheaper tier whose failures cost more than it saves does not take the turns', () => {
  const nearly = [fast, { ...balanced, nanoUsd: 1_010_000 }, reasoning];
  const records = recordsOf('read', ['small', 55, 60], ['medium', 60, 60]);
  expect(learnedTier('read', balanced, ladder, records)?.tier).toBe('fast');
  expect(learnedTier('read', balanced, nearly, records)).toBeUndefined();
});

test('the next tier does not take the turns where it costs more than the failures', () => {
  const dear = [fast, balanced, { ...reasoning, nanoUsd: 90_000_000 }];
  const records = recordsOf('edit', ['medium', 32, 40], ['large', 60, 60]);
  expect(learnedTier('edit', balanced, ladder, records)?.tier).toBe('reasoning');
  expect(learnedTier('edit', balanced, dear, records)).toBeUndefined();
});

test('where a price is unknown, nothing moves', () => {
  const unpriced = [{ tier: 'fast', rung: 'p/small' }, balanced, reasoning];
  const records = recordsOf('read', ['small', 60, 60], ['medium', 96, 98]);
  expect(learnedTier('read', balanced, unpriced, records)).toBeUndefined();
});

test('two tiers that mean the same model are not compared', () => {
  const twice = [{ ...fast, rung: balanced.rung }, balanced, reasoning];
  const records = recordsOf('read', ['medium', 96, 98]);
  expect(learnedTier('read', balanced, twice, records)).toBeUndefined();
});

test('a tier that has the turns keeps them on a record that would not have won them', () => {
  const edge = (newest: number) =>
    tierOf('edit', balanced, ['small', 33, 38, newest], ['medium', 94, 100]);
  expect([edge(6), edge(24)]).toEqual([undefined, 'fast']);
});

test('the comparison of two shares agrees with draws', () => {
  const random = randomFrom(5);
  const draw = ({ yes, no }: { yes: number; no: number }) => {
    // A beta of whole numbers is the place of one among that many uniform draws.
    const all = Array.from({ length: yes + no - 1 }, random).toSorted((a, b) => a - b);
    return all[yes - 1]!;
  };
  const [one, other] = [
    { yes: 18, no: 3 },
    { yes: 90, no: 6 },
  ];
  const draws = 20_000;
  const higher = Array.from({ length: draws }, () => draw(one) > draw(other) - 0.05);
  const share = higher.filter(Boolean).length / draws;
  expect(probablyHigher(one, other, -0.05)).toBeCloseTo(share, 1.7);
});

const seeds = 200;
const shareOfSeeds = (truth: TurnTruth, tier: string, loops = 20) =>
  Array.from({ length: seeds }, (_, seed) => tierAfter(loops, truth, seed + 1)).filter(
    (end) => end === tier,
  ).length / seeds;

test.each<[string, TurnTruth, string]>([
  ['reads that fast does as well', truth('read', 'balanced', [0.97, 0.97, 0.97], 6), 'fast'],
  ['tools that fast chooses as well', truth('choose', 'balanced', [0.96, 0.96, 0.97], 6), 'fast'],
  ['edits that balanced fails', truth('edit', 'balanced', [0.3, 0.5, 0.95], 4), 'reasoning'],
  ['edits that fast fails', truth('edit', 'fast', [0.4, 0.93, 0.95], 4), 'balanced'],
])('after 20 loops the tier has changed as it should: %s', (_, given, tier) => {
  expect(shareOfSeeds(given, tier)).toBeGreaterThanOrEqual(0.95);
});

test.each<[string, TurnTruth]>([
  ['tools that fast chooses badly', truth('choose', 'balanced', [0.7, 0.96, 0.97], 6)],
  ['edits that balanced does', truth('edit', 'balanced', [0.8, 0.93, 0.95], 4)],
  ['repairs that the strongest often fails', truth('repair', 'reasoning', [0.3, 0.5, 0.6], 2)],
])('after 20 loops the tier has not changed wrongly: %s', (_, given) => {
  expect(shareOfSeeds(given, given.usual)).toBeGreaterThanOrEqual(0.95);
});

function truth(
  turn: TurnKind,
  usual: string,
  works: TurnTruth['works'],
  perLoop: number,
): TurnTruth {
  return { turn, usual, works, perLoop };
}
