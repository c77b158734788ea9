import { authHeaders, isSendable } from './authHeaders.ts';
import { type ErrorContext, eventError, networkError } from './classifyError.ts';
import { type Connection, defaultLimits } from './connection.ts';
import { checkEndpoint, originOf } from './checkEndpoint.ts';
import { type GuardedFetch, guardFetch } from './guardedFetch.ts';
import { objectOf } from './json.ts';
import type { ModelCall } from '../provider.ts';
import type { AuthScheme } from '../providerConfig.ts';
import { ProviderError, type ProviderErrorKind } from '../providerError.ts';
import { redact } from './redact.ts';

/*
 * The door of http/: one call over the network. In come a connection (connection.ts), a wire and a call;
 * out come the events of the answer, as the SDK parsed them. checkEndpoint.ts and authHeaders.ts say where
 * and with which key a call may go, guardedFetch.ts refuses redirects and other kinds of answers,
 * classifyError.ts names what went wrong (retryAfter.ts, redact.ts), and json.ts reads untrusted values.
 */

/** How one wire format sends a call and recognises the end of its answer. */
export interface Wire {
  readonly auth: AuthScheme;
  readonly headers?: Record<string, string>;
  /** The media type of the answer; an event stream when omitted. */
  readonly accept?: string;
  /** Sends the request through an SDK that uses this fetch and obeys this signal. */
  send(fetch: typeof globalThis.fetch, signal: AbortSignal): PromiseLike<AsyncIterable<unknown>>;
  /** Whether this event makes the answer whole. */
  completes(event: unknown): boolean;
  /** The error that an event reports, for SDKs that do not throw it. */
  failureIn?(event: unknown): unknown;
}

/** Given to the SDKs, which insist on a key. It is never sent: the guarded fetch sets the headers. */
export const placeholderKey = 'not-sent';

/** The longest timeout that Node accepts, so that the SDKs' own timeout never fires. */
export const noSdkTimeout = 2 ** 31 - 1;

/** The events of one answer, as many as came. Throws ProviderError, or the signal's own reason. */
export async function* answerEvents(
  connection: Connection,
  wire: Wire,
  call: ModelCall,
  signal: AbortSignal,
): AsyncGenerator<unknown, void, undefined> {
  signal.throwIfAborted();
  const key = await keyFor(connection, wire.auth);
  const own = await connection.headers?.();
  signal.throwIfAborted();

  const asked = describe(connection, [key, ...Object.values(own?.secret ?? {})], call);
  const headers = { ...headersFor(wire, key), ...lowerCase({ ...own?.plain, ...own?.secret }) };
  const guard = guardFetch(connection.fetch, headers, asked);
  const limits = { ...defaultLimits, ...connection.limits };
  const stopper = new AbortController();
  const onAbort = () => stopper.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const deadline = createDeadline(stopper, asked);

  let events = 0;
  let complete = false;
  try {
    deadline.set(limits.headersMs, 'sent no answer');
    const stream = await wire.send(guard.fetch, stopper.signal);
    deadline.set(limits.gapMs, 'sent nothing');
    for await (const event of stream) {
      deadline.clear();
      events += 1;
      const failure = wire.failureIn?.(event);
      if (failure !== undefined) throw eventError(asked, failure);
      complete ||= wire.completes(event);
      yield event;
      deadline.set(complete ? limits.closingMs : limits.gapMs, 'sent nothing');
    }
    // The SDKs' loops end without an error when they are aborted.
    if (!complete) stopper.signal.throwIfAborted();
    if (events === 0) throw emptyAnswer(asked);
  } catch (error) {
    if (complete) return;
    if (stopper.signal.aborted) throw stopper.signal.reason;
    if (guard.failure) throw guard.failure;
    if (events > 0 && wasCutOff(error, guard)) return;
    throw streamError(error, guard, asked);
  } finally {
    deadline.clear();
    signal.removeEventListener('abort', onAbort);
    stopper.abort();
  }
}

function headersFor(
  wire: Wire,
  key: string | undefined,
): Record<string, string> & { readonly accept: string } {
  return {
    accept: wire.accept ?? 'text/event-stream',
    'content-type': 'application/json',
    'user-agent': 'tierwise',
    ...wire.headers,
    ...authHeaders(wire.auth, key ?? ''),
  };
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

/** Aborts the call with a timeout error when the server takes too long. Only the last deadline counts. */
function createDeadline(stopper: AbortController, asked: ErrorContext) {
  let timer: NodeJS.Timeout | undefined;
  const clear = () => clearTimeout(timer);
  return {
    clear,
    set(ms: number, what: string): void {
      clear();
      timer = setTimeout(() => stopper.abort(timeoutError(asked, ms, what)), ms);
    },
  };
}

function describe(
  connection: Connection,
  secrets: readonly (string | undefined)[],
  call: ModelCall,
): ErrorContext {
  const prompt = [call.system, ...call.messages.map((message) => message.text)];
  return {
    provider: nameOf(connection),
    origin: originOf(connection.baseUrl),
    now: connection.now,
    clean: (words) => redact(words, secrets, prompt),
    model: call.model,
  };
}

async function keyFor(connection: Connection, auth: AuthScheme): Promise<string | undefined> {
  const refuse = (kind: ProviderErrorKind, message: string) =>
    new ProviderError({
      kind,
      provider: nameOf(connection),
      origin: originOf(connection.baseUrl),
      message,
    });
  const problem = checkEndpoint(connection.baseUrl, {
    linkLocal: connection.allowLinkLocal,
    plainHttp: connection.allowPlainHttp === true && auth === 'none',
  });
  if (problem) throw refuse('badRequest', problem);
  if (auth === 'none') return undefined;
  const key = (await connection.key())?.trim();
  if (!key) throw refuse('noKey', `No API key is set for ${nameOf(connection)}.`);
  if (!isSendable(key)) {
    throw refuse(
      'badKey',
      `The API key of ${nameOf(connection)} has characters that a key cannot have.`,
    );
  }
  return key;
}

/** Whether the connection broke in the middle of an answer, or only part of an event arrived. */
function wasCutOff(error: unknown, guard: GuardedFetch): boolean {
  return guard.ended && (guard.broken !== undefined || error instanceof SyntaxError);
}

function streamError(error: unknown, guard: GuardedFetch, asked: ErrorContext): ProviderError {
  if (error instanceof ProviderError) return error;
  if (guard.broken !== undefined) return networkError(asked, guard.broken);
  if (wasCutOff(error, guard)) return emptyAnswer(asked);
  // Both SDKs keep the body of an error event in `error`.
  const body = objectOf(error)?.['error'];
  if (body !== undefined) return eventError(asked, body);
  return new ProviderError({
    kind: 'malformed',
    provider: asked.provider,
    origin: asked.origin,
    message: `The answer of ${asked.origin} does not follow the protocol.`,
  });
}

function timeoutError(asked: ErrorContext, ms: number, what: string): ProviderError {
  return new ProviderError({
    kind: 'timeout',
    provider: asked.provider,
    origin: asked.origin,
    message: `${asked.origin} ${what} for ${ms / 1000} s.`,
  });
}

function emptyAnswer(asked: ErrorContext): ProviderError {
  return new ProviderError({
    kind: 'notAnAnswer',
    provider: asked.provider,
    origin: asked.origin,
    message: `${asked.origin} closed the answer before a single event was complete.`,
  });
}

function nameOf({ name, id }: Connection): string {
  return name ?? id;
}
