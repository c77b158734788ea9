import { expect, test } from 'vitest';
import { readOtlpSetting } from '../../../../src/editor/spend/otlpSetting.ts';

const endpoint = 'https://otlp.example/v1/traces';

test.each([[undefined], [null], [{}], ['on'], [{ endpoint: '' }], [{ headers: { a: 'b' } }]])(
  '%j sends nothing',
  (written) => expect(readOtlpSetting(written)).toBeUndefined(),
);

test('an endpoint with headers', () => {
  const headers = { 'x-team': 'shop' };
  expect(readOtlpSetting({ endpoint, headers })).toEqual({ endpoint: new URL(endpoint), headers });
  expect(readOtlpSetting({ endpoint, headers: null })).toMatchObject({ headers: {} });
});

test.each([
  [{ endpoint: 'otlp.example' }, /endpoint: Write a complete address/],
  [{ endpoint: 'http://otlp.example/v1/traces' }, /endpoint: Write https/],
  [{ endpoint: 'http://169.254.169.254/' }, /endpoint: .*link-local/],
  [{ endpoint: 7 }, /endpoint: Write a complete address/],
  [{ endpoint, headers: { 'a b': 'c' } }, /headers › a b: .*no spaces/],
  [{ endpoint, headers: { a: 'b\r\nc: d' } }, /headers › a: .*one line/],
  [{ endpoint, headers: { a: 7 } }, /headers › a: .*one line/],
])('%j is refused', (written, message) => {
  expect(readOtlpSetting(written)).toEqual({ problem: expect.stringMatching(message) });
});
