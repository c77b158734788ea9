import type { AuthScheme } from '../providerConfig.ts';

/** All in milliseconds. */
export interface Limits {
  /** From asking to the headers of the answer, connecting included. */
  readonly headersMs: number;
  /** Between two events that carry data; keep-alive comments and pings do not count. */
  readonly gapMs: number;
  /** For what may follow a complete answer: usage, the end of the body. Missing it is no error. */
  readonly closingMs: number;
}

export const defaultLimits: Limits = { headersMs: 60_000, gapMs: 120_000, closingMs: 5_000 };

/** What every wire needs to reach its server. */
export interface Connection {
  /** The provider's name in model references. */
  readonly id: string;
  /** The provider's name for people; its id if left out. */
  readonly name?: string | undefined;
  /** As the provider's own SDK takes it: without `/v1` for Anthropic, with it for the others. */
  readonly baseUrl: string;
  /** Asked anew for each call, so that a deleted key stops working at once. */
  readonly key: () => Promise<string | undefined> | string | undefined;
  readonly auth?: AuthScheme | undefined;
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970; only for waiting times that a server names as a date. */
  readonly now: () => number;
  readonly limits?: Partial<Limits> | undefined;
  /** The user typed a link-local address and means it. */
  readonly allowLinkLocal?: boolean | undefined;
}
