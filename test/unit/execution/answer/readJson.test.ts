import { expect, test } from 'vitest';
import { readJson } from '../../../../src/execution/answer/readJson.ts';

const isList = (value: unknown): boolean => Array.isArray(value);
const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

test.each([
  ['alone', '[1, 2]'],
  ['behind a byte order mark', '\uFEFF[1, 2]'],
  ['as the only list of an object', '{"values": [1, 2], "count": 2}'],
  ['in a block', 'So:\n```json\n[1, 2]\n```\nDone.'],
  ['in a block, inside of an object', '```json\n{"values": [1, 2]}\n```'],
  ['in the last block that has one', '```\n[3]\n```\n```\n[1, 2]\n```\n```\n{"a": 1}\n```'],
  ['among words', 'They are [1, 2], I think.'],
  ['as the longest among words', 'Not [3] but [1, 2], and not [4].'],
  ['behind a bracket without an end', 'Here [ and { come [1, 2].'],
  ['behind words in quotes', 'Say "no [3]" to [1, 2].'],
  ['behind a quote without an end', 'A 5" pipe [1, 2].'],
])('a list is found %s', (_, text) => {
  expect(readJson(text, isList)).toEqual([1, 2]);
});

test.each([
  ['comments', '{"a": 1, // one\n "b": /* two */ 2}', { a: 1, b: 2 }],
  ['commas before a closing bracket', '{"a": [1, 2,], "b": 3,\n}', { a: [1, 2], b: 3 }],
  ['line ends and tabs in a text', '{"a": "one\r\ntwo\tthree"}', { a: 'one\ntwo\tthree' }],
  [
    'what only looks like either',
    '{"a": "// no,]", "b": "/* no */"}',
    { a: '// no,]', b: '/* no */' },
  ],
  ['quotes in a text', String.raw`{"a": "\"}", "b": 1,}`, { a: '"}', b: 1 }],
])('JSON as models write it: %s', (_, text, value) => {
  expect(readJson(text, isObject)).toEqual(value);
  expect(readJson(`It is ${text} as asked.`, isObject)).toEqual(value);
});

test.each([
  ['an object has two lists', '{"one": [1], "two": [2]}'],
  ['the list is a part of an object among words', 'The file has {"values": [1, 2]} in it.'],
  ['an empty one stands among words', 'It calls f([]) and is fine.'],
  ['there is no JSON', 'It is [fine] as it is.'],
  ['there is nothing', ''],
])('no list is found where %s', (_, text) => {
  expect(readJson(text, isList)).toBeUndefined();
});

test('an empty list counts where it stands on a line of its own', () => {
  expect(readJson('I looked at it.\n[]\nThat is all.', isList)).toEqual([]);
});
