import type * as z from 'zod';
import { inEnglish, type Say, toSay } from '../say.ts';
import { nearWords } from './didYouMean.ts';

/** What a union says whose forms are to say it themselves. */
export const noForm = toSay('Write something else here.');

const types: Readonly<Record<string, string>> = {
  string: toSay('Write a text.'),
  number: toSay('Write a number.'),
  int: toSay('Write a whole number.'),
  boolean: toSay('Write true or false.'),
  array: toSay('Write a list.'),
  object: toSay('Write names with values, such as `name: value`.'),
  record: toSay('Write names with values, such as `name: value`.'),
};

/** Says in plain words what a shape says that has no words of its own. */
export function inPlainWords(issue: z.core.$ZodRawIssue, say: Say = inEnglish): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return types[issue.expected] ?? noForm;
    case 'invalid_value':
      return issue.values.length > 1
        ? say('Write one of {0}.', issue.values.join(', '))
        : say('Write {0}.', String(issue.values[0]));
    case 'invalid_union':
      return noForm;
    case 'too_small':
      return sizeOf(issue.origin, issue.minimum, issue.inclusive === false ? 'more' : 'least', say);
    case 'too_big':
      return sizeOf(issue.origin, issue.maximum, issue.inclusive === false ? 'less' : 'most', say);
    default:
      return undefined;
  }
}

const amounts = {
  least: toSay('at least {0}'),
  more: toSay('more than {0}'),
  most: toSay('at most {0}'),
  less: toSay('less than {0}'),
} as const;

function sizeOf(
  origin: string,
  size: number | bigint,
  bound: keyof typeof amounts,
  say: Say,
): string {
  const amount = say(amounts[bound], Number(size));
  if (origin !== 'string' && origin !== 'array') return say('Write {0}.', amount);
  if (bound === 'least' && Number(size) === 1)
    return say('It is empty: write something, or leave it out.');
  return origin === 'string'
    ? say('Write {0} characters.', amount)
    : say('Write {0} items.', amount);
}

/** What a look at the value adds to the message of an issue: an empty text, or a sentence after a blank. */
export function hintAt(issue: z.core.$ZodIssue, value: unknown, say: Say = inEnglish): string {
  if (issue.code === 'invalid_value') return hintForWords(issue.values, value, say);
  if (issue.code !== 'invalid_type') return '';
  if (issue.expected === 'boolean') return hintForWords([true, false], value, say);
  if (issue.expected === 'number' || (issue.expected as string) === 'int')
    return hintForNumber(value, say);
  if (issue.expected === 'string') {
    const isPlain = typeof value === 'number' || typeof value === 'boolean';
    return isPlain ? say(' Put it in quotes: "{0}".', String(value)) : '';
  }
  const isWord = issue.expected === 'array' && typeof value === 'string' && /^[\w.-]+$/.test(value);
  return isWord ? say(' Brackets make a list of it: [{0}].', value) : '';
}

function hintForNumber(value: unknown, say: Say): string {
  if (typeof value !== 'string') return '';
  if (/^\s*[-+]?\d+(\.\d+)?\s*$/.test(value)) {
    return say(' Write it without quotes: {0}.', value.trim());
  }
  const [, percent] = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(value) ?? [];
  if (percent !== undefined) {
    return say(' Write {0} for {1} %.', Number(percent) / 100, percent);
  }
  if (/^\s*[-+]?\d+,\d+\s*$/.test(value)) {
    return say(' Write a point before decimals: {0}.', value.trim().replace(',', '.'));
  }
  return /\d/.test(value) ? say(' Write the number alone, without a unit or a sign.') : '';
}

const yes: ReadonlySet<string> = new Set(['yes', 'on', 'true', 'y']);
const no: ReadonlySet<string> = new Set(['no', 'off', 'false', 'n']);

function hintForWords(values: readonly unknown[], value: unknown, say: Say): string {
  if (typeof value !== 'string') return '';
  const meant = yes.has(value.toLowerCase())
    ? true
    : no.has(value.toLowerCase())
      ? false
      : undefined;
  if (meant !== undefined && values.includes(meant)) {
    return say(' "{0}" is a text here, and {1} without quotes is meant.', value, String(meant));
  }
  if (values.some((each) => typeof each === 'number' && String(each) === value)) {
    return say(' Write it without quotes: {0}.', value);
  }
  return nearWords(
    value,
    values.filter((each) => typeof each === 'string'),
    { say },
  );
}
