import { expect, test } from 'vitest';
import { newNamesIn } from '../../../../src/editor/renames/newNamesIn.ts';
import { parseModels } from '../../../../src/routing/models/parseModels.ts';
import { renamedFields } from '../../../../src/routing/models/renamedFields.ts';

const old = `{
  // Mine.
  "tierwise.models": {
    "ollama/a": { "abilities": { "tools": true } /* yes */, "name": "abilities" },
    "ollama/b": { "abilities": { "tools": false }, "capabilities": { "tools": true }, "constructor": 1 },
  },
  "other.models": { "abilities": { "abilities": 1 } }
}`;

test('only the names change, and what both names say keeps what counts', () => {
  expect(newNamesIn(old)).toBe(`{
  // Mine.
  "tierwise.models": {
    "ollama/a": { "capabilities": { "tools": true } /* yes */, "name": "abilities" },
    "ollama/b": {"capabilities": { "tools": true }, "constructor": 1 },
  },
  "other.models": { "abilities": { "abilities": 1 } }
}`);
});

test('what is rewritten means the same, and is not told again', () => {
  const models = { 'p/a': { abilities: { tools: true }, contextTokens: 9 } };
  const text = newNamesIn(JSON.stringify({ 'tierwise.models': models }))!;
  const rewritten = JSON.parse(text)['tierwise.models'];
  expect(parseModels(rewritten)).toEqual(parseModels(models));
  expect(renamedFields(rewritten)).toEqual([]);
});

test.each(['', '{}', '{ "tierwise.models": 5 }', '{ "tierwise.models": { "a/b": null } }'])(
  'a text without old names stays: %s',
  (text) => {
    expect(newNamesIn(text)).toBe(text);
  },
);

test('a text with an error is left alone', () => {
  expect(newNamesIn('{ "tierwise.models": { ')).toBeUndefined();
});

test('each old name is found at its place', () => {
  const written = { 'p/a': { abilities: {} }, 'p/b': { capabilities: {} }, 'p/c': 'abilities' };
  expect(renamedFields(written)).toEqual([
    {
      path: ['p/a', 'abilities'],
      message: '`abilities` is now called `capabilities`. The old name still counts.',
    },
  ]);
  expect([undefined, null, [], 'abilities'].flatMap((each) => renamedFields(each))).toEqual([]);
});
