import { accountWords } from './accountWords.ts';
import { broadTypes, errorCodes } from './errorCodes.ts';
import type { ErrorVerdict, ErrorWords } from './errorWord.ts';
import { objectOf, textOf } from '../json.ts';
import { overrulingWords } from './overrulingWords.ts';
import { type FailedPart, ProviderError, type ProviderErrorKind } from '../../providerError.ts';
import { type ErrorSaid, readError } from './readError.ts';
import { keepRefusalWords } from './refusalWords.ts';
import { requestWords } from './requestWords.ts';
import { retryAfterMs } from './retryAfter.ts';
import { tooLongWords } from './tooLongWords.ts';

/** The server that was asked, and how to make its words safe to show. */
export interface ErrorContext {
  readonly provider: string;
  readonly origin: string;
  readonly now: () => number;
  readonly clean: (words: string) => string;
  /** The name of the model that was asked for, as the provider knows it. */
  readonly model?: string | undefined;
}

const statusKinds: ReadonlyMap<number, ProviderErrorKind> = new Map([
  [401, 'badKey'],
  [402, 'billing'],
  [403, 'forbidden'],
  [404, 'wrongAddress'],
  [405, 'wrongAddress'],
  [408, 'overloaded'],
  [409, 'overloaded'],
  [413, 'tooLong'],
  [429, 'rateLimited'],
]);

const codeVerdicts: ReadonlyMap<string, ErrorVerdict> = new Map(
  errorCodes.flatMap((entry) => entry.codes.map((code) => [code, entry] as const)),
);

const usualWords: readonly ErrorWords[] = [...tooLongWords, ...accountWords, ...requestWords];

/** A server or a gateway gave up waiting for the model, which may have worked and may be charged for. */
const lateStatuses: ReadonlySet<number> = new Set([408, 504, 524]);

/** The error for an answer whose status is not a success. */
export function httpError(
  asked: ErrorContext,
  status: number,
  headers: Headers,
  body: unknown,
): ProviderError {
  const said = readError(body);
  const verdict = verdictOf(asked, said, status);
  const told = verdict.kind === 'billing' ? false : (serverSaysRetry(headers) ?? verdict.retryable);
  return errorOf(asked, said, verdict, {
    otherwise: `The server answered with status ${status}.`,
    status,
    retryAfterMs: waitIn(asked, said, headers, body),
    retryable: told,
    isFree: lateStatuses.has(status) ? false : undefined,
  });
}

/**
 * The error for an error event inside a stream, after a status of success. `hasWorked` tells that output
 * came before it, which may be charged for.
 */
export function eventError(asked: ErrorContext, body: unknown, hasWorked = false): ProviderError {
  const said = readError(body);
  const verdict = verdictOf(asked, said, said.status);
  return errorOf(asked, said, verdict, {
    otherwise: 'The provider reported an error while answering.',
    status: said.status,
    retryAfterMs: waitIn(asked, said, new Headers(), body),
    retryable: verdict.retryable,
    isFree: hasWorked ? false : undefined,
  });
}

function errorOf(
  asked: ErrorContext,
  { words }: ErrorSaid,
  { kind, failed }: ErrorVerdict,
  more: {
    /** What is told where the server has no words. */
    readonly otherwise: string;
    readonly status: number | undefined;
    readonly retryAfterMs: number | undefined;
    readonly retryable: boolean | undefined;
    readonly isFree: boolean | undefined;
  },
): ProviderError {
  const { otherwise, ...rest } = more;
  const error = new ProviderError({
    kind,
    provider: asked.provider,
    origin: asked.origin,
    message: words ? asked.clean(words) : otherwise,
    failed: failed ?? partOf(kind, words),
    ...rest,
  });
  return keepRefusalWords(error, words);
}

/**
 * The error for a request or an answer that the network lost. `wasSent` is false when no part of the
 * request can have left, so that it cost nothing.
 */
export function networkError(asked: ErrorContext, cause: unknown, wasSent = true): ProviderError {
  const code = codeOfCause(cause);
  const { kind, message } = networkFailure(asked, code);
  return new ProviderError({
    kind,
    provider: asked.provider,
    origin: asked.origin,
    message,
    retryable: code && isCertificateProblem(code) ? false : undefined,
    isFree: !wasSent || (code !== undefined && isNeverSent(code)),
    cause,
  });
}

function networkFailure(
  { origin }: ErrorContext,
  code: string | undefined,
): { kind: ProviderErrorKind; message: string } {
  if (code?.startsWith('Z_')) {
    return {
      kind: 'notAnAnswer',
      message: `The answer of ${origin} could not be decompressed (${code}).`,
    };
  }
  if (code && isDistrusted(code)) {
    return {
      kind: 'certificate',
      message: `The certificate of ${origin} is not trusted (${code}).`,
    };
  }
  return {
    kind: 'unreachable',
    message: `Cannot reach ${origin} (${code ?? 'connection failed'}).`,
  };
}

function verdictOf(asked: ErrorContext, said: ErrorSaid, status: number | undefined): ErrorVerdict {
  const overruling = byWords(said, status, overrulingWords);
  if (overruling) return overruling;
  if (said.codes.includes('string_above_max_length')) return { kind: tooLongField(said) };
  if (said.codes.some(isDailyQuota)) return { kind: 'billing', failed: 'model' };
  const byCode = firstKnown(said.codes, codeVerdicts);
  if (byCode) return byCode;
  if (status === 404 && names(asked, said)) return { kind: 'modelNotFound' };
  const found = byWords(said, status, usualWords);
  if (found) return found;
  const byStatus =
    status === undefined ? firstKnown(said.codes, broadTypes) : statusKinds.get(status);
  if (byStatus) return { kind: byStatus };
  return { kind: status === undefined || status >= 500 ? 'overloaded' : 'badRequest' };
}

