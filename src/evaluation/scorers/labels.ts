import { readJson } from '../../execution/answer/readJson.ts';
import { isRecord } from '../../routing/input/objects.ts';
import type { Scored } from '../trial.ts';
import { alike, bare, namedAnswer, readingsOf, withoutExplanation } from './answerText.ts';
import { passOrFail, quoted } from './scorer.ts';

/** A class that an answer may name. */
export interface Label {
  readonly name: string;
  /** Other words for it. */
  readonly also?: readonly string[];
}

export interface LabelSettings {
  readonly kind: 'label';
  readonly labels: readonly Label[];
}

/** The answer names the class of the fixture. */
export function scoreLabel(answer: string, expected: string, labels: readonly Label[]): Scored {
  const named = answeredLabels(answer, labels);
  const [label] = named;
  if (label === undefined) {
    return passOrFail(false, `The answer names no class; expected ${quoted(expected)}.`);
  }
  if (named.length > 1) {
    const names = named.map((each) => quoted(each)).join(' and ');
    return passOrFail(false, `The answer names ${names}; expected ${quoted(expected)} alone.`);
  }
  const isRight = label === (wordsOf(labels).get(plain(expected)) ?? expected);
  const wanted = isRight ? '' : `, expected ${quoted(expected)}`;
  // The fixture's own spelling, so that classes compare as they are.
  const scored = passOrFail(isRight, `The answer is ${quoted(label)}${wanted}.`);
  return { ...scored, label: isRight ? expected : label };
}

function plain(text: string): string {
  return alike(bare(text), { ignoreCase: true, space: 'collapse' }).replaceAll(/[-_\s]+/g, ' ');
}

/**
 * The classes that an answer names: by its whole text, its only block, a text in its JSON, what stands
 * behind `Answer:` or its first words; else every class that its words mention, unless they deny it.
 */
export function answeredLabels(answer: string, labels: readonly Label[]): string[] {
  const { whole, block } = readingsOf(answer);
  const words = wordsOf(labels);
  const json = readJson(whole, isRecord);
  const fields = isRecord(json)
    ? Object.values(json).filter((value): value is string => typeof value === 'string')
    : [];
  const inJson = new Set(fields.flatMap((field) => words.get(plain(field)) ?? []));
  if (inJson.size === 1) return [...inJson];
  const named = namedAnswer(whole);
  const short = named === undefined ? undefined : withoutExplanation(named);
  for (const text of [whole, block, named, short]) {
    const label = text === undefined ? undefined : words.get(plain(text));
    if (label !== undefined) return [label];
  }
  const first = named === undefined ? leading(whole, words) : undefined;
  return first === undefined ? mentioned(named ?? whole, words) : [first];
}

/** The class with which an answer begins, before it explains itself; a list of classes has none. */
function leading(text: string, words: ReadonlyMap<string, string>): string | undefined {
  const [, start, rest] =
    /^([^\n,.:;–—]{1,200}?)(?:\s+[–—-]\s+|[,.:;–—\n]\s*)([^]*)$/.exec(text.trimStart()) ?? [];
  const label = start === undefined ? undefined : words.get(plain(start));
  const isList = (rest ?? '').split(/[\n,.:;–—]/).some((part) => words.has(plain(part)));
  return isList ? undefined : label;
}

/** The names of the classes by each of their words. */
function wordsOf(labels: readonly Label[]): ReadonlyMap<string, string> {
  return new Map(
    labels.flatMap(({ name, also = [] }) =>
      [name, ...also].map((word): [string, string] => [plain(word), name]),
    ),
  );
}

/** Words that deny what follows them. */
const denial =
  /(?:\b(?:not|no|never|isn't|isn’t|aren't|aren’t|rather than|instead of|than|nicht|keine?|keinen|statt)(?: an?| the| really| a case of| eine?| einen| als)?\s*)["'“‘`*„]*$/;

/** The longest names first, so that `not urgent` is not read as `urgent`. */
function mentioned(text: string, words: ReadonlyMap<string, string>): string[] {
  let rest = alike(text, { ignoreCase: true, space: 'collapse' }).replaceAll(/[-_\s]+/g, ' ');
  const found = new Set<string>();
  const longestFirst = [...words].toSorted(([a], [b]) => b.length - a.length);
  for (const [word, name] of longestFirst) {
    if (word === '') continue;
    const literal = word.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, String.raw`\$&`);
    const whole = new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'gu');
    rest = rest.replace(whole, (match: string, at: number) => {
      if (!denial.test(rest.slice(Math.max(0, at - 30), at))) found.add(name);
      return ' '.repeat(match.length);
    });
  }
  return [...found];
}
