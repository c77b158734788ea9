import type { Effort } from '../../routing/models/model.ts';
import type { AuthScheme } from '../providerConfig.ts';
import { type Clock, realClock } from './clock.ts';
import { hostOf, isLoopback, isPrivate } from './hosts.ts';

/** How long to wait for a server, in milliseconds, and how much to take from it. */
export interface Limits {
  /**
   * From the request to its first byte on the wire: name, connection, TLS and proxy. Node's own fetch gives
   * up after 10 s for a single connection, whatever is set here. A fetch that does not tell when it has
   * connected, such as Electron's, is under `firstByteMs` instead.
   */
  readonly connectMs: number;
  /** From the request on the wire to the first byte of the answer's body; the headers start it again. */
  readonly firstByteMs: number;
  /** Between two bytes of the body. Every byte counts, also of comments and pings. */
  readonly silenceMs: number;
  /** For the whole call. It ends answers that never end. */
  readonly totalMs: number;
  /** For what may follow a complete answer: usage, the end of the body. Its absence is not an error. */
  readonly closingMs: number;
  /** The largest body, bytes. */
  readonly answerBytes: number;
  /** The longest line of it, which holds an event, bytes. */
  readonly lineBytes: number;
  /** The most events of it. */
  readonly events: number;
}

const minuteMs = 60_000;

// Chosen by judgement. Azure's GPT-6 was seen to think for 8.5 minutes, partly without a byte
// (openai/codex#39771, 2026-09), Claude Opus 5 only sends pings while it thinks (charmbracelet/fantasy#362,
// 2026-09), and xAI's guide asks for limits of 15 minutes. Ollama and llama.cpp send no headers before the
// model is loaded and the prompt is read, and closing the connection starts that again (cline/cline#12839).
const patience = {
  remote: { firstByteMs: 5 * minuteMs, silenceMs: 5 * minuteMs, totalMs: 60 * minuteMs },
  /** A model that was asked to think hard may say nothing for long. */
  thinking: { firstByteMs: 15 * minuteMs, silenceMs: 15 * minuteMs, totalMs: 120 * minuteMs },
  nearby: { firstByteMs: 30 * minuteMs, silenceMs: 30 * minuteMs, totalMs: 240 * minuteMs },
} as const;

// Chosen by judgement. An event for each token has 200 to 600 bytes on every wire that was recorded, OpenAI's
// Responses repeat the whole text four times and the request twice, and some servers send pings.
const size = {
  bytesAToken: 2_048,
  leastBytes: 32 * 1024 * 1024,
  mostBytes: 256 * 1024 * 1024,
  eventsAToken: 8,
  leastEvents: 50_000,
} as const;

/** How much an answer may be, by the output tokens that were asked for. */
function sizeFor(tokens: number): Pick<Limits, 'answerBytes' | 'lineBytes' | 'events'> {
  const answerBytes = Math.min(size.leastBytes + tokens * size.bytesAToken, size.mostBytes);
  const events = size.leastEvents + tokens * size.eventsAToken;
  return { answerBytes, lineBytes: answerBytes / 4, events };
}

/**
 * The limits of one call: the connection's own ones, or else generous ones. A server on this computer or
 * in a private network may load a model first; a remote one that is asked for an effort may think silently.
 */
export function limitsFor(
  { baseUrl, limits }: Pick<Connection, 'baseUrl' | 'limits'>,
  { effort, maxOutputTokens }: { readonly effort?: Effort; readonly maxOutputTokens: number },
): Limits {
  const host = URL.canParse(baseUrl) ? hostOf(new URL(baseUrl)) : '';
  const isNearby = host !== '' && (isLoopback(host) || isPrivate(host));
  const usual = isNearby ? patience.nearby : effort ? patience.thinking : patience.remote;
  return {
    connectMs: 30_000,
    closingMs: 5_000,
    ...sizeFor(maxOutputTokens),
    ...usual,
    ...limits,
  };
}

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
  /** What the user sets; the rest is `limitsFor`. */
  readonly limits?: Partial<Limits> | undefined;
  /** Takes remarks for the log: what a server does that Tierwise does not know. */
  readonly note?: ((remark: string) => void) | undefined;
  /** Measures the limits; real time when omitted. */
  readonly clock?: Clock | undefined;
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

export function clockOf({ clock }: Connection): Clock {
  return clock ?? realClock;
}
