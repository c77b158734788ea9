import { assert, nat, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { countTokens, cutToTokens } from '../../../demo/practiceServer/tokens.ts';

test.each([
  { name: 'one letter', text: 'a'.repeat(100_000) },
  { name: 'spaces', text: ' '.repeat(100_000) },
  { name: 'a line without a break', text: 'x=1;'.repeat(25_000) },
])('100,000 characters of $name are counted at once', ({ text }) => {
  // Measures CPU time, because wall-clock time is meaningless on a busy machine.
  const started = process.cpuUsage();
  expect(countTokens(text)).toBeGreaterThan(500);
  expect(process.cpuUsage(started).user).toBeLessThan(3_000_000);
});

test('known counts', () => {
  expect(countTokens('')).toBe(0);
  expect(countTokens('hello world')).toBe(2);
});

test('a cut text is the start of the text and within the limit; what fits is not cut', () => {
  assert(
    property(string({ unit: 'grapheme', maxLength: 60 }), nat(20), (text, limit) => {
      const cut = cutToTokens(text, limit);
      expect(text.startsWith(cut)).toBe(true);
      expect(countTokens(cut)).toBeLessThanOrEqual(limit);
      expect(cut === text || countTokens(text) > limit).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('plain words are cut exactly at the limit', () => {
  const text = 'The quick brown fox jumps over the lazy dog. '.repeat(20);
  for (const limit of [1, 2, 7, 50]) expect(countTokens(cutToTokens(text, limit))).toBe(limit);
  expect(cutToTokens(text, 0)).toBe('');
  expect(cutToTokens(text, -1)).toBe('');
});
