import { expect, test } from 'vitest';
import { callInput } from '../../../../src/providers/turns/callInput.ts';

const read = { file: 'a' };

test.each<[what: string, written: unknown, meant: unknown]>([
  ['an object', read, read],
  ['nothing', undefined, {}],
  ['a blank text', ' ', {}],
  ['null as a text', 'null', {}],
  ['an empty text as a text', '""', {}],
  ['the text of a text', '"{\\"file\\":\\"a\\"}"', read],
  ['a comma after the last item', '{"file":"a","list":[1,],}', { file: 'a', list: [1] }],
  ['single quotes', "{'file':'it\\'s'}", { file: "it's" }],
  ['words of Python', "{'a': True, 'b': False, 'c': None}", { a: true, b: false, c: null }],
  ['names without quotes', '{file:"a"}', read],
  ['breaks in a text', '{"file":"a\nb\tc"}', { file: 'a\nb\tc' }],
  ['a path of Windows', '{"file":"C:\\Users\\x"}', { file: 'C:\\Users\\x' }],
  ['an escape that is none', '{"file":"\\d+ \\*"}', { file: '\\d+ \\*' }],
  ['breaks between values as escapes', '{"file": \\n"a"\\n}', read],
  ['a code block', '```json\n{"file":"a"}\n```', read],
  ['a bracket too much', '{"file":"a"}}', read],
  ["a model's own mark", '{"file":"a"}<|im_end|>', read],
  ['the same twice, nearly JSON', "{'file':'a'}{'file':'a'}", read],
])('%s', (_, written, meant) => {
  expect(JSON.parse(callInput(written))).toEqual(meant);
});

test.each([
  '{"file":"a',
  '{"file":"a"',
  '["a"]',
  'file is a',
  '{"file":"a"} is what I want',
  '{"file":"a"}{"file":"b"}',
  '{“file”:“a”}',
  `${'['.repeat(100_000)}`,
])('%s stays as it is', (written) => {
  expect(callInput(written)).toBe(written);
});
