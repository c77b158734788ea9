import type * as z from 'zod';
import { keysOfShape } from './keysOfShape.ts';
import { isRecord, own } from './objects.ts';
import { hintAt, inPlainWords, noForm } from './plainWords.ts';
import { createKeyHints, type KeyHints } from './otherWords.ts';
import { inEnglish, type Say } from '../say.ts';
import { type InputProblem, type ProblemPath, withoutConsequences } from './problems.ts';

/** What a value is by a shape, or what is wrong with it. */
export type ReadByShape<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly problems: InputProblem[] };

/** How problems are told. */
interface Telling {
  readonly hints?: KeyHints;
  readonly say?: Say;
}

/**
 * Reads what a user wrote by a shape. Each mistake is one problem: what follows from it is left out, and the path of
 * an unknown key ends with the key. `base` is where the value stands, `hints` know words of other tools.
 */
export function readShape<Shape extends z.ZodType>(
  shape: Shape,
  written: unknown,
  base: ProblemPath = [],
  { hints = noOtherWords, say = inEnglish }: Telling = {},
): ReadByShape<z.output<Shape>> {
  const parsed = shape.safeParse(written, { error: (issue) => inPlainWords(issue, say) });
  if (parsed.success) return { success: true, data: parsed.data };
  const found = problemsIn(parsed.error.issues, [], { shape, written, hints, say });
  const problems = withoutConsequences(found).map(({ path, message }) => ({
    path: [...base, ...path],
    message,
  }));
  return { success: false, problems };
}

interface Reading {
  readonly shape: z.ZodType;
  readonly written: unknown;
  readonly hints: KeyHints;
  readonly say: Say;
}

const noOtherWords = createKeyHints({ meanings: [], absent: [] });

function problemsIn(
  issues: readonly z.core.$ZodIssue[],
  base: ProblemPath,
  reading: Reading,
): InputProblem[] {
  const found = issues.flatMap((issue) => problemsOf(issue, base, reading));
  // Where a key is misspelt, the key that was meant is missing as well.
  const misspelt = new Set(found.flatMap(({ path, is }) => (is === 'unknown' ? keyOf(path) : [])));
  return found
    .filter(({ path, is }) => is !== 'missing' || !misspelt.has(keyOf(path)))
    .map(({ path, message }) => ({ path, message }));
}

function keyOf(path: ProblemPath): string {
  return JSON.stringify(path.slice(0, -1));
}

interface Found extends InputProblem {
  readonly is: 'unknown' | 'missing' | 'wrong';
}

function problemsOf(
  issue: z.core.$ZodIssue,
  base: ProblemPath,
  reading: Reading,
): readonly Found[] {
  const path = [...base, ...issue.path.filter((key) => typeof key !== 'symbol')];
  if (issue.code === 'unrecognized_keys') {
    const known = keysOfShape(reading.shape, path, reading.written);
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: unknownKey(key, known, reading),
      is: 'unknown',
    }));
  }
  const value = valueAt(reading.written, path);
  if (issue.code === 'invalid_union') {
    const closest = closestForm(issue, value);
    if (closest) return closest.flatMap((each) => problemsOf(each, path, reading));
  }
  const is = value === undefined ? 'missing' : 'wrong';
  const { say } = reading;
  return [{ path, message: `${say(issue.message)}${hintAt(issue, value, say)}`, is }];
}

function unknownKey(key: string, known: readonly string[], { hints, say }: Reading): string {
  const [, name, value] = /^(\w+)\s*[:=]\s*(\S.*)$/.exec(key) ?? [];
  if (name !== undefined && known.includes(name)) {
    return say('Write "{0}: {1}", with a colon and a space.', name, value ?? '');
  }
  if (/^(\/\/|\/\*)/.test(key)) {
    return say('A comment begins with # here, and has a line of its own.');
  }
  const said = say('"{0}" is not known here.', key);
  if (/^\d+$/.test(key)) {
    return say('{0} If it ends the number before it, write a point: 0.{1}.', said, key);
  }
  return `${said}${hints.insteadOf(key, known, say)}`;
}

function valueAt(written: unknown, path: ProblemPath): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)] as unknown;
    return isRecord(value) ? own(value, String(key)) : undefined;
  }, written);
}

/**
 * Among several forms, the intended one fails only inside the value, and in the fewest places. Where none does, and
 * the shape has no words for all of them, it is the one that takes a value of this type.
 */
function closestForm(
  { errors, message }: z.core.$ZodIssueInvalidUnion,
  value: unknown,
): readonly z.core.$ZodIssue[] | undefined {
  const [closest] = errors
    .filter((issues) =>
      issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
    )
    .toSorted((one, other) => countOf(one) - countOf(other));
  if (closest || message !== noForm) return closest;
  const takesIt = (issues: readonly z.core.$ZodIssue[]) =>
    issues.every(
      ({ code, path }) => path.length > 0 || (code !== 'invalid_type' && typeof value === 'string'),
    );
  return errors.find(takesIt) ?? errors[0];
}

function countOf(issues: readonly z.core.$ZodIssue[]): number {
  const places = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys : String(issue.path[0]),
  );
  return new Set(places).size;
}
