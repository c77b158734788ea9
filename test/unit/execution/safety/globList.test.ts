import { expect, test } from 'vitest';
import { readGlobList } from '../../../../src/execution/safety/globList.ts';

test('a list of globs is read, and nothing is written is an empty one', () => {
  expect(readGlobList(['*.pem', 'secrets/**'])).toEqual({
    globs: ['*.pem', 'secrets/**'],
    problems: [],
  });
  for (const nothing of [undefined, null, []]) {
    expect(readGlobList(nothing)).toEqual({ globs: [], problems: [] });
  }
});

test('one text counts as a list of it, and is told', () => {
  expect(readGlobList('**/*.pem')).toEqual({
    globs: ['**/*.pem'],
    problems: [{ path: [], message: 'Write a list of globs: ["**/*.pem"].' }],
  });
});

test('what is no text is left out and told at its place', () => {
  const { globs, problems } = readGlobList(['*.pem', 5]);
  expect(globs).toEqual(['*.pem']);
  expect(problems.map(({ path }) => path)).toEqual([[1]]);
  expect(readGlobList({ '*.pem': true }).problems.map(({ path }) => path)).toEqual([[]]);
});
