import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** What the network tells of one request. */
export interface Exchange {
  /** Whether the network reports on this request at all; Electron's fetch, for one, does not. */
  readonly isReported: boolean;
  /** Whether any of the request may have left: it was on a connection, or nothing is told about it. */
  readonly wasSent: boolean;
  /** Makes the request inside `send`. It may be called again for another request. */
  run<Result>(send: () => Promise<Result>): Promise<Result>;
  /** Stops listening. */
  close(): void;
}

/** The part of undici's own request that is read and set here. */
interface UndiciRequest {
  readonly method: string;
  headersTimeout: number | null;
  bodyTimeout: number | null;
}

const running = new AsyncLocalStorage<object>();

// Sending on HTTP/1 is reported with the headers, on HTTP/2 at the latest with the body.
const sentChannels = ['undici:client:sendHeaders', 'undici:request:bodySent'];

/**
 * Watches one request through the diagnostics channels of undici, the HTTP client inside Node's fetch and
 * inside the fetch that VS Code puts in its place: https://undici.nodejs.org/#/docs/api/DiagnosticsChannel.
 *
 * It also takes undici's own limits off the request: 300 s without headers and 300 s without a byte of the
 * body, which would end a model that thinks longer (openai/openai-node#2153, 2026-08). A dispatcher cannot
 * do that, because VS Code replaces it by one of its own. Where neither is undici, nothing happens.
 *
 * `onSent` is called when the first byte is written to a connection.
 */
export function watchExchange(onSent: () => void): Exchange {
  const own = {};
  let request: UndiciRequest | undefined;
  let isStarted = false;
  let wasSent = false;

  function onCreate(message: unknown): void {
    const created = (message as { readonly request?: UndiciRequest }).request;
    // A proxy is asked first, by a request of another method.
    if (running.getStore() !== own || created?.method !== 'POST') return;
    request = created;
    request.headersTimeout = 0;
    request.bodyTimeout = 0;
  }

  function onSend(message: unknown): void {
    if (!request || (message as { readonly request?: unknown }).request !== request) return;
    if (!wasSent) onSent();
    wasSent = true;
  }

  subscribe('undici:request:create', onCreate);
  for (const channel of sentChannels) subscribe(channel, onSend);
  return {
    get isReported() {
      return request !== undefined;
    },
    get wasSent() {
      return wasSent || (isStarted && request === undefined);
    },
    run(send) {
      isStarted = true;
      return running.run(own, send);
    },
    close() {
      unsubscribe('undici:request:create', onCreate);
      for (const channel of sentChannels) unsubscribe(channel, onSend);
    },
  };
}
