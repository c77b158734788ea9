import { describe, expect, test } from 'vitest';
import type { ProviderErrorKind } from '../../src/providers/providerError.ts';
import { runWire } from '../support/runWire.ts';
import { eventStream, plainAnswer, startWireServer } from '../support/wireServer.ts';
import { key, prompt, wires } from '../support/wires.ts';

interface Refusal {
  readonly status: number;
  readonly kind: ProviderErrorKind;
  readonly retryable: boolean;
  readonly error?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
  readonly retryAfterMs?: number;
}

const final = { retryable: false };
const passing = { retryable: true };

const refusals: readonly Refusal[] = [
  { status: 400, kind: 'badRequest', ...final },
  { status: 401, kind: 'badKey', ...final },
  { status: 402, kind: 'billing', ...final },
  { status: 403, kind: 'forbidden', ...final },
  { status: 404, kind: 'wrongAddress', ...final },
  { status: 405, kind: 'wrongAddress', ...final },
  { status: 408, kind: 'overloaded', ...passing },
  { status: 409, kind: 'overloaded', ...passing },
  { status: 413, kind: 'tooLong', ...final },
  { status: 422, kind: 'badRequest', ...final },
  { status: 425, kind: 'badRequest', ...final },
  { status: 429, kind: 'rateLimited', ...passing },
  { status: 500, kind: 'overloaded', ...passing },
  { status: 502, kind: 'overloaded', ...passing },
  { status: 503, kind: 'overloaded', ...passing },
  { status: 504, kind: 'overloaded', ...passing },
  { status: 529, kind: 'overloaded', ...passing },
  { status: 400, kind: 'tooLong', error: { code: 'context_length_exceeded' }, ...final },
  { status: 400, kind: 'tooLong', error: { message: 'prompt is too long: 9 > 8' }, ...final },
  { status: 400, kind: 'billing', error: { message: 'Your credit balance is too low' }, ...final },
  { status: 400, kind: 'badKey', error: { code: 'invalid_api_key' }, ...final },
  { status: 403, kind: 'billing', error: { type: 'billing_error' }, ...final },
  { status: 429, kind: 'billing', error: { code: 'insufficient_quota' }, ...final },
  { status: 429, kind: 'billing', error: { code: 'credit_balance_exhausted' }, ...final },
  { status: 429, kind: 'rateLimited', error: { code: 'rate_limit_exceeded' }, ...passing },
  { status: 401, kind: 'badKey', error: { type: 'invalid_request_error' }, ...final },
  { status: 500, kind: 'overloaded', headers: { 'x-should-retry': 'false' }, ...final },
  { status: 400, kind: 'badRequest', headers: { 'x-should-retry': 'true' }, ...passing },
  { status: 402, kind: 'billing', headers: { 'x-should-retry': 'true' }, ...final },
  ...[
    ['retry-after', '1', 1_000],
    ['retry-after', '3600', 3_600_000],
    ['retry-after', '0.5', 500],
    ['retry-after', 'Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
    ['retry-after', 'Sat, 21 Nov 2026 11:00:00 GMT', undefined],
    ['retry-after', '0', undefined],
    ['retry-after', '-5', undefined],
    ['retry-after', '1e400', undefined],
    ['retry-after', 'soon', undefined],
    ['retry-after-ms', '1500', 1_500],
    ['retry-after-ms', 'soon', undefined],
  ].map(([name, value, retryAfterMs]) => ({
    status: 429,
    kind: 'rateLimited' as const,
    headers: { [name as string]: value as string },
    ...(retryAfterMs !== undefined && { retryAfterMs: retryAfterMs as number }),
    ...passing,
  })),
  {
    status: 429,
    kind: 'rateLimited',
    error: { details: [{ retryDelay: '34s' }] },
    retryAfterMs: 34_000,
    ...passing,
  },
];

/** The ways in which servers quote what they received. */
const chattyBodies: readonly (readonly [string, string])[] = [
  ['the key', JSON.stringify({ error: { message: `Incorrect key: ${key}.` } })],
  ['the prompt', JSON.stringify({ error: { message: `Cannot read "${prompt}"` } })],
  [
    'the input of a validation error',
    JSON.stringify({ detail: [{ loc: ['body'], msg: 'bad', input: prompt }] }),
  ],
  ['a bare string', JSON.stringify({ error: `Cannot read ${prompt} with ${key}` })],
  ['a web page', `<html>${prompt} ${key}</html>`],
  [
    'a very long body',
    JSON.stringify({ error: { message: `${prompt}${'x'.repeat(200_000)}${key}` } }),
  ],
];

describe.each(wires)('$name', (wire) => {
  test.each(refusals)(
    '$status $error $headers is $kind',
    async ({ status, kind, retryable, error, headers, retryAfterMs }) => {
      const body = JSON.stringify({ error: { message: 'Some words.', ...error } });
      const outcome = await runWire(wire, plainAnswer(status, body, headers));
      expect(outcome.error).toMatchObject({ kind, retryable, status, provider: 'tested' });
      expect(outcome.error).toHaveProperty('retryAfterMs', retryAfterMs);
      expect(outcome.requests).toHaveLength(1);
    },
  );

  test.each([
    [{ type: 'authentication_error' }, 'badKey'],
    [{ type: 'billing_error' }, 'billing'],
    [{ type: 'invalid_request_error', message: 'prompt is too long: 9 > 8' }, 'tooLong'],
    [{ type: 'not_found_error' }, 'modelNotFound'],
    [{ type: 'permission_error' }, 'forbidden'],
    [{ type: 'rate_limit_error' }, 'rateLimited'],
    [{ type: 'something_new' }, 'overloaded'],
    [{ code: 'rate_limit_exceeded' }, 'rateLimited'],
    [{ code: 'insufficient_quota' }, 'billing'],
  ])('an event with %o is %s', async (error, kind) => {
    const { message = 'Some words.', ...fields } = error as Record<string, string>;
    const outcome = await runWire(wire, eventStream([wire.error({ message, ...fields })]));
    expect(outcome.error).toMatchObject({ kind, message });
  });

  test.each(chattyBodies)('a refusal that quotes %s is shown without it', async (_, body) => {
    const { error } = await runWire(wire, plainAnswer(400, body));
    expect(error).toMatchObject({ kind: 'badRequest' });
    const shown = JSON.stringify(error) + String(error) + String((error as Error).stack);
    expect(shown).not.toContain(key);
    expect(shown).not.toContain('canary-prompt');
    expect((error as Error).message.length).toBeLessThanOrEqual(300);
  });

  test.each([301, 302, 303, 307, 308])('a redirect %i is not followed', async (status) => {
    const other = await startWireServer(plainAnswer(200, '{}'));
    const location = `${other.url}/elsewhere?secret=1`;
    const outcome = await runWire(wire, plainAnswer(status, '', { location }));
    await other.close();
    expect(outcome.error).toMatchObject({ kind: 'redirected', status, retryable: false });
    expect(String(outcome.error)).toContain(other.url);
    expect(String(outcome.error)).not.toContain('secret');
    expect(other.requests).toHaveLength(0);
    expect(outcome.requests).toHaveLength(1);
  });

  test.each(['/v2/messages', '', 'http://', 'file:///etc/passwd'])(
    'a redirect to %j is not followed',
    async (location) => {
      const outcome = await runWire(wire, plainAnswer(307, '', { location }));
      expect(outcome.error).toMatchObject({ kind: 'redirected' });
      expect(outcome.requests).toHaveLength(1);
    },
  );
});
