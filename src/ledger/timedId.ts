import { randomUUID } from 'node:crypto';

/**
 * An id for a request or an attempt: a UUID of version 7, which begins with the time. Facts of one day
 * then lie side by side in every index of the ledger; with random ids each lies on a page of its own, and
 * reading a day takes ten times as many pages (docs/decisions, ids by time).
 */
export function timedId(nowMs = Date.now()): string {
  const time = nowMs.toString(16).padStart(12, '0');
  const random = randomUUID();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice('xxxxxxxx-xxxx-4'.length)}`;
}
