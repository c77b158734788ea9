import type { AuthScheme } from '../providerConfig.ts';

/** How long to wait for a server, in milliseconds. */
export interface Limits {
  /** From sending the request to the headers of the answer, connecting included. */
  readonly headersMs: number;
  /** Between two events that carry data; keep-alive comments and pings do not count. */
  readonly gapMs: number;
  /** For what may follow a complete answer: usage, the end of the body. Its absence is not an error. */
  readonly closingMs: number;
}

/** Chosen by judgement. */
export const defaultLimits: Limits = { headersMs: 60_000, gapMs: 120_000, closingMs: 5_000 };

/** What every wire needs in order to reach its server. */
export interface Connection {
  /** The provider's name in model references. */
  readonly id: string;
  /** The provider's name that people read; its id when omitted. */
  readonly name?: string | undefined;
  /** As the provider's own SDK takes it: without `/v1` for Anthropic, with it for the others. */
  readonly baseUrl: string;
  /** Called again for each model call, so that a deleted key stops working at once. */
  readonly key: () => Promise<string | undefined> | string | undefined;
  readonly auth?: AuthScheme | undefined;
  /** Headers that a gateway wants besides; asked for again for each model call. */
  readonly headers?: (() => Promise<OwnHeaders> | OwnHeaders) | undefined;
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970; used only where a server gives a waiting time as a date. */
  readonly now: () => number;
  readonly limits?: Partial<Limits> | undefined;
  /** Allows a link-local address, which the user typed on purpose. */
  readonly allowLinkLocal?: boolean | undefined;
  /** Allows plain http to a private address, which the user said for a server that takes no key. */
  readonly allowPlainHttp?: boolean | undefined;
}

/** Headers that the user set for a provider. */
export interface OwnHeaders {
  /** As the setting has them; never secret. */
  readonly plain: Readonly<Record<string, string>>;
  /** From secret storage. No message shows their values. */
  readonly secret: Readonly<Record<string, string>>;
}
