import { arrayOf, type Json, objectOf } from './json.ts';
import { layersOf, readError } from './readError.ts';

/**
 * How long a server asks to wait, in milliseconds; undefined when it does not say, or names a time that
 * is not in the future.
 */
export function retryAfterMs(headers: Headers, body: unknown, now: number): number | undefined {
  return (
    ahead(numberOf(headers.get('retry-after-ms'))) ??
    ahead(fromHeader(headers.get('retry-after'), now)) ??
    ahead(fromBody(body)) ??
    ahead(fromWords(readError(body).words ?? ''))
  );
}

function fromHeader(header: string | null, now: number): number {
  const seconds = numberOf(header);
  if (!Number.isNaN(seconds)) return seconds * 1000;
  // A date has a weekday, but Date.parse alone would also accept "-5" as a year.
  return header !== null && /[a-z]{3}/i.test(header) ? Date.parse(header) - now : Number.NaN;
}

/** Gemini gives the delay only in the body: `{"retryDelay": "34s"}`, or as seconds and nanoseconds. */
function fromBody(body: unknown): number {
  const layers = layersOf(body).filter((layer) => typeof layer !== 'string');
  const delays = layers
    .flatMap((layer) => arrayOf(layer['details']))
    .map((detail) => delayOf(objectOf(detail)));
  return delays.find((delay) => !Number.isNaN(delay)) ?? Number.NaN;
}

function delayOf(detail: Json | undefined): number {
  const delay = detail?.['retryDelay'];
  if (typeof delay === 'string') return durationMs(delay);
  const seconds = objectOf(delay)?.['seconds'];
  return typeof seconds === 'number' || typeof seconds === 'string'
    ? numberOf(String(seconds)) * 1000
    : Number.NaN;
}

/** Groq, OpenAI and Gemini say it in words: "Please try again in 1m2.5s" (elizaOS/eliza#4040, 2025-03). */
function fromWords(words: string): number {
  const found = /(?:try again|retry)(?: in| after)\s+((?:\d+(?:\.\d+)?\s*[a-z]+[\s,]*)+)/i.exec(
    words,
  );
  return found ? durationMs(found[1]!) : Number.NaN;
}

const unitsMs: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|milliseconds?)$/, 1],
  [/^(?:s|secs?|seconds?)$/, 1_000],
  [/^(?:m|mins?|minutes?)$/, 60_000],
  [/^(?:h|hrs?|hours?)$/, 3_600_000],
];

/** Reads `34s`, `1h2m3.5s`, `20 ms`; stops at the first word that is no unit. */
function durationMs(text: string): number {
  let total = Number.NaN;
  for (const [, number, unit] of text.toLowerCase().matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
    const known = unitsMs.find(([name]) => name.test(unit!));
    if (!known) break;
    total = (Number.isNaN(total) ? 0 : total) + Number(number) * known[1];
  }
  return total;
}

function numberOf(text: string | null): number {
  return text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : Number.NaN;
}

function ahead(ms: number): number | undefined {
  return Number.isFinite(ms) && ms > 0 ? Math.ceil(ms) : undefined;
}