function waitIn(
  { now }: ErrorContext,
  { codes }: ErrorSaid,
  headers: Headers,
  body: unknown,
): number | undefined {
  return codes.some(isDailyQuota) ? undefined : retryAfterMs(headers, body, now());
}

/** Gemini's quotas of a day say the same as those of a minute, a short wait included (google-gemini/gemini-cli#10925, 2025-10). */
function isDailyQuota(code: string): boolean {
  return /PerDay/.test(code);
}

/** What words alone say, where there is no status. */
export function kindOfWords(words: string): ProviderErrorKind | undefined {
  return byWords({ words }, undefined, [...overrulingWords, ...usualWords])?.kind;
}

/** The statuses with which words count, by what they say. Elsewhere the status says more than the words. */
const wordStatuses: Partial<
  Readonly<Record<ProviderErrorKind, (status: number | undefined) => boolean>>
> = {
  tooLong: (status) => isOneOf(status, [400, 413, 422, 429]) || isServerFault(status),
  rateLimited: (status) => isOneOf(status, [400, 403, 429]) || isServerFault(status),
  billing: (status) => isOneOf(status, [400, 403, 422, 429]),
  badKey: (status) => isOneOf(status, [400, 403]),
  forbidden: (status) => isOneOf(status, [400, 403, 404]),
  badRequest: (status) => isOneOf(status, [400, 404, 415, 422]),
  contentPolicy: (status) => isOneOf(status, [400, 403, 422]),
  tooManyTools: (status) => isOneOf(status, [400, 422]),
  wrongAddress: (status) => isOneOf(status, [400, 404]),
  modelNotFound: (status) => isOneOf(status, [400, 404, 422]) || isServerFault(status),
};

/** Without a status, which is how errors inside a stream come, all words count. */
function isOneOf(status: number | undefined, statuses: readonly number[]): boolean {
  return status === undefined || statuses.includes(status);
}

function isServerFault(status: number | undefined): boolean {
  return status !== undefined && status >= 500;
}

function byWords(
  { words }: Pick<ErrorSaid, 'words'>,
  status: number | undefined,
  entries: readonly ErrorWords[],
): ErrorVerdict | undefined {
  if (words === undefined) return undefined;
  return entries.find(
    ({ kind, atFault, words: pattern }) =>
      (wordStatuses[kind]?.(status) || (atFault && isServerFault(status))) && pattern.test(words),
  );
}

/** Whether a refusal names the model that was asked for: then the path is right, and the model is missing. */
function names({ model }: ErrorContext, { words }: ErrorSaid): boolean {
  return model !== undefined && model !== '' && words?.includes(model) === true;
}

/** Below so many characters, a text that is too long is a name or an id and no prompt. Chosen by judgement. */
const shortestPrompt = 10_000;

/** OpenAI's code for any text that is too long: also for the id of a tool call (9router#393, 2026-03). */
function tooLongField({ words = '', field = '' }: ErrorSaid): ProviderErrorKind {
  const most = /maximum length (\d+)/.exec(words)?.[1];
  if (most !== undefined) return Number(most) < shortestPrompt ? 'badRequest' : 'tooLong';
  return /(?:id|name|key)$/.test(field) ? 'badRequest' : 'tooLong';
}

/** A refusal may name what it refuses: a key that may not use one model is no refused account. */
function partOf(kind: ProviderErrorKind, words: string | undefined): FailedPart | undefined {
  return kind === 'forbidden' && words && /\bmodel\b/i.test(words) ? 'model' : undefined;
}

function firstKnown<Value>(
  codes: readonly string[],
  known: ReadonlyMap<string, Value>,
): Value | undefined {
  return codes.map((code) => known.get(code)).find((value) => value !== undefined);
}

/** `x-should-retry` overrules what the status suggests. */
function serverSaysRetry(headers: Headers): boolean | undefined {
  const says = headers.get('x-should-retry');
  return says === 'true' ? true : says === 'false' ? false : undefined;
}

/** The innermost error code; fetch wraps it two or three levels deep, and Electron's has it in its words. */
export function codeOfCause(error: unknown): string | undefined {
  let code: string | undefined;
  for (let depth = 0, at = objectOf(error); at && depth < 5; depth += 1) {
    code = textOf(at['code']) ?? codeInWords(textOf(at['message']) ?? '') ?? code;
    at = objectOf(at['cause']);
  }
  return code;
}

function codeInWords(message: string): string | undefined {
  // The fetch standard forbids some ports, and Node's fetch gives that no code.
  return message === 'bad port' ? 'BAD_PORT' : /net::(ERR_[A-Z_]+)/.exec(message)?.[1];
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
  'BAD_PORT',
  // Chromium's, as Electron's fetch tells them.
  'ERR_ADDRESS_UNREACHABLE',
  'ERR_CONNECTION_REFUSED',
  'ERR_CONNECTION_TIMED_OUT',
  'ERR_INTERNET_DISCONNECTED',
  'ERR_NAME_NOT_RESOLVED',
  'ERR_PROXY_CONNECTION_FAILED',
  'ERR_UNSAFE_PORT',
]);

function isCertificateProblem(code: string): boolean {
  return isDistrusted(code) || /SSL|TLS|EPROTO/.test(code);
}

/** The server showed a certificate, and it is not one to trust; otherwise there was no TLS to begin with. */
export function isDistrusted(code: string): boolean {
  const isOfChain = /^(?:INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)$/;
  return /CERT|SIGNATURE|CRL/.test(code) || isOfChain.test(code);
}
