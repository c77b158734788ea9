import { expect, test } from 'vitest';
import {
  chanceOfNeed,
  type NeededLater,
  neededLater,
} from '../../../../src/routing/caches/neededLater.ts';
import { nothingYet, type Turn, type TurnKind } from '../../../../src/routing/turns/turn.ts';

const minute = 60_000;
const turn = (kind: TurnKind, turns = 3): Turn => ({
  kind,
  by: 'agent',
  loop: { ...nothingYet, turns },
});
const need = (fields: Partial<NeededLater>): NeededLater => ({
  endsNow: 0,
  ends: 0,
  inLoop: 0,
  byNext: 0,
  ...fields,
});

test('a final answer ends its loop, and what comes next is a plan', () => {
  expect(neededLater(turn('answer'), ['plan'])).toMatchObject({ endsNow: 1, inLoop: 0 });
  expect(neededLater(turn('answer'), ['plan']).byNext).toBeCloseTo(0.89, 2);
  expect(neededLater(turn('answer'), ['edit', 'repair']).byNext).toBe(0);
});

test('other turns end their loop as likely as it has turns left, less likely the longer it has lasted', () => {
  expect(neededLater(turn('read', 0), ['edit']).endsNow).toBeCloseTo(1 / 10);
  expect(neededLater(turn('read', 10), ['edit']).endsNow).toBeCloseTo(1 / 20);
});

test('within a loop, kinds share the turns that are no plan', () => {
  const kinds = ['read', 'choose', 'edit', 'repair', 'answer'] as const;
  expect(neededLater(turn('read'), [...kinds, 'plan']).inLoop).toBeCloseTo(1);
  expect(neededLater(turn('read'), ['edit']).inLoop).toBeCloseTo(0.21 / 0.89);
});

test('a developer has asked again within five minutes three times of four', () => {
  const asked = need({ endsNow: 1, byNext: 1 });
  expect(chanceOfNeed(asked, 0, 5 * minute + 14_000)).toBeCloseTo(0.74, 2);
  expect(chanceOfNeed(asked, 0, 20.6 * minute + 14_000)).toBeCloseTo(0.9, 2);
});

test('what a loop needs comes step by step of 14 seconds', () => {
  const half = need({ inLoop: 0.5 });
  expect(chanceOfNeed(half, 0, 14_000)).toBe(0);
  expect(chanceOfNeed(half, 0, 29_000)).toBeCloseTo(0.75);
  // The first of the two steps is before that time.
  expect(chanceOfNeed(half, 15_000, 29_000)).toBeCloseTo(0.25);
});

test('chances of times that follow each other add up, and never above one', () => {
  const all = need({ endsNow: 0.1, ends: 0.1, inLoop: 0.2, byNext: 0.9 });
  const [early, late] = [
    chanceOfNeed(all, 0, 3 * minute),
    chanceOfNeed(all, 3 * minute, 9 * minute),
  ];
  expect(early).toBeGreaterThan(0);
  expect(late).toBeGreaterThan(0);
  expect(early + late).toBeCloseTo(chanceOfNeed(all, 0, 9 * minute), 1);
  expect(chanceOfNeed(all, 0, 48 * 60 * minute)).toBeLessThanOrEqual(1);
});
