import { Liquid, type LiquidError } from 'liquidjs';

// What a prompt needs; nothing that reads files, is random, or hides text of the prompt.
export const tags = [
  'if',
  'unless',
  'case',
  'for',
  'break',
  'continue',
  'assign',
  'comment',
  'raw',
  '#',
];
export const filters = [
  'append',
  'capitalize',
  'compact',
  'concat',
  'default',
  'downcase',
  'first',
  'join',
  'json',
  'last',
  'map',
  'minus',
  'plus',
  'prepend',
  'replace',
  'reverse',
  'round',
  'size',
  'slice',
  'sort',
  'split',
  'strip',
  'sum',
  'times',
  'truncate',
  'truncatewords',
  'uniq',
  'upcase',
  'where',
];
/**
 * Parses and renders templates. It reads no files, runs no code, sees no inherited properties, and stops
 * at limits of length, time (milliseconds) and memory, which were chosen by judgement.
 */
export const engine = createEngine();

function createEngine(): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    templates: {},
    parseLimit: 200_000,
    renderLimit: 1_000,
    memoryLimit: 10_000_000,
    outputEscape: asText,
  });
  for (const [all, kept] of [
    [liquid.tags, tags],
    [liquid.filters, filters],
  ] as const) {
    for (const name of Object.keys(all)) if (!kept.includes(name)) delete all[name];
  }
  return liquid;
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
}

/** The message of an error, without the place. */
export function messageOf(error: unknown): string {
  const { originalError, message } = error as LiquidError;
  const text = originalError?.message ?? message;
  if (/call stack/.test(text)) return 'it nests too deep';
  return text.replace(/, line:\d+, col:\d+$/, '');
}
