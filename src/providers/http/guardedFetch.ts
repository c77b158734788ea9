import { type ErrorContext, httpError, networkError } from './errors/classifyError.ts';
import { asEventStream, eventStreamType, mayBeEvents } from './answerBody.ts';
import type { Limits } from './connection.ts';
import type { Exchange } from './exchange.ts';
import { type GatewayWord, gatewayWord } from './gatewayHeaders.ts';
import { type Json, parseJson } from './json.ts';
import { ProviderError, type ProviderErrorKind } from '../providerError.ts';

/** How much of an error's body is read. Chosen by judgement. */
const errorBodyBytes = 64 * 1024;
/** Room for the line of an error. Chosen by judgement. */
const tailBytes = 8 * 1024;

/** A fetch for one request of an SDK, and what the SDK would hide about that request. */
export interface GuardedFetch extends Readonly<Observed> {
  readonly fetch: typeof fetch;
}

interface Observed {
  /** Why there is no answer to read. */
  failure: ProviderError | undefined;
  /** Whether the body ended or broke off; whatever the SDK still holds back then is incomplete. */
  ended: boolean;
  /** What broke the body off. */
  broken: unknown;
  /** The last bytes of the body: servers write an error there that the SDKs skip. */
  tail: Uint8Array;
  gateway: GatewayWord | undefined;
}

const nothingObserved: Readonly<Observed> = {
  failure: undefined,
  ended: false,
  broken: undefined,
  tail: new Uint8Array(),
  gateway: undefined,
};

/** Hears of the body's bytes; time passes for the server only between `waits` and `arrived`. */
export interface BodyWatch {
  /** The headers of an answer came. */
  answered(): void;
  /** The SDK wants more bytes. */
  waits(): void;
  arrived(): void;
}

/**
 * A fetch that accepts only an answer of the media types in `accept`, and only from the server that was
 * asked, and no larger body or line than `most`. What is a stream shows in its first bytes (answerBody.ts).
 * Sends exactly the given headers: the SDKs would add some from environment variables.
 */
export function guardFetch(
  inner: typeof fetch,
  headers: Record<string, string> & { readonly accept: string },
  asked: ErrorContext,
  through: {
    readonly exchange: Exchange;
    readonly watch: BodyWatch;
    readonly most: Pick<Limits, 'answerBytes' | 'lineBytes'>;
    /** Writes a whole answer, sent in place of a stream, as events. */
    readonly wholeAsEvents?: ((answer: Json) => string | undefined) | undefined;
    /** Whether the SDK skips events without a name. */
    readonly needsNames?: boolean | undefined;
  },
): GuardedFetch {
  const { exchange, watch, wholeAsEvents, needsNames } = through;
  const observed: Observed = { ...nothingObserved };

  async function guarded(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    try {
      const response = await exchange
        .run(() => inner(input, { ...init, headers, redirect: 'manual' }))
        .catch((error: unknown) => {
          throw networkError(asked, error, exchange.wasSent);
        });
      watch.answered();
      observed.gateway = gatewayWord(response.headers);
      const type = await refuseUnless(headers.accept, response, asked);
      const body = watched(response.body!, observed, asked, through);
      const isStream = headers.accept === eventStreamType;
      const expected = { type, asked, wholeAsEvents, needsNames };
      const events = isStream ? asEventStream(body, expected) : body;
      return new Response(events, { headers: response.headers });
    } catch (error) {
      if (error instanceof ProviderError) observed.failure = error;
      throw error;
    }
  }

  return Object.assign(observed, { fetch: guarded });
}

/**
 * The same body, with its end noted in `observed`. It never reads ahead, so `ended` becomes true only
 * after the SDK has read everything.
 */
function watched(
  body: ReadableStream<Uint8Array>,
  observed: Observed,
  asked: ErrorContext,
  {
    watch,
    most,
  }: { readonly watch: BodyWatch; readonly most: Pick<Limits, 'answerBytes' | 'lineBytes'> },
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let lineBytes = 0;
  let bytes = 0;

  async function refuse(message: string, kind: ProviderErrorKind): Promise<never> {
    observed.failure = refusal(asked, kind, message);
    await reader.cancel();
    throw observed.failure;
  }

  async function readInto(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    watch.waits();
    const { done, value } = await reader.read();
    watch.arrived();
    if (done) {
      observed.ended = true;
      controller.close();
      return;
    }
    const lineEnd = value.lastIndexOf(0x0a);
    lineBytes = lineEnd < 0 ? lineBytes + value.length : value.length - lineEnd - 1;
    if (lineBytes > most.lineBytes) {
      await refuse(`An event of the answer is larger than ${mib(most.lineBytes)}.`, 'malformed');
    }
    bytes += value.length;
    if (bytes > most.answerBytes) {
      await refuse(`The answer is larger than ${mib(most.answerBytes)} and was ended.`, 'endless');
    }
    observed.tail = endOf(observed.tail, value);
    controller.enqueue(value);
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          await readInto(controller);
        } catch (error) {
          observed.ended = true;
          observed.broken = error;
          controller.error(error);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

function mib(bytes: number): string {
  return `${Math.floor(bytes / 2 ** 20)} MiB`;
}

/** The last `tailBytes` of both. */
function endOf(before: Uint8Array, more: Uint8Array): Uint8Array {
  if (more.length >= tailBytes) return more.subarray(-tailBytes);
  return Buffer.concat([before.subarray(more.length - tailBytes), more]);
}

/** Returns the media type of the answer, in lower case and without its parameters. */
async function refuseUnless(
  accepted: string,
  response: Response,
  asked: ErrorContext,
): Promise<string> {
  const { status, headers } = response;
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    await dropBody(response);
    throw redirected(response, asked);
  }
  if (!response.ok) {
    throw httpError(asked, status, headers, bodyIn(await startOfBody(response)));
  }
  const type = (headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
  const isReadable =
    accepted === eventStreamType ? mayBeEvents(type) : accepted.split(', ').includes(type);
  if (isReadable && response.body) return type;
  await dropBody(response);
  throw refusal(
    asked,
    'notAnAnswer',
    `${asked.origin} answered with ${type || 'nothing'} instead of a model's answer (${accepted}). Check the address.`,
    status,
  );
}

/** Proxies and gateways refuse in plain words, too; a page is not worth showing. */
function bodyIn(text: string): unknown {
  const plain = text.trim();
  return parseJson(text) ?? (plain.startsWith('<') ? undefined : plain);
}

function redirected(response: Response, asked: ErrorContext): ProviderError {
  const location = response.headers.get('location') ?? '';
  const target = URL.canParse(location, response.url || asked.origin)
    ? new URL(location, response.url || asked.origin)
    : undefined;
  const place = !target
    ? 'another place'
    : target.host
      ? `${target.protocol}//${target.host}`
      : target.protocol;
  return refusal(
    asked,
    'redirected',
    `${asked.origin} redirects to ${place}. Keys and prompts are not sent there; set that address if you trust it.`,
    response.status || undefined,
  );
}

function refusal(
  asked: ErrorContext,
  kind: ProviderErrorKind,
  message: string,
  status?: number,
): ProviderError {
  return new ProviderError({
    kind,
    provider: asked.provider,
    origin: asked.origin,
    message,
    status,
  });
}

async function startOfBody(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    while (reader && text.length < errorBodyBytes) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // When the explanation breaks off, the status says enough.
  }
  await reader?.cancel().catch(() => {});
  return text;
}

async function dropBody(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => {});
}
