import { expect, test } from 'vitest';
import {
  isElision,
  type CommentPlace,
} from '../../../../../src/execution/gates/complete/elisionWords.ts';

const many = (count: number) => Array.from({ length: count }, () => 'word').join(' ');

test.each<[comment: string, place: CommentPlace, isOne: boolean]>([
  ['...', 'alone', true],
  ['…', 'alone', true],
  ['...', 'inParagraph', false],
  ['...', 'besideCode', false],
  ['', 'alone', false],
  ['-----', 'alone', false],
  ['... existing code', 'alone', true],
  ['... existing code', 'inParagraph', true],
  ['... the prices of all items', 'alone', false],
  ['... but the rest is unchanged', 'alone', false],
  [`... rest ${many(11)}`, 'alone', true],
  [`... rest ${many(12)}`, 'alone', false],
  ['... the prices ...', 'alone', true],
  [`... ${many(12)} ...`, 'alone', true],
  [`... ${many(13)} ...`, 'alone', false],
  ['existing helpers ...', 'alone', true],
  ['existing helpers ...', 'inParagraph', false],
  ['loading the items ...', 'alone', false],
  [`other ${many(7)} ...`, 'alone', true],
  [`other ${many(8)} ...`, 'alone', false],
  ['The rest of the code is unchanged.', 'alone', true],
  ['The rest of the code is unchanged.', 'besideCode', false],
  ['omitted for brevity', 'besideCode', true],
  [`omitted for brevity ${many(22)}`, 'besideCode', true],
  [`omitted for brevity ${many(23)}`, 'besideCode', false],
  ['Left out for clarity: the checks.', 'alone', true],
  ['(Same As Before)', 'alone', true],
  ['your code here', 'alone', true],
  ['everything else stays the same', 'alone', true],
  ['Keeps the rest of the list as it was sorted.', 'alone', false],
  ['Existing entries win over new ones.', 'alone', false],
])('%j, %s, says that code was left out: %s', (comment, place, isOne) => {
  expect(isElision(comment, place)).toBe(isOne);
});
