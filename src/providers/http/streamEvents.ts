import { authHeaders, isSendable } from './authHeaders.ts';
import { type ErrorContext, eventError } from './errors/classifyError.ts';
import { checkEndpoint, originOf } from './checkEndpoint.ts';
import { clockOf, type Connection, limitsFor } from './connection.ts';
import { createDeadlines } from './deadlines.ts';
import { watchExchange } from './exchange.ts';
import { errorIn } from './errors/errorIn.ts';
import { type GuardedFetch, guardFetch } from './guardedFetch.ts';
import { type Json, arrayOf, countOf, objectOf } from './json.ts';
import type { ModelCall } from '../provider.ts';
import type { AuthScheme } from '../providerConfig.ts';
import { ProviderError, type ProviderErrorKind } from '../providerError.ts';
import { redact } from './redact.ts';
import { refuseUnfinished, streamError, tooManyEvents, wasCutOff } from './streamErrors.ts';

/*
 * The door of http/: one call over the network. In come a connection (connection.ts), a wire and a call;
 * out come the events of the answer, as the SDK parsed them. checkEndpoint.ts and authHeaders.ts say where
 * and with which key a call may go, guardedFetch.ts refuses redirects and other kinds of answers,
 * errors/ names what went wrong, redact.ts takes secrets out, and json.ts reads untrusted values.
 */

/** How one wire format sends a call and recognises the end of its answer. */
export interface Wire {
  readonly auth: AuthScheme;
  readonly headers?: Record<string, string>;
  /** The media type of the answer; an event stream when omitted. */
  readonly accept?: string;
  /**
   * Sends the request through an SDK that uses this fetch and obeys this signal. `received` tells what the
   * SDK hides of the answer.
   */
  send(
    fetch: typeof globalThis.fetch,
    signal: AbortSignal,
    received: Pick<GuardedFetch, 'tail' | 'gateway'>,
  ): PromiseLike<AsyncIterable<unknown>>;
  /** Whether this event makes the answer whole; omitted where no event tells that, so that the caller counts. */
  readonly completes?: (event: unknown) => boolean;
  /** The error that an event reports; what most servers write when omitted. */
  readonly failureIn?: (event: unknown) => unknown;
  /** Writes a whole answer, which a server sent in place of a stream, as events; undefined when it is none. */
  wholeAsEvents?(answer: Json): string | undefined;
  /** Whether the SDK skips events without a name. */
  readonly needsNames?: boolean;
}

/** Given to the SDKs, which insist on a key. It is never sent: the guarded fetch sets the headers. */
export const placeholderKey = 'not-sent';

/** The longest timeout that Node accepts, so that the SDKs' own timeout never fires. */
export const noSdkTimeout = 2 ** 31 - 1;

/**
 * The events of one answer, as many as came. Throws ProviderError, or the signal's own reason when it is
 * aborted; a ProviderError of kind `aborted` when nothing had been sent by then.
 */
export async function* answerEvents(
  connection: Connection,
  wire: Wire,
  call: ModelCall,
  signal: AbortSignal,
): AsyncGenerator<unknown, void, undefined> {
  const { asked, headers } = await prepared(connection, wire, call, signal);
  const limits = limitsFor(connection, call);
  const stopper = stopperWith(signal);
  const deadlines = createDeadlines(clockOf(connection), limits, {
    asked,
    id: connection.id,
    stop: stopper.stop,
  });
  const exchange = watchExchange(deadlines.sent);
  const guard = guardFetch(connection.fetch, headers, asked, {
    exchange,
    watch: deadlines,
    most: limits,
    wholeAsEvents: wire.wholeAsEvents,
    needsNames: wire.needsNames,
  });

  let events = 0;
  let hasWorked = false;
  let complete = false;
  try {
    deadlines.begin(exchange);
    for await (const event of await wire.send(guard.fetch, stopper.signal, guard)) {
      deadlines.clear();
      events += 1;
      if (events > limits.events) throw tooManyEvents(asked, limits.events);
      const failure = (wire.failureIn ?? usualFailure)(event);
      if (failure !== undefined) {
        // It may tell what was used until then.
        yield event;
        throw eventError(asked, failure, hasWorked);
      }
      complete ||= wire.completes?.(event) === true;
      hasWorked ||= !isOpening(event);
      yield event;
      if (complete) deadlines.closing();
    }
    // The SDKs' loops end without an error when they are aborted.
    if (!complete) stopper.signal.throwIfAborted();
    if (!complete && wire.completes) refuseUnfinished(guard, asked, { hasWorked, events });
  } catch (error) {
    if (complete) return;
    if (signal.aborted && !exchange.wasSent) throw neverSent(connection, signal);
    if (stopper.signal.aborted) throw stopper.signal.reason;
    if (guard.failure) throw guard.failure;
    if (hasWorked && wasCutOff(error, guard)) return;
    throw streamError(error, guard, asked, { hasWorked, events });
  } finally {
    deadlines.end();
    exchange.close();
    stopper.end();
  }
}

function usualFailure(event: unknown): unknown {
  return errorIn(objectOf(event));
}

/** Stops with a signal, by itself, and at the end of the call. */
function stopperWith(signal: AbortSignal) {
  const stopper = new AbortController();
  const stop = (reason?: unknown) => stopper.abort(reason);
  const onAbort = () => stop(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    signal: stopper.signal,
    stop,
    end() {
      signal.removeEventListener('abort', onAbort);
      stop();
    },
  };
}

/** The headers of a call, and how to describe its server without its secrets. */
async function prepared(
  connection: Connection,
  wire: Wire,
  call: ModelCall,
  signal: AbortSignal,
): Promise<{ readonly asked: ErrorContext; readonly headers: Headed }> {
  if (signal.aborted) throw neverSent(connection, signal);
  const key = await keyFor(connection, wire.auth);
  const own = await connection.headers?.();
  if (signal.aborted) throw neverSent(connection, signal);
  return {
    asked: describe(connection, [key, ...Object.values(own?.secret ?? {})], call),
    headers: { ...headersFor(wire, key), ...lowerCase({ ...own?.plain, ...own?.secret }) },
  };
}

const openingTypes: ReadonlySet<string> = new Set([
  'message_start',
  'response.created',
  'response.in_progress',
  'response.queued',
]);

/** Whether an event only opens the answer, before any work of the model. */
function isOpening(event: unknown): boolean {
  const { type, choices, usage } = objectOf(event) ?? {};
  if (typeof type === 'string') return openingTypes.has(type);
  if (countOf(objectOf(usage)?.['completion_tokens'])) return false;
  const delta = objectOf(objectOf(arrayOf(choices)[0])?.['delta']) ?? {};
  return Object.entries(delta).every(([name, value]) => name === 'role' || isEmpty(value));
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

type Headed = Record<string, string> & { readonly accept: string };

function headersFor(wire: Wire, key: string | undefined): Headed {
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

function neverSent(connection: Connection, { reason }: AbortSignal): ProviderError {
  return new ProviderError({
    kind: 'aborted',
    provider: nameOf(connection),
    origin: originOf(connection.baseUrl),
    message: 'It was cancelled before anything was sent.',
    isFree: true,
    cause: reason,
  });
}

function nameOf({ name, id }: Connection): string {
  return name ?? id;
}
