import { createHash } from 'node:crypto';

/** JSON that is the same for the same data: keys in order, undefined fields left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Identifies data (SHA-256 in hexadecimal), whatever the order of its keys. */
export function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(canonicalJson(value) ?? 'undefined')
    .digest('hex');
}

/** Everything that an answer to a fixture, and its score, depend on. */
export interface TrialParts {
  /** `provider/model`, or all of them for a cascade. */
  readonly model: string;
  readonly effort?: string;
  readonly promptHash: string;
  /** Gates, caps, sampling and whatever else shapes the call. */
  readonly settingsHash: string;
  readonly fixtureHash: string;
  readonly scorerHash: string;
  /** Tells repeated tries of one fixture apart; 0 or omitted for the first. */
  readonly repeat?: number;
}

/** The key under which a trial is kept: while it stays the same, nothing is paid again. */
export function trialKey(parts: TrialParts): string {
  return hashOf({ ...parts, repeat: parts.repeat ?? 0 });
}
