import { arrayOf, objectOf } from './json.ts';

/**
 * How long a server asks to wait, in milliseconds; undefined when it does not say, or names a time that
 * is not in the future.
 */
export function retryAfterMs(headers: Headers, body: unknown, now: number): number | undefined {
  return (
    ahead(numberOf(headers.get('retry-after-ms'))) ??
    ahead(fromHeader(headers.get('retry-after'), now)) ??
    ahead(fromBody(body))
  );
}

function fromHeader(header: string | null, now: number): number {
  const seconds = numberOf(header);
  if (!Number.isNaN(seconds)) return seconds * 1000;
  // A date has a weekday, but Date.parse alone would also accept "-5" as a year.
  return header !== null && /[a-z]{3}/i.test(header) ? Date.parse(header) - now : Number.NaN;
}

/** Gemini gives the delay only in the body: `{"retryDelay": "34s"}`. */
function fromBody(body: unknown): number {
  const error = objectOf(objectOf(body)?.['error']);
  for (const detail of arrayOf(error?.['details'])) {
    const delay = objectOf(detail)?.['retryDelay'];
    const seconds = typeof delay === 'string' ? /^(\d+(?:\.\d+)?)s$/.exec(delay)?.[1] : undefined;
    if (seconds !== undefined) return Number(seconds) * 1000;
  }
  return Number.NaN;
}

function numberOf(text: string | null): number {
  return text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : Number.NaN;
}

function ahead(ms: number): number | undefined {
  return Number.isFinite(ms) && ms > 0 ? Math.ceil(ms) : undefined;
}
