import { arrayOf, type Json, objectOf } from '../json.ts';
import { layersOf, readError } from './readError.ts';

/**
 * How long a server asks to wait, in milliseconds; undefined when it does not say, or names a time that
 * is not in the future.
 */
export function retryAfterMs(headers: Headers, body: unknown, now: number): number | undefined {
  return (
    fromHeaders(headers, now) ??
    firstAhead(layersOf(body).map((layer) => fromLayer(layer, now))) ??
    ahead(fromWords(readError(body).words ?? ''))
  );
}

function fromHeaders(headers: Headers, now: number): number | undefined {
  const isSpent = numberOf(headers.get('x-ratelimit-remaining')) === 0;
  return (
    ahead(numberOf(headers.get('retry-after-ms'))) ??
    ahead(fromHeader(headers.get('retry-after'), now)) ??
    (isSpent ? ahead(untilTime(headers.get('x-ratelimit-reset'), now)) : undefined)
  );
}

function fromHeader(header: string | null, now: number): number {
  const seconds = numberOf(header);
  if (!Number.isNaN(seconds)) return secondsMs(seconds, now);
  // A date has a weekday, but Date.parse alone would also accept "-5" as a year.
  return header !== null && /[a-z]{3}/i.test(header) ? Date.parse(header) - now : Number.NaN;
}

/** Some servers give the time at which the wait ends in place of its length (openclaw/clawhub#407, 2026-02). */
function secondsMs(seconds: number, now: number): number {
  return seconds > leastEpochSeconds ? seconds * 1000 - now : seconds * 1000;
}

/** A point in time, not a length; in 2001. */
const leastEpochSeconds = 1e9;

/** The milliseconds until a time that is written as seconds or milliseconds since 1970. */
function untilTime(text: string | null, now: number): number {
  const time = numberOf(text);
  if (!(time > leastEpochSeconds)) return Number.NaN;
  return (time > leastEpochSeconds * 1000 ? time : time * 1000) - now;
}

function fromLayer(layer: Json | string, now: number): number | undefined {
  if (typeof layer === 'string') return undefined;
  const told = objectOf(objectOf(layer['metadata'])?.['headers']);
  return firstAhead([
    // Gemini gives the delay only in the body: `{"retryDelay": "34s"}`, or as seconds and nanoseconds.
    ...arrayOf(layer['details']).map((detail) => ahead(delayOf(objectOf(detail)))),
    ...lengths.map(([name, unitMs]) => ahead(numberIn(layer[name]) * unitMs)),
    // OpenRouter, for models that cost nothing (Gitlawb/openclaude#936, 2026-04).
    told && fromHeaders(headersOf(told), now),
  ]);
}

/** Fields of an error that say how long, with the milliseconds of their unit. */
const lengths: readonly (readonly [name: string, unitMs: number])[] = [
  // ChatGPT plans (zed-industries/zed#62897, 2026-08).
  ['resets_in_seconds', 1000],
  // Hugging Face, while it loads a model (openinterpreter/openinterpreter#540, 2023-09).
  ['estimated_time', 1000],
  ['retry_after', 1000],
];

function headersOf(told: Json): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(told)) {
    if (typeof value === 'string' && /^[\w-]+$/.test(name)) headers.set(name, value.trim());
  }
  return headers;
}

function delayOf(detail: Json | undefined): number {
  const delay = detail?.['retryDelay'];
  if (typeof delay === 'string') return durationMs(delay);
  return numberIn(objectOf(delay)?.['seconds']) * 1000;
}

/**
 * Groq, OpenAI and Gemini say it in words: "Please try again in 1m2.5s" (elizaOS/eliza#4040, 2025-03); a
 * gateway: "reset after 23s" (decolua/9router#560, 2026-04); others: "Please wait 24 seconds".
 */
function fromWords(words: string): number {
  const found =
    /(?:(?:try again|retry|resets?)(?: in| after)|\bwait(?: for)?)\s+((?:\d+(?:\.\d+)?\s*[a-z]+[\s,]*)+)/i.exec(
      words,
    );
  return found ? durationMs(found[1]!) : Number.NaN;
}

const unitsMs: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|milliseconds?)$/, 1],
  [/^(?:s|secs?|seconds?)$/, 1_000],
  [/^(?:m|mins?|minutes?)$/, 60_000],
  [/^(?:h|hrs?|hours?)$/, 3_600_000],
  [/^(?:d|days?)$/, 86_400_000],
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

function numberIn(value: unknown): number {
  return typeof value === 'number' || typeof value === 'string'
    ? numberOf(String(value))
    : Number.NaN;
}

function firstAhead(found: readonly (number | undefined)[]): number | undefined {
  return found.find((ms) => ms !== undefined);
}

function ahead(ms: number): number | undefined {
  return Number.isFinite(ms) && ms > 0 ? Math.ceil(ms) : undefined;
}
