import { arrayOf, objectOf, textOf } from './json.ts';
import { ProviderError, type ProviderErrorKind } from '../providerError.ts';
import { retryAfterMs } from './retryAfter.ts';

/** The server that was asked, and how to make its words safe to show. */
export interface ErrorContext {
  readonly provider: string;
  readonly origin: string;
  readonly now: () => number;
  readonly clean: (words: string) => string;
}

/** Error codes that are more precise than their status. */
const codeKinds: ReadonlyMap<string, ProviderErrorKind> = new Map([
  ['billing_error', 'billing'],
  ['billing_hard_limit_reached', 'billing'],
  ['billing_not_active', 'billing'],
  ['credit_balance_exhausted', 'billing'],
  ['insufficient_quota', 'billing'],
  ['organization_spend_limit_exceeded', 'billing'],
  ['organization_usage_limit_exceeded', 'billing'],
  ['project_spend_limit_exceeded', 'billing'],
  ['context_length_exceeded', 'tooLong'],
  ['exceed_context_size_error', 'tooLong'],
  ['model_context_window_exceeded', 'tooLong'],
  ['request_too_large', 'tooLong'],
  ['string_above_max_length', 'tooLong'],
  ['model_not_found', 'modelNotFound'],
  ['invalid_api_key', 'badKey'],
]);

const statusKinds: ReadonlyMap<number, ProviderErrorKind> = new Map([
  [401, 'badKey'],
  [402, 'billing'],
  [403, 'forbidden'],
  [404, 'modelNotFound'],
  [408, 'overloaded'],
  [409, 'overloaded'],
  [413, 'tooLong'],
  [429, 'rateLimited'],
]);

/** Broad error types, used only without a status: for an error event inside a stream. */
const typeKinds: ReadonlyMap<string, ProviderErrorKind> = new Map([
  ['authentication_error', 'badKey'],
  ['invalid_prompt', 'badRequest'],
  ['invalid_request_error', 'badRequest'],
  ['not_found_error', 'modelNotFound'],
  ['permission_error', 'forbidden'],
  ['rate_limit_error', 'rateLimited'],
  ['rate_limit_exceeded', 'rateLimited'],
  ['slow_down', 'rateLimited'],
]);

