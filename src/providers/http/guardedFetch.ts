import { type ErrorContext, httpError, networkError } from './classifyError.ts';
import { parseJson } from './json.ts';
import { ProviderError, type ProviderErrorKind } from '../providerError.ts';

const errorBodyBytes = 64 * 1024;
const eventBytes = 64 * 1024 * 1024;

/** A fetch for one request of an SDK, and what the SDK would hide about it. */
export interface GuardedFetch {
  readonly fetch: typeof fetch;
  /** Why there is no answer to read. */
  readonly failure: ProviderError | undefined;
  /** The body came to its end, or broke off; what the SDK still holds back is incomplete. */
  readonly ended: boolean;
  readonly broken: unknown;
}

/**
 * Lets through only what the header `accept` asks for, from the very server that was asked. Sends
 * exactly the given headers: the SDKs would add some from environment variables.
 */
export function guardFetch(
  inner: typeof fetch,
  headers: Record<string, string> & { readonly accept: string },
  asked: ErrorContext,
): GuardedFetch {
  const seen: { failure?: ProviderError; ended: boolean; broken?: unknown } = { ended: false };

  async function guarded(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    try {
      const response = await inner(input, { ...init, headers, redirect: 'manual' }).catch(
        (error: unknown) => {
          throw networkError(asked, error);
        },
      );
      await refuseUnless(headers.accept, response, asked);
      return new Response(watched(response.body!), { headers: response.headers });
    } catch (error) {
      if (error instanceof ProviderError) seen.failure = error;
      throw error;
    }
  }

  // Reads ahead by nothing, so that `ended` is true only once the SDK has taken all there was.
  function watched(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = body.getReader();
    let lineBytes = 0;
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          try {
            const { done, value } = await reader.read();
            if (done) {
              seen.ended = true;
              controller.close();
              return;
            }
            const lineEnd = value.lastIndexOf(0x0a);
            lineBytes = lineEnd < 0 ? lineBytes + value.length : value.length - lineEnd - 1;
            if (lineBytes > eventBytes) {
              seen.failure = refusal(
                asked,
                'malformed',
                'An event of the answer is larger than 64 MiB.',
              );
              await reader.cancel();
              throw seen.failure;
            }
            controller.enqueue(value);
          } catch (error) {
            seen.ended = true;
            seen.broken = error;
            controller.error(error);
          }
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: 0 },
    );
  }

  return {
    fetch: guarded,
    get failure() {
      return seen.failure;
    },
    get ended() {
      return seen.ended;
    },
    get broken() {
      return seen.broken;
    },
  };
}

async function refuseUnless(
  accepted: string,
  response: Response,
  asked: ErrorContext,
): Promise<void> {
  const { status, headers } = response;
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    await dropBody(response);
    throw redirected(response, asked);
  }
  if (!response.ok) {
    throw httpError(asked, status, headers, parseJson(await startOfBody(response)));
  }
  const type = (headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
  if (type === accepted && response.body) return;
  await dropBody(response);
  throw refusal(
    asked,
    'notAnAnswer',
    `${asked.origin} answered with ${type || 'nothing'} instead of a model's answer (${accepted}). Check the address.`,
    status,
  );
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
    `${asked.origin} redirects to ${place}. Keys and prompts are not sent on; set that address if you trust it.`,
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
    // The status says enough when the explanation breaks off.
  }
  await reader?.cancel().catch(() => {});
  return text;
}

async function dropBody(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => {});
}
