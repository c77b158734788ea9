import { assert, pre, property, string, stringMatching } from 'fast-check';
import { expect, test } from 'vitest';
import { valuesIn, withoutPrivateValues } from '../../../../src/execution/safety/privateValues.ts';

const key = 'sk-canary-4f9Qx7Lm2Zt8';
const env = (text: string) => [{ name: '.env', text }];
const hidden = (output: string, text = `API_KEY=${key}\nDB_PASSWORD=hunter2\n`) =>
  withoutPrivateValues(output, env(text));
const mark = '[value from .env hidden]';

test('a value is hidden, with the file that it is from', () => {
  expect(hidden(`Error: got ${key} (and hunter2)`)).toBe(`Error: got ${mark} (and ${mark})`);
});

// What model-written code may print of a key that it reads.
const ways: readonly (readonly [string, string])[] = [
  ['the whole file', `API_KEY=${key}\nDB_PASSWORD=hunter2`],
  ['cut at its end', key.slice(0, 15)],
  ['cut at its beginning', key.slice(-14)],
  ['among other letters', `x${key}y`],
  ['backwards', [...key].toReversed().join('')],
  ['in JSON', JSON.stringify({ key })],
  ['in an address', `https://host/?k=${encodeURIComponent(key)}`],
  ['in base64', Buffer.from(key).toString('base64')],
  ['in base64, one byte further', Buffer.from(`x${key}`).toString('base64')],
  ['in base64, two bytes further', Buffer.from(`xy${key}zz`).toString('base64url')],
  ['in hexadecimal digits', Buffer.from(key).toString('hex').toUpperCase()],
];
test.each(ways)('%s, a value is hidden', (_, output) => {
  const left = hidden(output);
  expect(left).toContain(mark);
  for (let at = 0; at + 12 <= key.length; at += 1) {
    expect(left).not.toContain(key.slice(at, at + 12));
  }
  expect(left).not.toContain('hunter2');
});

test.each([
  [`export TOKEN='${key}' # the shop's`, key],
  [`TOKEN: "${key}"`, key],
  [`  "token": "${key}",`, key],
  [`$env:TOKEN = "${key}"`, key],
  [`# OLD_TOKEN=${key}`, key],
  [`//registry.npmjs.org/:_authToken=${key}`, key],
  ['DATABASE_URL=postgres://shop:pa55w0rd@db.internal/shop', 'pa55w0rd'],
  ['PIN_SECRET=4711x', '4711x'],
  ['GREETING=hello canary world', 'hello canary world'],
  ['-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\n', 'MIIEvQIBADANBgkqhkiG9w0BAQEF'],
])('%s is read for its value', (text, value) => {
  expect(valuesIn(text)).toContain(value);
});

test('what is in every project is left as it is', () => {
  const text =
    'NODE_ENV=development\nPORT=3000\nDEBUG=true\nHOST=http://localhost:3000\nPASSWORD=test\n';
  const output = 'true: the development server on http://localhost:3000 passed test 3000';
  expect(hidden(output, text)).toBe(output);
});

test('of settings with many addresses only what is called a secret is hidden', () => {
  const text = `registry=https://registry.npmjs.org/\n//registry.npmjs.org/:_authToken=${key}\n`;
  const said = withoutPrivateValues(`GET https://registry.npmjs.org/ ${key}`, [
    { name: '.npmrc', text },
  ]);
  expect(said).toBe('GET https://registry.npmjs.org/ [value from .npmrc hidden]');
});

test('wherever a value stands, it is gone and the rest is kept', () => {
  const word = stringMatching(/^[A-Za-z0-9]{16,40}$/);
  assert(
    property(word, string(), string(), (value, before, after) => {
      pre(!before.includes(value) && !after.includes(value));
      const left = hidden(`${before} ${value} ${after}`, `A_TOKEN=${value}`);
      expect(left).not.toContain(value.slice(0, 12));
      expect(left).toContain(mark);
    }),
    { numRuns: 300 },
  );
});

test('a flood of output and a large file take no long time', () => {
  const text = Array.from(
    { length: 5000 },
    (_, at) => `KEY_${at}=value-${at}-${'x'.repeat(40)}`,
  ).join('\n');
  const before = performance.now();
  withoutPrivateValues('x'.repeat(64 * 1024), env(text));
  expect(performance.now() - before).toBeLessThan(5000);
});
