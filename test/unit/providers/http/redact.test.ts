import { expect, test } from 'vitest';
import { redact } from '../../../../src/providers/http/redact.ts';

const key = 'abcd-1234';
const prompt = 'function secretFormula() { return 42 * 17; }';

test.each([
  ['Model not found.', 'Model not found.'],
  [`Wrong key ${key}, really ${key}.`, 'Wrong key [key], really [key].'],
  ['Incorrect API key provided: sk-proj-ab***********yz.', 'Incorrect API key provided: [key]'],
  [`Cannot parse: ${prompt}`, 'Cannot parse: […]'],
  [`Cannot parse: ${prompt.slice(0, 30)}…`, 'Cannot parse: […]…'],
  ['two\nlines\t here', 'two lines here'],
])('%j', (words, shown) => {
  expect(redact(words, [key], [prompt])).toBe(shown);
});

test('a short prompt is not quoted either', () => {
  expect(redact('Bad input: "pass1234"', [], ['pass1234'])).toBe('Bad input: "[…]"');
});

test('a message has at most 300 characters', () => {
  expect(redact('x '.repeat(10_000), [], [])).toHaveLength(300);
});

test('a prompt of one megabyte is searched quickly', () => {
  const started = performance.now();
  redact('ab'.repeat(10_000), [key], [`${'ab'.repeat(500_000)}`, `${'ac'.repeat(500_000)}`]);
  expect(performance.now() - started).toBeLessThan(2_000);
});
