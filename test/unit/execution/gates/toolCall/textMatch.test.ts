import { expect, test } from 'vitest';
import {
  describeMiss,
  findLines,
  lineNumberAt,
  placesOf,
} from '../../../../../src/execution/gates/toolCall/textMatch.ts';

test('places that overlap count once', () => {
  expect(placesOf('a aa aaa', 'aa')).toEqual([2, 5]);
  expect(placesOf('aaaa', 'aa')).toEqual([0, 2]);
  expect(placesOf('b', 'a')).toEqual([]);
});

test('lines are found as they are written, else but for white space around each', () => {
  const lines = ['  a', 'b', 'a', 'b'];
  expect(findLines(lines, ['a', 'b'])).toEqual({ start: 2, isExact: true });
  expect(findLines(lines.slice(0, 2), ['a', 'b'])).toEqual({ start: 0, isExact: false });
  expect(findLines(lines, ['a', 'b'], 2)).toEqual({ start: 2, isExact: true });
  expect(findLines(lines, ['a', 'b'], 3)).toBeUndefined();
  expect(findLines(lines, ['b', 'c'])).toBeUndefined();
});

test('a line is counted from 1', () => {
  expect([0, 2, 3].map((place) => lineNumberAt('ab\ncd', place))).toEqual([1, 1, 2]);
});

test('of lines that are not there the first one that differs is told', () => {
  const text = 'one\n  two\nthree';
  expect(describeMiss(text, 'two\nfour')).toEqual({
    message:
      'the text to replace is not in the file: its line 2, `four`, differs; it is `three` there',
    line: 3,
  });
  expect(describeMiss(text, 'three\nfour')).toEqual({
    message:
      'the text to replace is not in the file: its line 2, `four`, differs; the file ends before it',
    line: 4,
  });
  for (const wanted of ['four', '', '\n']) {
    expect(describeMiss(text, wanted)).toEqual({
      message: 'the text to replace is not in the file',
    });
  }
});

test('a line of 120 characters is shown whole, and a longer one is cut', () => {
  const told = (line: string) => describeMiss(`one\n${line}`, 'one\ntwo').message;
  expect(told('x'.repeat(120))).toContain(`it is \`${'x'.repeat(120)}\` there`);
  expect(told('x'.repeat(121))).toContain(`it is \`${'x'.repeat(120)}…\` there`);
});
