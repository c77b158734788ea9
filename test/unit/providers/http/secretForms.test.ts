import { assert, constantFrom, property, stringMatching } from 'fast-check';
import { expect, test } from 'vitest';
import { redact } from '../../../../src/providers/http/redact.ts';
import { withoutSecrets } from '../../../../src/providers/http/secretForms.ts';

// Shapes of keys as services document them; the letters are made up.
const keys: readonly [service: string, key: string][] = [
  ['Groq', 'gsk_AbCdEfGh1jKlMn0pQrStWGdyb3FYuVwXyZ6789'],
  ['Google', 'AIzaSyA1b2C3d4E5f6G7h8I9j0K_l-M2n3O4p5'],
  ['Anthropic', 'sk-ant-api03-Q9w8E7r6T5y4U3i2O1p0-AsDfGhJk_lZ'],
  ['OpenAI', 'sk-proj-7HgF6dS5aQ4wE3rT2yU1iO0pL9kJ8hG'],
  ['xAI', 'xai-Zx9Cv8Bn7Mm6Lk5Jh4Gf3Ds2Aq1'],
  ['Hugging Face', 'hf_QwErTyUiOpAsDfGhJkLzXcVb12'],
  ['Amazon', 'AKIAQ7W8E9R0T1Y2U3I4'],
  ['Azure', '0f1e2d3c4b5a69788796a5b4c3d2e1f0'],
  ['a gateway', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmVkLWJ5LW5vYm9keQ'],
  ['a password with signs', 'p@ss/w+rd=&"<é> 100%'],
];

const codings: readonly [name: string, code: (key: string) => string][] = [
  ['as it is', (key) => key],
  ['in upper case', (key) => key.toUpperCase()],
  ['in lower case', (key) => key.toLowerCase()],
  ['for an address', encodeURIComponent],
  ['for an address, each letter', (key) => bytesOf(key, (hex) => `%${hex}`)],
  ['in base64', (key) => Buffer.from(key).toString('base64')],
  ['in base64 for an address', (key) => Buffer.from(key).toString('base64url')],
  ['in base64 behind a word', (key) => Buffer.from(`B ${key}`).toString('base64')],
  ['in base64 behind a colon', (key) => Buffer.from(`:${key}`).toString('base64')],
  ['in base64 behind a name', (key) => Buffer.from(`me:${key}:x`).toString('base64')],
  ['in hex', (key) => Buffer.from(key).toString('hex')],
  ['as a header in JSON', (key) => JSON.stringify({ authorization: `Bearer ${key}` })],
  ['as JSON in JSON', (key) => JSON.stringify(JSON.stringify({ key }))],
  ['in JSON, each letter', (key) => bytesOf(key, (hex) => `\\u00${hex}`)],
  ['in HTML, each letter', (key) => bytesOf(key, (hex) => `&#x${hex};`)],
  ['masked with stars', (key) => `${key.slice(0, 10)}********${key.slice(-4)}`],
  ['masked with dots', (key) => `${key.slice(0, 6)}...${key.slice(-4)}`],
  ['cut off', (key) => key.slice(0, Math.ceil(key.length * 0.7))],
  ['without its beginning', (key) => key.slice(6)],
  ['twice', (key) => key + key],
];

function bytesOf(key: string, write: (hex: string) => string): string {
  return [...Buffer.from(key)].map((byte) => write(byte.toString(16).padStart(2, '0'))).join('');
}

const cases = keys.flatMap(([service, key]) =>
  codings.map(([coding, code]) => ({ service, coding, key, coded: code(key) })),
);

/** Every piece of this many characters would give too much away. */
const telling = 8;

function tellsOf(text: string, coded: string): string[] {
  const starts = Array.from({ length: Math.max(1, coded.length - telling + 1) }, (_, at) => at);
  return starts
    .map((at) => coded.slice(at, at + telling))
    .filter((piece) => /[a-z\d]{4}/i.test(piece) && text.includes(piece));
}

test.each(cases)('$service, $coding: nothing of the key is left', ({ key, coded, coding }) => {
  const line = withoutSecrets(`Wrong key (${coded}), ask for another.`, [key]);
  expect(line).toMatch(/^Wrong key .*ask for another\.$/);
  const around = JSON.stringify({ authorization: 'Bearer ' });
  const tells = coding.startsWith('masked')
    ? [coded, coded.slice(-4)].filter((piece) => line.includes(piece))
    : tellsOf(line, coded).filter((piece) => !around.includes(piece));
  expect(tells.filter((piece) => !/^[\\u0%&#x;]*$/.test(piece))).toEqual([]);
});

test.each(cases)('$service, $coding: nor after a long message is cut', ({ key, coded }) => {
  const words = `${'x '.repeat(580)}${coded} and so on`;
  expect(tellsOf(redact(words, [key], []), key)).toEqual([]);
});

test.each(keys.filter(([, key]) => /^[\w.-]+$/.test(key)))(
  'a key of %s that is not known here is not shown either, whole or masked',
  (_, key) => {
    for (const shown of [key, `${key.slice(0, 8)}**********${key.slice(-4)}`]) {
      const line = redact(`Incorrect API key provided: ${shown}`, [], []);
      expect(line).toBe('Incorrect API key provided: [key]');
    }
  },
);

test('a key that is split over two messages is in neither', () => {
  const key = keys[0]![1];
  for (const at of [8, 16, 24, 32]) {
    const [first, second] = [key.slice(0, at), key.slice(at)];
    expect(tellsOf(withoutSecrets(`Wrong: ${first}`, [key]), key)).toEqual([]);
    expect(tellsOf(withoutSecrets(`${second} is wrong`, [key]), key)).toEqual([]);
  }
});

test('any text around any key, in any coding, keeps what is no key', () => {
  const word = stringMatching(/^[a-z ,.]{0,30}$/);
  const key = stringMatching(/^[A-Z0-9]{20,60}$/);
  assert(
    property(word, word, key, constantFrom(...codings.slice(0, 11)), (a, b, secret, [, code]) => {
      const line = withoutSecrets(`${a}|${code(secret)}|${b}`, [secret]);
      expect(tellsOf(line, code(secret))).toEqual([]);
      expect(line.startsWith(`${a}|`) && line.endsWith(`|${b}`)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test.each([
  'The model accounts/fireworks/models/llama-v3p1-405b-instruct was not found.',
  'Request req_011CSHoEeqs5C35K2UUqR7Fy failed at 100%.',
  'Wait... then try again in 3.5 s; see https://example.test/docs/errors#limits.',
  'The request 4f5d1c1e-9c3b-4b7e-8f0a-2d6c5b4a3e21 took too long.',
])('%j stays as it is', (words) => {
  const secrets = keys.map(([, key]) => key);
  expect(redact(words, secrets, [])).toBe(words);
});

test('no secret, an empty one and a tiny one change nothing', () => {
  expect(withoutSecrets('a b c', [undefined, '', 'a'])).toBe('a b c');
});
