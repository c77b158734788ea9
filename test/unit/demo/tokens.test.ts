import { assert, nat, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { countTokens, cutToTokens } from '../../../demo/practiceServer/tokens.ts';

test.each([
  { name: 'one letter', text: 'a'.repeat(100_000) },
  { name: 'spaces', text: ' '.repeat(100_000) },
  { name: 'a line without a break', text: 'x=1;'.repeat(25_000) },
])('100,000 characters of $name are counted at once', ({ text }) => {
  const started = performance.now();
  expect(countTokens(text)).toBeGreaterThan(500);
  expect(performance.now() - started).toBeLessThan(3_000);
});

test('known counts', () => {
  expect(countTokens('')).toBe(0);
  expect(countTokens('hello world')).toBe(2);
});

test('a cut text is the start of the text and within the limit', () => {
  assert(
    property(string({ unit: 'grapheme' }), nat(20), (text, limit) => {
      const cut = cutToTokens(text, limit);
      expect(text.startsWith(cut)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
