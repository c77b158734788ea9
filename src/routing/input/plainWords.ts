import type * as z from 'zod';
import { nearWords } from './didYouMean.ts';

/** What a union says whose forms are to say it themselves. */
export const noForm = 'Write something else here.';

const types: Readonly<Record<string, string>> = {
  string: 'Write a text.',
  number: 'Write a number.',
  int: 'Write a whole number.',
  boolean: 'Write true or false.',
  array: 'Write a list.',
  object: 'Write names with values, such as `name: value`.',
  record: 'Write names with values, such as `name: value`.',
};

/** Says in plain words what a shape says that has no words of its own. */
export function inPlainWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return types[issue.expected] ?? noForm;
    case 'invalid_value':
      return `Write ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}.`;
    case 'invalid_union':
      return noForm;
    case 'too_small':
      return sizeOf(issue.origin, issue.minimum, issue.inclusive === false ? 'more' : 'least');
    case 'too_big':
      return sizeOf(issue.origin, issue.maximum, issue.inclusive === false ? 'less' : 'most');
    default:
      return undefined;
  }
}

const amounts = {
  least: 'at least',
  more: 'more than',
  most: 'at most',
  less: 'less than',
} as const;

function sizeOf(origin: string, size: number | bigint, bound: keyof typeof amounts): string {
  const amount = `${amounts[bound]} ${size}`;
  if (origin !== 'string' && origin !== 'array') return `Write ${amount}.`;
  if (bound === 'least' && Number(size) === 1)
    return 'It is empty: write something, or leave it out.';
  return `Write ${amount} ${origin === 'string' ? 'characters' : 'items'}.`;
}

/** What a look at the value adds to the message of an issue: an empty text, or a sentence after a blank. */
export function hintAt(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'invalid_value') return hintForWords(issue.values, value);
  if (issue.code !== 'invalid_type') return '';
  if (issue.expected === 'boolean') return hintForWords([true, false], value);
  if (issue.expected === 'number' || (issue.expected as string) === 'int')
    return hintForNumber(value);
  if (issue.expected === 'string') {
    const isPlain = typeof value === 'number' || typeof value === 'boolean';
    return isPlain ? ` Put it in quotes: "${String(value)}".` : '';
  }
  const isWord = issue.expected === 'array' && typeof value === 'string' && /^[\w.-]+$/.test(value);
  return isWord ? ` Brackets make a list of it: [${value}].` : '';
}

function hintForNumber(value: unknown): string {
  if (typeof value !== 'string') return '';
  if (/^\s*[-+]?\d+(\.\d+)?\s*$/.test(value)) return ` Write it without quotes: ${value.trim()}.`;
  const [, percent] = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(value) ?? [];
  if (percent !== undefined) return ` Write ${Number(percent) / 100} for ${percent} %.`;
  if (/^\s*[-+]?\d+,\d+\s*$/.test(value)) {
    return ` Write a point before decimals: ${value.trim().replace(',', '.')}.`;
  }
  return /\d/.test(value) ? ' Write the number alone, without a unit or a sign.' : '';
}

const yes: ReadonlySet<string> = new Set(['yes', 'on', 'true', 'y']);
const no: ReadonlySet<string> = new Set(['no', 'off', 'false', 'n']);

function hintForWords(values: readonly unknown[], value: unknown): string {
  if (typeof value !== 'string') return '';
  const meant = yes.has(value.toLowerCase())
    ? true
    : no.has(value.toLowerCase())
      ? false
      : undefined;
  if (meant !== undefined && values.includes(meant)) {
    return ` "${value}" is a text here, and ${meant} without quotes is meant.`;
  }
  if (values.some((each) => typeof each === 'number' && String(each) === value)) {
    return ` Write it without quotes: ${value}.`;
  }
  return nearWords(
    value,
    values.filter((each) => typeof each === 'string'),
  );
}
