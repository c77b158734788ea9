import { arrayOf, objectOf } from './json.ts';

/**
 * How long a server asks to wait, in milliseconds; undefined when it does not say, or says
 * something that is no time ahead.
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
  // A date has a weekday; Date.parse alone would also take "-5" for a year.
  return header !== null && /[a-z]{3}/i.test(header) ? Date.parse(header) - now : Number.NaN;
}

/** Gemini names the delay only in the body: `{"retryDelay": "34s"}`. */
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
