import { expect, test } from 'vitest';
import {
  scoreContains,
  scoreExact,
  scoreSimilar,
} from '../../../../src/evaluation/scorers/texts.ts';

const exact: [string, answer: string, expected: string, settings: object, boolean][] = [
  ['white space at the ends does not count', '  yes\n', 'yes', {}, true],
  ['case counts', 'Yes', 'yes', {}, false],
  ['case does not count where it is told so', 'STRASSE', 'straße', { ignoreCase: true }, true],
  ['white space inside counts', 'a  b', 'a b', {}, false],
  ['runs of white space are one', 'a \n b', 'a b', { space: 'collapse' }, true],
  ['no white space counts', 'a b\tc', 'abc', { space: 'none' }, true],
  ['every blank counts', 'yes ', 'yes', { space: 'exact' }, false],
  ['line ends are alike', 'a\r\nb', 'a\nb', { space: 'exact' }, true],
  ['composed and decomposed signs are alike', 'cafe\u0301', 'caf\u00e9', {}, true],
  ['and are not where bytes count', 'cafe\u0301', 'caf\u00e9', { keepUnicode: true }, false],
  ['the only block counts', 'Here it is:\n```\nx = 1\n```\nDone.', 'x = 1', {}, true],
  ['two blocks are no answer', '```\na\n```\n```\nb\n```', 'a', {}, false],
  ['thoughts do not count', '<think>no, yes</think>yes', 'yes', {}, true],
  ['words around the answer count', 'It is yes', 'yes', {}, false],
];
test.each(exact)('exact: %s', (_, answer, expected, settings, passed) => {
  const scored = scoreExact(answer, expected, settings);
  expect(scored).toMatchObject({ kind: 'scored', passed, score: passed ? 1 : 0 });
});

test('exact: the evidence says what came and what was expected', () => {
  expect(scoreExact('no', 'yes')).toMatchObject({
    evidence: 'The answer is "no", expected "yes".',
  });
});

const contains: [string, settings: object, score: number, evidence: RegExp][] = [
  ['all of them', { all: ['alpha', 'beta'] }, 1, /contains what it should/],
  ['one of all is missing', { all: ['alpha', 'delta'] }, 0.5, /lacks "delta"/],
  ['one of any is enough', { any: ['delta', 'beta'] }, 1, /contains what it should/],
  ['none of any', { any: ['delta', 'epsilon'] }, 0, /has none of "delta", "epsilon"/],
  ['what must not be there', { none: ['beta'] }, 0, /contains "beta", which it must not/],
  ['what is not there', { none: ['delta'] }, 1, /contains what it should/],
  ['case counts', { all: ['ALPHA'] }, 0, /lacks "ALPHA"/],
  ['case does not count', { all: ['ALPHA'], ignoreCase: true }, 1, /contains what it should/],
];
test.each(contains)('contains: %s', (_, settings, score, evidence) => {
  const scored = scoreContains('alpha and beta', settings);
  expect(scored).toMatchObject({ score, passed: score === 1 });
  expect(scored).toHaveProperty('evidence', expect.stringMatching(evidence));
});

test('contains: without a text to look for nothing is scored', () => {
  expect(scoreContains('alpha', {})).toMatchObject({ kind: 'couldNotRun' });
});

const similar: [answer: string, expected: string, score: number][] = [
  ['kitten', 'kitten', 1],
  ['kitten', 'sitting', 4 / 7],
  ['', 'abc', 0],
  ['😀', '😁', 0],
];
test.each(similar)('similar: %s and %s', (answer, expected, score) => {
  const scored = scoreSimilar(answer, expected, { least: 0.6 });
  expect(scored).toMatchObject({ passed: score >= 0.6 });
  expect((scored as { score: number }).score).toBeCloseTo(score, 10);
});

test('similar: very long texts are not compared', () => {
  const long = 'x'.repeat(5_001);
  expect(scoreSimilar(long, 'x', { least: 0.5 })).toMatchObject({ kind: 'couldNotRun' });
});
