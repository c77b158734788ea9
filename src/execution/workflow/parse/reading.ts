import type * as z from 'zod';
import { didYouMean } from '../../../routing/input/didYouMean.ts';
import { isRecord } from '../../../routing/input/objects.ts';
import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { RequestLimits } from '../../../routing/budgets/requestLimits.ts';
import { fileLimits } from '../limits.ts';
import { insteadOf, meantKey } from './otherTools.ts';
import type { Diagnostic } from './placeFinding.ts';

/** The names outside a workflow that it may use. */
export interface KnownNames {
  readonly tiers: readonly string[];
  /** The user's own limits, for notices about wider ones; the usual limits when omitted. */
  readonly limits?: RequestLimits;
  /** Names of approved commands; omitted when they are unknown. */
  readonly commands?: readonly string[];
}

/** The state of reading one file: what it may name, and the problems so far. */
export interface Reading {
  readonly known: KnownNames;
  /** Files beside the workflow, by path as written; null for a missing one. */
  readonly files: ReadonlyMap<string, string | null>;
  readonly findings: Diagnostic[];
  /** What is not as it seems, although nothing is wrong. */
  readonly notices: Diagnostic[];
  /** The place of each step, at all levels. */
  readonly places: Map<string, ProblemPath>;
}

/** Whether as many problems were found as are shown, so that looking for more is in vain. */
export function isFull({ findings }: Reading): boolean {
  return findings.length >= fileLimits.problems;
}

export function report(
  { findings }: Reading,
  path: ProblemPath,
  message: string,
  onKey = false,
): void {
  findings.push({ path, message, onKey });
}

/** Reads an object by its shape; undefined when it does not fit, after a report. */
export function readShape<T extends z.ZodObject>(
  shape: T,
  value: unknown,
  path: ProblemPath,
  { reading, hint }: { readonly reading: Reading; readonly hint: string },
): z.output<T> | undefined {
  if (!isRecord(value)) {
    report(reading, path, hint);
    return undefined;
  }
  const keys = Object.keys(shape.shape);
  const unknown = Object.keys(value).filter((it) => !keys.includes(it));
  for (const key of unknown) {
    if (isFull(reading)) break;
    const message = `"${key}" is not known here.${insteadOf(key, keys)}`;
    report(reading, [...path, key], message, true);
  }
  const parsed = shape.safeParse(onlyKeys(value, keys));
  if (parsed.success) return parsed.data;
  // Where a key has another name, the key that was meant is missing as well.
  const meant = new Set(unknown.map((key) => meantKey(key, keys)));
  for (const issue of parsed.error.issues) {
    const isMissing = !(String(issue.path[0]) in value);
    if (!isMissing || !meant.has(String(issue.path[0]))) reportIssue(issue, value, path, reading);
  }
  return undefined;
}

function reportIssue(
  issue: z.core.$ZodIssue,
  value: unknown,
  path: ProblemPath,
  reading: Reading,
): void {
  const inner = issue.path.filter((key) => typeof key !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys.slice(0, fileLimits.problems)) {
      const message = `"${key}" is not known here.${insteadOf(key, [])}`;
      report(reading, [...path, ...inner, key], message, true);
    }
    return;
  }
  const given = valueIn(value, inner);
  if (given === undefined) {
    report(reading, path, `"${inner.join('.')}" is missing. ${issue.message}`, true);
    return;
  }
  if (isBareTemplate(given)) {
    report(
      reading,
      [...path, ...inner],
      'YAML takes {{ … }} for something else. Put it in quotes.',
    );
    return;
  }
  const isChoice = issue.code === 'invalid_value' && typeof given === 'string';
  const isNear = isChoice && issue.values.some((value) => typeof value === 'string');
  const nearest = isNear ? didYouMean(given, issue.values.map(String)) : '';
  const hint = nearest.includes('mean') ? `"${given}" is not known here.${nearest}` : issue.message;
  report(reading, [...path, ...inner], hint);
}

/** `{{ name }}` without quotes, which YAML reads as an object with an object as its key. */
function isBareTemplate(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const [key, ...others] = Object.keys(value);
  return key !== undefined && others.length === 0 && /^\{ .* \}$/s.test(key) && value[key] === null;
}

function valueIn(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (owner, key) => (owner as Record<string | number, unknown> | undefined)?.[key],
    value,
  );
}

function onlyKeys(
  value: Record<string, unknown>,
  keys: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));
}
