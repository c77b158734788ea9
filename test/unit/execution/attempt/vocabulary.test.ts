import { assert, array, constantFrom, oneof, property, string } from 'fast-check';
import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { expect, test } from 'vitest';
import { readVocabulary } from '../../../../src/execution/attempt/vocabulary.ts';

const tokensOf = readVocabulary(o200k);
const reference = new Tiktoken(o200k);
const encoder = new TextEncoder();

/** The reference's tokens as base64; its `decode` would replace halves of characters. */
function expected(text: string): string[] {
  const bytes = (reference as unknown as { textMap: Map<number, Uint8Array> }).textMap;
  return reference
    .encode(text, [], [])
    .map((token) => Buffer.from(bytes.get(token) ?? []).toString('base64'));
}

test.each([
  '',
  'hello world',
  "  the parser's   tokens\r\n\n\tconst résumé = naïveté();",
  'antidisestablishmentarianism xqzjvkwpy 1234567890',
  'qqqqqqqzzzzz vvvvvvvvvvv',
  '合計を返します سلام мир नमस्ते 🙂 👩‍👩‍👧',
  'half a character: \ud83d, and a special token: <|endoftext|>',
])('%j is split as by js-tiktoken', (text) => {
  expect(tokensOf(text)).toEqual(expected(text));
});

test('any text is split as by js-tiktoken, and nothing of it is lost', () => {
  const part = oneof(
    string({ unit: 'binary', maxLength: 8 }),
    string({ unit: 'grapheme-ascii', maxLength: 12 }),
    constantFrom('getElementById', 'unbelievably', ' 　', '\r\n', '=>', 'größer', '日本語', '🏳️‍🌈'),
  );
  assert(
    property(array(part, { minLength: 20, maxLength: 60 }), (parts) => {
      const text = parts.join('');
      const tokens = tokensOf(text);
      expect(tokens).toEqual(expected(text));
      const bytes = Buffer.concat(tokens.map((token) => Buffer.from(token, 'base64')));
      expect(bytes.equals(encoder.encode(text))).toBe(true);
    }),
    { numRuns: 20 },
  );
});
