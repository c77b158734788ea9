import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import {
  settingsEdit,
  type SettingsChange,
} from '../../../../src/editor/addProvider/settingsEdit.ts';

const nothing: SettingsChange = { providers: {}, models: {} };

function edited(text: string, change: Partial<SettingsChange>): string {
  const result = settingsEdit(text, { ...nothing, ...change });
  if (!('text' in result)) throw new Error(result.problem);
  return result.text;
}

const groq = { name: 'Groq', wire: 'openaiCompatible', baseUrl: 'https://api.groq.com/openai/v1' };

const settings = `// mine
{
    "editor.fontSize": 14, // large enough
    /* servers */
    "tierwise.providers": {
        // at home
        "box": { "wire": "openaiCompatible", "baseUrl": "http://127.0.0.1:9/v1", "auth": "none" },
    },
    "tierwise.tiers": {
        // quick ones
        "fast": ["a/1", "box/2"],
        "reasoning": ["a/3@high"]
    },
    "files.autoSave": "off",
}
`;

describe('what the user wrote stays', () => {
  test('a new provider and a model in a tier add lines and change none', () => {
    const text = edited(settings, {
      providers: { groq },
      tiers: { fast: ['groq/x', 'a/1', 'box/2'], reasoning: ['a/3@high'] },
    });
    const lines = text.split('\n');
    for (const comment of ['// mine', '// large enough', '/* servers */', '// at home']) {
      expect(text).toContain(comment);
    }
    const keys = Object.keys(parse(text) as object);
    expect(keys).toEqual([
      'editor.fontSize',
      'tierwise.providers',
      'tierwise.tiers',
      'files.autoSave',
    ]);
    const gone = settings.split('\n').filter((line) => !lines.includes(line));
    expect(gone).toEqual(['        "fast": ["a/1", "box/2"],']);
    expect(parse(text)).toMatchObject({
      'tierwise.providers': { box: { auth: 'none' }, groq },
      'tierwise.tiers': { fast: ['groq/x', 'a/1', 'box/2'] },
    });
    expect(text).toContain('\n        "groq": {\n            "name": "Groq",');
  });

  test('an entry is changed field by field: others of its fields, its name and comments stay', () => {
    const written = `{
  "tierwise.providers": {
    "groq": {
      "name": "My Groq", // for work
      "wire": "openaiCompatible",
      "baseUrl": "https://old.example/v1",
      "auth": "none",
      "timeouts": { "totalSeconds": 9 }
    }
  }
}
`;
    const text = edited(written, { providers: { groq } });
    expect(text).toContain('"name": "My Groq", // for work');
    expect(parse(text)).toEqual({
      'tierwise.providers': {
        groq: {
          name: 'My Groq',
          wire: 'openaiCompatible',
          baseUrl: groq.baseUrl,
          timeouts: { totalSeconds: 9 },
        },
      },
    });
    expect(edited(text, { providers: { groq } })).toBe(text);
  });

  test('what the user says of a model comes before what is added', () => {
    const price = { from: '2026-01-01', source: 'me', input: 1, output: 2 };
    const written = JSON.stringify({ 'tierwise.models': { 'a/1': { prices: [price] } } });
    const facts = { prices: [{ ...price, input: 9 }], contextTokens: 1000 };
    expect(parse(edited(written, { models: { 'a/1': facts } }))).toEqual({
      'tierwise.models': { 'a/1': { prices: [price], contextTokens: 1000 } },
    });
  });
});

test.each([
  ['one is put before', ['x/9', 'a/1', 'box/2'], '"fast": ["x/9", "a/1", "box/2"]'],
  ['one is replaced', ['a/1', 'box/7'], '"fast": ["a/1", "box/7"]'],
  ['all differ', ['x/1'], '"x/1"'],
])('a tier in which %s', (_, fast, words) => {
  const text = edited(settings, { tiers: { fast, reasoning: ['a/3@high'] } });
  expect((parse(text) as Record<string, unknown>)['tierwise.tiers']).toEqual({
    fast,
    reasoning: ['a/3@high'],
  });
  expect(text.replaceAll(/\s+/g, ' ').replaceAll('[ ', '[')).toContain(words);
  expect(text).toContain('// quick ones');
});

test.each([
  ['nothing', ''],
  ['spaces', ' \n'],
  ['an empty object', '{}'],
  ['only a comment', '// none yet\n'],
])('a settings file with %s gets what is new', (_, text) => {
  expect(parse(edited(text, { providers: { groq } }))).toEqual({ 'tierwise.providers': { groq } });
});

test.each(['"a": 1 // one\n', '"a": 1, // one\n'])(
  'a comment at the end of a line stays with its property: %j',
  (line) => {
    const text = edited(`{\n  ${line}}\n`, { providers: { groq } });
    expect(text).toMatch(/^\{\n {2}"a": 1, \/\/ one\n {2}"tierwise.providers": \{\n/);
    expect(parse(text)).toEqual({ a: 1, 'tierwise.providers': { groq } });
  },
);

test.each([
  ['{}', '{\n  "tierwise.tiers": {\n    "fast": ["a/1"]\n  }\n}'],
  ['{\n  // none\n}\n', '{\n  "tierwise.tiers": {\n    "fast": ["a/1"]\n  }\n  // none\n}\n'],
  ['{\n}\n', '{\n  "tierwise.tiers": {\n    "fast": ["a/1"]\n  }\n}\n'],
])('an object without properties gets lines of its own: %j', (text, expected) => {
  expect(edited(text, { tiers: { fast: ['a/1'] } })).toBe(expected);
});

test('tabs and Windows line ends are kept', () => {
  const text = edited('{\r\n\t"a": 1\r\n}\r\n', { providers: { groq } });
  expect(text).toContain('\r\n\t"tierwise.providers": {\r\n\t\t"groq": {\r\n');
  expect(text.replaceAll('\r\n', '')).not.toContain('\n');
});

test.each([
  ['{ "a": 1 "b": 2 }', /Line 1 .* error/],
  ['{\n  "a": \n}', /Line 3|Line 2/],
  ['[1]', /not an object/],
])('a settings file that cannot be read is not touched: %s', (text, problem) => {
  expect(settingsEdit(text, { ...nothing, providers: { groq } })).toEqual({
    problem: expect.stringMatching(problem),
  });
});

test('without a change the text is the same', () => {
  expect(edited(settings, {})).toBe(settings);
});

test.each([
  ['"tierwise.providers": ["box"]', '`tierwise.providers` in your settings is not an object'],
  ['"tierwise.tiers": "fast"', '`tierwise.tiers` in your settings is not an object'],
  ['"tierwise.models": null', '`tierwise.models` in your settings is not an object'],
  [
    '"tierwise.tiers": {},\n"a": 1,\n"tierwise.tiers": {}',
    '`tierwise.tiers` twice, again in line 4',
  ],
])('%s is left as it is, and told', (body, message) => {
  const result = settingsEdit(`{\n${body}\n}\n`, { ...nothing, providers: { groq } });
  expect(result).toEqual({ problem: expect.stringContaining(message) as string });
});
