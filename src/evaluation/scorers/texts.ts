import type { Scored } from '../trial.ts';
import { alike, type Alike, readingsOf } from './answerText.ts';
import { passOrFail, quoted, scored, unscorable } from './scorer.ts';

export interface ExactSettings extends Alike {
  readonly kind: 'exact';
  /** The fixture's `expected` when omitted. */
  readonly expected?: string;
}

/** The whole answer, or its only code block, is the expected text. */
export function scoreExact(answer: string, expected: string, settings: Alike = {}): Scored {
  const wanted = alike(expected, settings);
  const { whole, block } = readingsOf(answer);
  const isFound = [whole, block].some(
    (text) => text !== undefined && alike(text, settings) === wanted,
  );
  return passOrFail(
    isFound,
    isFound
      ? `The answer is ${quoted(expected)}.`
      : `The answer is ${quoted(block ?? whole)}, expected ${quoted(expected)}.`,
  );
}

export interface ContainsSettings extends Alike {
  readonly kind: 'contains';
  /** All of these; the fixture's `expected` when no list is given. */
  readonly all?: readonly string[];
  /** At least one of these. */
  readonly any?: readonly string[];
  /** None of these. */
  readonly none?: readonly string[];
}

/** Texts that the answer has to contain or must not contain. */
export function scoreContains(answer: string, settings: Omit<ContainsSettings, 'kind'>): Scored {
  const { all = [], any = [], none = [] } = settings;
  const text = alike(readingsOf(answer).whole, settings);
  const has = (part: string) => text.includes(alike(part, settings));
  const missing = all.filter((part) => !has(part));
  const forbidden = none.filter(has);
  const lacksAny = any.length > 0 && !any.some(has);
  const problems = [
    ...missing.map((part) => `lacks ${quoted(part)}`),
    ...(lacksAny ? [`has none of ${any.map(quoted).join(', ')}`] : []),
    ...forbidden.map((part) => `contains ${quoted(part)}, which it must not`),
  ];
  const checks = all.length + none.length + (any.length > 0 ? 1 : 0);
  if (checks === 0) return unscorable('No text to look for is given.');
  return scored(
    (checks - problems.length) / checks,
    problems.length === 0,
    problems.length === 0
      ? 'The answer contains what it should.'
      : `The answer ${problems.join('; ')}.`,
  );
}

export interface SimilarSettings extends Alike {
  readonly kind: 'similar';
  readonly expected?: string;
  /** The least similarity that passes, 0 to 1. */
  readonly least: number;
}

/** In characters. The time grows with the square of it. Chosen by judgement. */
const longestCompared = 5_000;

/** How alike two texts are: 1 less the share of characters to change (Levenshtein). */
export function scoreSimilar(
  answer: string,
  expected: string,
  settings: Alike & { readonly least: number },
): Scored {
  const { whole, block } = readingsOf(answer);
  const wanted = [...alike(expected, settings)];
  const texts = [whole, block].flatMap((text) =>
    text === undefined ? [] : [[...alike(text, settings)]],
  );
  if ([wanted, ...texts].some(({ length }) => length > longestCompared)) {
    return unscorable(`Texts of more than ${longestCompared} characters are not compared.`);
  }
  const score = Math.max(...texts.map((text) => similarity(text, wanted)));
  return scored(
    score,
    score >= settings.least,
    `The answer is ${Math.round(100 * score)} % like the expected text; ${Math.round(100 * settings.least)} % pass.`,
  );
}

function similarity(one: readonly string[], other: readonly string[]): number {
  const longest = Math.max(one.length, other.length);
  return longest === 0 ? 1 : 1 - editDistance(one, other) / longest;
}

function editDistance(one: readonly string[], other: readonly string[]): number {
  let above = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (const [row, sign] of one.entries()) {
    const line = [row + 1];
    for (const [column, otherSign] of other.entries()) {
      const change = above[column]! + (sign === otherSign ? 0 : 1);
      line.push(Math.min(change, above[column + 1]! + 1, line[column]! + 1));
    }
    above = line;
  }
  return above.at(-1)!;
}
