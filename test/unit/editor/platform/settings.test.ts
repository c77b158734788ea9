import { expect, test } from 'vitest';
import manifest from '../../../../package.json' with { type: 'json' };
import { withEnumWords } from '../../../../scripts/enumWords.ts';
import { settingProblems } from '../../../support/settingRules.ts';

test('every setting has an order, a scope, a default, words and links that lead somewhere', () => {
  expect(settingProblems(manifest.contributes)).toEqual([]);
});

test('the lists of values have the words that the build writes', () => {
  const { configuration } = manifest.contributes;
  expect(withEnumWords(configuration)).toEqual(configuration);
});

test('words that somebody wrote for a list of their own are kept', () => {
  const own = { enum: ['a'], enumDescriptions: ['An a.'] };
  expect(withEnumWords(own)).toEqual(own);
});

const right = {
  order: 1,
  scope: 'application',
  default: 'a',
  markdownDescription: 'Sets a. [Go](command:tierwise.go) does more.',
  enum: ['a'],
  enumDescriptions: ['An a.'],
};
const withParts = (setting: object, category: object = {}) => ({
  configuration: [
    { title: 'Routing', order: 1, properties: { 'tierwise.a': setting }, ...category },
  ],
  commands: [{ command: 'tierwise.go', title: 'Go' }],
});
const without = (key: keyof typeof right) => ({ ...right, [key]: undefined });
const { default: _, ...undefaulted } = right;

test('what is right has no problem', () => {
  expect(settingProblems(withParts(right))).toEqual([]);
});

test.each([
  ['no order', without('order'), /not counted/],
  ['no scope', without('scope'), /no scope/],
  ['a scope that VS Code does not know', { ...right, scope: 'user' }, /no scope/],
  ['no default', undefaulted, /no default/],
  ['no description', without('markdownDescription'), /0 descriptions/],
  ['two descriptions', { ...right, description: 'Sets a.' }, /2 descriptions/],
  ['a description of a thing', { ...right, markdownDescription: 'The a.' }, /what it does/],
  ['half a sentence', { ...right, markdownDescription: 'Sets a' }, /whole sentences/],
  ['a value without words', without('enumDescriptions'), /a has values without words/],
  ['empty words', { ...right, enumDescriptions: [' '] }, /without words/],
  ['too few words', { ...right, enum: ['a', 'b'] }, /without words/],
  [
    'an inner value without words',
    { ...right, items: { enum: ['x'] } },
    /a\.items has values without/,
  ],
  ['a dead link', { ...right, markdownDescription: 'Sets `#tierwise.b#`.' }, /links to/],
  ['a link to itself', { ...right, markdownDescription: 'Sets `#tierwise.a#`.' }, /links to/],
  [
    'a wrong command',
    { ...right, markdownDescription: 'Sets [Go](command:tierwise.stop).' },
    /calls tierwise\.stop Go/,
  ],
  ['another name', { ...right, markdownDescription: 'Sets [G](command:tierwise.go).' }, /calls/],
  ['a link in plain text', { ...right, enumDescriptions: ['`#tierwise.a#`'] }, /plain text/],
])('a setting with %s is seen', (_what, setting, problem) => {
  expect(settingProblems(withParts(setting)).join('\n')).toMatch(problem);
});

test.each([
  ['no title', { title: undefined }, /title/],
  ['no order', { order: 7 }, /the categories are not counted/],
])('a category with %s is seen', (_what, category, problem) => {
  expect(settingProblems(withParts(right, category))).toEqual([expect.stringMatching(problem)]);
});
