import { expect, test } from 'vitest';
import {
  type ErrorContext,
  eventError,
  httpError,
  networkError,
} from '../../../../../src/providers/http/errors/classifyError.ts';
import type { ProviderErrorKind } from '../../../../../src/providers/providerError.ts';

const asked: ErrorContext = {
  provider: 'tested',
  origin: 'http://localhost:1234',
  now: () => 0,
  clean: (words) => words.replace('secret', '…'),
};

const refused = (status: number, body: unknown, headers = {}) =>
  httpError(asked, status, new Headers(headers), body);

test.each<[string, object, ProviderErrorKind]>([
  [
    'the code of the details over code and type',
    {
      details: { error_code: 'organization_spend_limit_exceeded' },
      code: 'model_not_found',
      type: 'request_too_large',
    },
    'billing',
  ],
  ['the code over the type', { code: 'context_length_exceeded', type: 'billing_error' }, 'tooLong'],
  ['the type, where the code says nothing', { code: 'e42', type: 'billing_error' }, 'billing'],
  ['the code, where the details say nothing', { details: {}, code: 'invalid_api_key' }, 'badKey'],
  [
    'the status, where no code is known',
    { details: { error_code: 'x' }, code: 'y' },
    'rateLimited',
  ],
  ['the status, where the codes are no text', { code: 7, type: null }, 'rateLimited'],
])('of several codes it is %s that decides', (_, error, kind) => {
  expect(refused(429, { error: { message: 'Some words.', ...error } })).toMatchObject({ kind });
});

test.each<[object, ProviderErrorKind]>([
  [{ code: 'rate_limit_exceeded', type: 'invalid_request_error' }, 'rateLimited'],
  [{ code: 'insufficient_quota', type: 'rate_limit_error' }, 'billing'],
  [{ code: 'e42', type: 'permission_error' }, 'forbidden'],
  [{ code: 'invalid_prompt', type: 'server_error' }, 'badRequest'],
  [{ type: 'server_error' }, 'overloaded'],
  [{ code: 429 }, 'rateLimited'],
  [{ code: 400 }, 'badRequest'],
  [{ code: 401, type: 'rate_limit_error' }, 'badKey'],
  [{ code: 503 }, 'overloaded'],
])('an event with %o is %s', (error, kind) => {
  expect(eventError(asked, { message: 'Some words.', ...error })).toMatchObject({ kind });
});

test.each([
  [399, undefined],
  [400, 400],
  [599, 599],
  [600, undefined],
  ['503', 503],
  ['5030', undefined],
  ['e503', undefined],
])('an event with the code %o has the status %o', (code, status) => {
  expect(eventError(asked, { message: 'Some words.', code })).toHaveProperty('status', status);
});

test.each<[string, unknown, string]>([
  ['an error with a message', { error: { message: 'No.' } }, 'No.'],
  ['a message without an error', { message: 'No.' }, 'No.'],
  ['a message beside the error', { error: { code: 'x' }, message: 'No.' }, 'No.'],
  ['an error that is a text', { error: 'No.' }, 'No.'],
  ['a body that is a text', 'No.', 'No.'],
  ["Gemini's array", [{ error: { message: 'No.' } }, { error: { message: 'Yes.' } }], 'No.'],
  ['the field that is wrong', { error: { message: 'No.', param: 'tools' } }, 'No. (tools)'],
  [
    'the field once, where the message names it',
    { error: { message: 'No tools.', param: 'tools' } },
    'No tools.',
  ],
  ['a field alone', { error: { param: 'tools' } }, 'The server answered with status 400.'],
  ['nothing', undefined, 'The server answered with status 400.'],
  ['an empty text', { error: { message: '' } }, 'The server answered with status 400.'],
  ['what must not be shown', { error: { message: 'Not secret.' } }, 'Not ….'],
  // FastAPI, on which vLLM and LiteLLM are built, explains itself in `detail`.
  ['a detail that is a text', { detail: 'A field is missing.' }, 'A field is missing.'],
  [
    'a list of details',
    {
      detail: [
        { loc: ['body', 'messages', 0], msg: 'Field required', input: 'a prompt' },
        { loc: ['body', 'max_tokens'], msg: 'Too large', input: 5 },
      ],
    },
    'body.messages.0: Field required; body.max_tokens: Too large',
  ],
  ['a detail without a place', { detail: [{ msg: 'Field required' }] }, 'Field required'],
  ['a detail without words', { detail: [{ loc: ['body', 'tools'] }] }, 'body.tools'],
  ['no details', { detail: [] }, 'The server answered with status 400.'],
  ['details of another form', { detail: { a: 1 } }, 'The server answered with status 400.'],
  ['a message and details', { message: 'No.', detail: 'Model is not loaded.' }, 'No.'],
])('the words of a refusal with %s', (_, body, message) => {
  expect(refused(400, body)).toMatchObject({ message, kind: 'badRequest', status: 400 });
});

test('an event without words still says what happened', () => {
  expect(eventError(asked, {}).message).toBe('The provider reported an error while answering.');
  expect(eventError(asked, { message: 'Not secret.' }).message).toBe('Not ….');
});

