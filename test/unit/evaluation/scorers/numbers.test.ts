import { expect, test } from 'vitest';
import {
  type NumberSettings,
  numbersIn,
  scoreNumber,
} from '../../../../src/evaluation/scorers/numbers.ts';

type Settings = Omit<NumberSettings, 'kind' | 'expected'>;
const cases: [answer: string, expected: number, settings: Settings, passed: boolean][] = [
  ['42', 42, {}, true],
  ['**42**.', 42, {}, true],
  ['The answer is 42.', 42, {}, true],
  ['First 7, then 35, so together 42', 42, {}, true],
  ['Answer: 42\nI checked it 3 times.', 42, {}, true],
  ['```\n42\n```\nin 2 steps', 42, {}, true],
  ['{"total": 42, "unit": "s"}', 42, {}, true],
  ['1,234,567.5', 1_234_567.5, {}, true],
  ["1'234", 1_234, {}, true],
  ['1\u202f234', 1_234, {}, true],
  ['1.234.567,5', 1_234_567.5, { decimal: ',' }, true],
  ['1,234', 1.234, { decimal: ',' }, true],
  ['-5', -5, {}, true],
  ['\u22125', -5, {}, true],
  ['-$5.20', -5.2, {}, true],
  ['1.2e-3', 0.0012, {}, true],
  ['3 × 10^4', 30_000, {}, true],
  ['.5', 0.5, {}, true],
  ['12 %', 0.12, {}, true],
  ['12%', 12, { unit: '%' }, true],
  ['12', 12, { unit: '%' }, true],
  ['1.5 s', 1_500, { unit: 'ms' }, true],
  ['1500', 1_500, { unit: 'ms' }, true],
  ['2 hours', 120, { unit: 'min' }, true],
  ['4 KiB', 4_096, { unit: 'B' }, true],
  ['1.5 kg', 1_500, { unit: 'ms' }, false],
  ['€5', 5, { unit: 'USD' }, false],
  ['5 cents', 0.05, { unit: 'USD' }, true],
  ['99', 100, { absolute: 1 }, true],
  ['98.9', 100, { absolute: 1 }, false],
  ['0.3', 0.2, { absolute: 0.1 }, true],
  ['99', 100, { relative: 0.01 }, true],
  ['98', 100, { relative: 0.01 }, false],
  ['41', 42, {}, false],
  ['no idea', 42, {}, false],
  ['utf8', 8, {}, false],
  ['<think>42</think>41', 42, {}, false],
  ['Result: 42, because it is 6 times 7', 42, {}, true],
  ['**Final answer:** 42 apples (and 3 pears)', 42, {}, true],
  ['Ergebnis: 42 (aus 6 × 7)', 42, {}, true],
  ['Das Ergebnis ist 42.\nDas sind 6 × 7.', 42, {}, true],
  ['Answer: 6 × 7 = 42', 42, {}, true],
  ['It comes to 42 (see step 2).', 42, {}, true],
  ['It comes to this (42).', 42, {}, true],
];
test.each(cases)('%j beside %d, %j: %j', (answer, expected, settings, passed) => {
  expect(scoreNumber(answer, expected, settings)).toMatchObject({ kind: 'scored', passed });
});

test('a range is two numbers, and no sign', () => {
  expect(numbersIn('3-5 of 2024', '.').map(({ value }) => value)).toStrictEqual([3, 5, 2024]);
});

test('a number that cannot be read is not scored as one', () => {
  expect(scoreNumber('1', Number.NaN)).toMatchObject({ kind: 'couldNotRun' });
});

test('the evidence says number, unit and tolerance', () => {
  expect(scoreNumber('1.7 s', 1_500, { unit: 'ms', relative: 0.1 })).toMatchObject({
    evidence: 'The answer is 1.7 s, expected 1500 ms ± 150.',
  });
});