/** The few kinds of a bad request that only the text distinguishes. */
const textKinds: readonly (readonly [RegExp, ProviderErrorKind])[] = [
  [/prompt is too long/i, 'tooLong'],
  [/exceeds? (?:the )?(?:model's )?context (?:limit|length|window)/i, 'tooLong'],
  [/maximum context length/i, 'tooLong'],
  [/credit balance is too low/i, 'billing'],
  [/spend(?:ing)? limit/i, 'billing'],
];

/** A server or a gateway gave up waiting for the model, which may have worked and may be charged for. */
const lateStatuses: ReadonlySet<number> = new Set([408, 504, 524]);

/** The error for an answer whose status is not a success. */
export function httpError(
  asked: ErrorContext,
  status: number,
  headers: Headers,
  body: unknown,
): ProviderError {
  const { codes, words } = readError(body);
  const kind = kindOf(codes, status, words);
  return new ProviderError({
    kind,
    provider: asked.provider,
    origin: asked.origin,
    message: words ? asked.clean(words) : `The server answered with status ${status}.`,
    status,
    retryAfterMs: retryAfterMs(headers, body, asked.now()),
    retryable: kind === 'billing' ? false : serverSaysRetry(headers),
    ...(lateStatuses.has(status) && { isFree: false }),
  });
}

/**
 * The error for an error event inside a stream, after a status of success. `hasWorked` tells that output
 * came before it, which may be charged for.
 */
export function eventError(asked: ErrorContext, body: unknown, hasWorked = false): ProviderError {
  const { codes, words, status } = readError(body);
  return new ProviderError({
    kind: kindOf(codes, status, words),
    provider: asked.provider,
    origin: asked.origin,
    message: words ? asked.clean(words) : 'The provider reported an error while answering.',
    status,
    ...(hasWorked && { isFree: false }),
  });
}

/**
 * The error for a request or an answer that the network lost. `wasSent` is false when no part of the
 * request can have left, so that it cost nothing.
 */
export function networkError(asked: ErrorContext, cause: unknown, wasSent = true): ProviderError {
  const code = codeOfCause(cause);
  const isGarbled = code?.startsWith('Z_');
  return new ProviderError({
    kind: isGarbled ? 'notAnAnswer' : 'unreachable',
    provider: asked.provider,
    origin: asked.origin,
    message: isGarbled
      ? `The answer of ${asked.origin} could not be decompressed (${code}).`
      : `Cannot reach ${asked.origin} (${code ?? 'connection failed'}).`,
    retryable: code && isCertificateProblem(code) ? false : undefined,
    isFree: !wasSent || (code !== undefined && isNeverSent(code)),
    cause,
  });
}

function kindOf(
  codes: readonly string[],
  status: number | undefined,
  words: string | undefined,
): ProviderErrorKind {
  const byCode = firstKnown(codes, codeKinds);
  if (byCode) return byCode;
  const byStatus = status === undefined ? firstKnown(codes, typeKinds) : statusKinds.get(status);
  if (byStatus && byStatus !== 'badRequest') return byStatus;
  if (!byStatus && (status === undefined || status >= 500)) return 'overloaded';
  return (
    textKinds.find(([pattern]) => words !== undefined && pattern.test(words))?.[1] ?? 'badRequest'
  );
}

function firstKnown(
  codes: readonly string[],
  kinds: ReadonlyMap<string, ProviderErrorKind>,
): ProviderErrorKind | undefined {
  return codes.map((code) => kinds.get(code)).find((kind) => kind !== undefined);
}

/** `x-should-retry` overrules what the status suggests. */
function serverSaysRetry(headers: Headers): boolean | undefined {
  const says = headers.get('x-should-retry');
  return says === 'true' ? true : says === 'false' ? false : undefined;
}

/** Finds codes and words in the error shapes that servers use. */
function readError(body: unknown): {
  codes: readonly string[];
  words: string | undefined;
  status: number | undefined;
} {
  // Gemini's compatible endpoint wraps its error in an array; Ollama's error is a bare string.
  const outer = objectOf(Array.isArray(body) ? body[0] : body);
  const inner = outer?.['error'] ?? outer ?? body;
  const error = objectOf(inner);
  const details = objectOf(error?.['details']);
  const codes = [details?.['error_code'], error?.['code'], error?.['type']];
  const code = error?.['code'];
  return {
    codes: codes.filter((value) => typeof value === 'string'),
    words: wordsOf(inner, error, outer),
    status: typeof code === 'number' && code >= 400 && code <= 599 ? code : undefined,
  };
}

function wordsOf(
  inner: unknown,
  error: Record<string, unknown> | undefined,
  outer: Record<string, unknown> | undefined,
): string | undefined {
  const words =
    textOf(inner) ?? textOf(error?.['message']) ?? textOf(outer?.['message']) ?? detailsOf(outer);
  const field = textOf(error?.['param']);
  return words && field && !words.includes(field) ? `${words} (${field})` : words;
}

/** FastAPI's form. Its `input` repeats the prompt, so this reads only place and message. */
function detailsOf(outer: Record<string, unknown> | undefined): string | undefined {
  const detail = outer?.['detail'];
  if (typeof detail === 'string') return textOf(detail);
  const lines = arrayOf(detail).map((entry) => {
    const place = arrayOf(objectOf(entry)?.['loc']).join('.');
    return [place, textOf(objectOf(entry)?.['msg'])].filter(Boolean).join(': ');
  });
  return textOf(lines.join('; '));
}

/** The innermost error code; fetch wraps it two or three levels deep. */
function codeOfCause(error: unknown): string | undefined {
  let code: string | undefined;
  for (let depth = 0, at = objectOf(error); at && depth < 5; depth += 1) {
    code = textOf(at['code']) ?? code;
    at = objectOf(at['cause']);
  }
  return code;
}

/** Codes of errors that come before a connection is there, so no request can have been sent. */
function isNeverSent(code: string): boolean {
  return neverSent.has(code) || isCertificateProblem(code);
}

const neverSent: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function isCertificateProblem(code: string): boolean {
  return /CERT|SSL|TLS|EPROTO|SIGNATURE/.test(code);
}
