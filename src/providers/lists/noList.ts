import { codeOfCause, httpError, isDistrusted } from '../http/errors/classifyError.ts';
import { readError } from '../http/errors/readError.ts';
import { objectOf, parseJson } from '../http/json.ts';
import { redact } from '../http/redact.ts';

/**
 * Why there is no list of models. `forbidden`: another key may help, or another network. `why` ends a sentence such as
 * `Groq is not available: …`.
 */
export interface NoList {
  readonly kind: 'badKey' | 'forbidden' | 'unreachable' | 'noList';
  readonly why: string;
}

/** The question that was asked; the key is shown nowhere. */
export interface AskedList {
  readonly provider: string;
  readonly url: URL;
  readonly key: string;
}

/** How much of a refusal is read. Chosen by judgement. */
const refusalLength = 64 * 1024;

/** Whether an answer of status 200 is a refusal, as new-api and gateways that hide statuses send it. */
export function saysFailure(answer: unknown): boolean {
  const fields = objectOf(answer);
  return fields !== undefined && (fields['success'] === false || Boolean(fields['error']));
}

/** xAI and Gemini answer a wrong key with status 400, and say in the body that it is the key. */
export function refused(
  { provider, url, key }: AskedList,
  { status, headers }: Response,
  text: string,
): NoList {
  const place = placeOf(url);
  if (status >= 300 && status < 400) return redirected(url, headers.get('location') ?? '');
  const body = bodyIn(text.slice(0, refusalLength));
  const asked = { provider, origin: url.origin, now: () => 0, clean: () => '' };
  // A refusal that hides its status is one of the request.
  const isHidden = status === 200;
  const { kind } = httpError(asked, isHidden ? 400 : status, headers, body);
  if (status === 401 || kind === 'badKey') {
    return { kind: 'badKey', why: `it refused the key at ${place} (${status})` };
  }
  const answered = isHidden ? `${place} refused` : `${place} answered with status ${status}`;
  const words = redact(readError(body).words ?? '', [key], []);
  if (status === 403) return { kind: 'forbidden', why: `${answered}${reasonOf(words, text)}` };
  const advice =
    status === 404 || status === 405
      ? ': correct its `baseUrl`, or set `discover` to false if it lists no models'
      : words && `: ${words}`;
  return { kind: 'noList', why: `${answered}${advice}` };
}

function redirected(url: URL, location: string): NoList {
  const target = URL.canParse(location, url.href)
    ? placeOf(new URL(location, url))
    : 'another place';
  const why = `${placeOf(url)} redirects to ${target}, where no key is sent: write that address if you trust it`;
  return { kind: 'noList', why };
}

/** Status 403 has many reasons: a key without a permission, a country, a proxy. */
function reasonOf(words: string, text: string): string {
  if (words) return `: ${words}`;
  if (isPage(text)) return ' and a page, as proxies and firewalls do';
  return ', which may mean the key or the network';
}

/** An answer of status 200 that is something else. */
export function notAList({ origin }: URL, text: string): NoList {
  const what = isPage(text) ? ', but with a page: correct its `baseUrl`' : '';
  return { kind: 'noList', why: `${origin} did not answer with a list of models${what}` };
}

export function unreached(url: URL, thrown: unknown): NoList {
  return { kind: 'unreachable', why: whyUnreached(url, thrown) };
}

function whyUnreached({ origin, host, hostname, protocol }: URL, thrown: unknown): string {
  const code = codeOfCause(thrown) ?? '';
  if (objectOf(thrown)?.['name'] === 'TimeoutError') return `${origin} did not answer in time`;
  if (isDistrusted(code)) {
    return `the certificate of ${origin} is not trusted (${code}): install it on this computer`;
  }
  if (/SSL|EPROTO/.test(code)) {
    return `${host} speaks no TLS (${code}): write http:// if it is a server of this computer`;
  }
  if (/ENOTFOUND|EAI_AGAIN|NAME_NOT_RESOLVED/.test(code)) {
    return `no server has the name ${hostname} (${code})`;
  }
  if (protocol === 'http:' && /UND_ERR_SOCKET|EMPTY_RESPONSE/.test(code)) {
    return `${origin} ended the connection (${code}), as servers do that want https://`;
  }
  return `nothing answers at ${origin}`;
}

/** Without the query, which may hold a key. */
function placeOf({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

/** Proxies and gateways refuse in plain words, too; a page has none to show. */
function bodyIn(text: string): unknown {
  return parseJson(text) ?? (isPage(text) ? undefined : text.trim());
}

function isPage(text: string): boolean {
  return text.trimStart().startsWith('<');
}