test.each<[string, ProviderErrorKind]>([
  ['prompt is too long: 9 > 8', 'tooLong'],
  ["This exceeds the model's context window.", 'tooLong'],
  ['It exceeds context length', 'tooLong'],
  ['The maximum context length is 8', 'tooLong'],
  ['Your credit balance is too low', 'billing'],
  ['The spending limit is reached: prompt is too long', 'tooLong'],
  ['You have reached your spend limit', 'billing'],
  ['The context is fine', 'badRequest'],
])('a bad request that says %j is %s', (message, kind) => {
  expect(refused(400, { error: { message } })).toMatchObject({ kind });
  expect(refused(422, { error: { message } })).toMatchObject({ kind });
  expect(eventError(asked, { type: 'invalid_request_error', message })).toMatchObject({ kind });
  // Words do not overrule a clear status; a server that fails at what is too long fails again.
  expect(refused(401, { error: { message } })).toMatchObject({ kind: 'badKey' });
  const atFault = kind === 'tooLong' ? kind : 'overloaded';
  expect(refused(500, { error: { message } })).toMatchObject({ kind: atFault });
});

test.each([
  [429, {}, {}, true],
  [429, {}, { 'x-should-retry': 'false' }, false],
  [400, {}, { 'x-should-retry': 'true' }, true],
  [400, {}, { 'x-should-retry': 'maybe' }, false],
  [429, { code: 'insufficient_quota' }, { 'x-should-retry': 'true' }, false],
])('after %i with %o and %o another try may help: %s', (status, error, headers, retryable) => {
  expect(refused(status, { error }, headers)).toMatchObject({ retryable });
});

/** Errors inside each other, the innermost last, as fetch throws them. */
function wrapped(...codes: (string | undefined)[]): unknown {
  return codes.reduceRight<unknown>(
    (cause, code) => ({ ...(code && { code }), ...(cause !== undefined && { cause }) }),
    undefined,
  );
}

test.each<[string, unknown, string]>([
  ['none', wrapped(undefined), 'connection failed'],
  ['no object', 'ECONNRESET', 'connection failed'],
  ['one', wrapped('ECONNREFUSED'), 'ECONNREFUSED'],
  ['the innermost of three', wrapped('UND_ERR', undefined, 'ENOTFOUND'), 'ENOTFOUND'],
  ['the innermost one that has a code', wrapped('ECONNRESET', undefined), 'ECONNRESET'],
])('a connection that failed names its code: %s', (_, cause, code) => {
  expect(networkError(asked, cause)).toMatchObject({
    kind: 'unreachable',
    retryable: true,
    message: `Cannot reach http://localhost:1234 (${code}).`,
    cause,
  });
});

test('a cause that is its own cause is looked at and left', () => {
  const cause: { code: string; cause?: unknown } = { code: 'ECONNRESET' };
  cause.cause = cause;
  expect(networkError(asked, cause).message).toContain('(ECONNRESET)');
});

test.each([
  ['CERT_HAS_EXPIRED', 'certificate'],
  // The other codes of a chain, as https://nodejs.org/api/tls.html#x509-certificate-error-codes lists them.
  ['CRL_HAS_EXPIRED', 'certificate'],
  ['UNABLE_TO_GET_CRL', 'certificate'],
  ['INVALID_CA', 'certificate'],
  ['INVALID_PURPOSE', 'certificate'],
  ['PATH_LENGTH_EXCEEDED', 'certificate'],
  ['HOSTNAME_MISMATCH', 'certificate'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'unreachable'],
  ['EPROTO', 'unreachable'],
])('a connection that is not secure is not tried again: %s', (code, kind) => {
  const error = networkError(asked, wrapped(undefined, code));
  expect(error).toMatchObject({ kind, retryable: false, failed: 'address' });
});

// VS Code's own fetch (microsoft/vscode#236091, 2024-12) is Electron's, whose errors have no code.
test('a certificate that Electron does not trust is told as one', () => {
  const cause = new TypeError('fetch failed', {
    cause: new Error('net::ERR_CERT_AUTHORITY_INVALID'),
  });
  expect(networkError(asked, cause)).toMatchObject({
    kind: 'certificate',
    message:
      'The certificate of http://localhost:1234 is not trusted (ERR_CERT_AUTHORITY_INVALID).',
  });
});

test('an answer that cannot be decompressed is not an answer', () => {
  expect(networkError(asked, wrapped('UND_ERR', 'Z_DATA_ERROR'))).toMatchObject({
    kind: 'notAnAnswer',
    retryable: false,
    message: 'The answer of http://localhost:1234 could not be decompressed (Z_DATA_ERROR).',
  });
});

// A call that cannot have left costs nothing, although a fetch that is not Node's tells only this much of it.
test.each([
  ['bad port', 'BAD_PORT', true],
  ['net::ERR_CONNECTION_REFUSED', 'ERR_CONNECTION_REFUSED', true],
  ['net::ERR_NAME_NOT_RESOLVED', 'ERR_NAME_NOT_RESOLVED', true],
  ['net::ERR_CONNECTION_RESET', 'ERR_CONNECTION_RESET', false],
])('the network says “%s”', (message, code, isFree) => {
  const error = networkError(asked, new TypeError('fetch failed', { cause: new Error(message) }));
  expect(error).toMatchObject({ kind: 'unreachable', isFree });
  expect(error.message).toContain(code);
});
