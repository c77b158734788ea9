import { expect, test } from 'vitest';
import {
  meanOf,
  probablyHigher,
  type ShareBelief,
} from '../../../../src/routing/evidence/compareShares.ts';

const nothing: ShareBelief = { yes: 1, no: 1 };
const much: ShareBelief = { yes: 4000, no: 1000 };

// Of uniform shares from closed forms; much evidence makes a share normal, and the difference of two shares
// of four fifths has a standard deviation of 0.008 then.
test.each<[string, ShareBelief, ShareBelief, number, number]>([
  ['two of which nothing is known', nothing, nothing, 0, 1 / 2],
  ['the same, by a fifth', nothing, nothing, 1 / 5, 0.32],
  ['the same, or at most a fifth lower', nothing, nothing, -1 / 5, 0.68],
  ['one that mostly works and an unknown one', { yes: 3, no: 1 }, nothing, 0, 3 / 4],
  ['the other way around', nothing, { yes: 3, no: 1 }, 0, 1 / 4],
  ['two of which much is known', much, much, 0, 1 / 2],
  ['the same, by half a deviation', much, much, 0.004, 0.3085],
  ['the same, by a deviation', much, much, 0.008, 0.1587],
  ['the same, or at most a deviation lower', much, much, -0.008, 0.8413],
])('%s', (_, first, second, by, probability) => {
  expect(Math.abs(probablyHigher(first, second, by) - probability)).toBeLessThan(0.002);
});

test('the mean of a share is what it is expected to be', () => {
  expect(meanOf({ yes: 3, no: 1 })).toBe(0.75);
});
