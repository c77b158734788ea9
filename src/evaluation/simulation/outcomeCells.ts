/** Whether a comma in a number is certain to stand before its decimals. */
export type Decimal = 'point' | 'point or comma';

/** What tables write where they have no value. */
const noValues: ReadonlySet<string> = new Set(['', '-', '–', 'n/a', 'na', 'nan', 'none', 'null']);
const goodWords: ReadonlySet<string> = new Set(['true', 'yes', 'pass', 'passed']);
const badWords: ReadonlySet<string> = new Set(['false', 'no', 'fail', 'failed']);

export function isMissing(written: string): boolean {
  return noValues.has(written.toLowerCase());
}

/** A quality from 0 to 1: a number, a percentage, or a word for good or bad. Undefined for anything else. */
export function qualityOf(written: string, decimal: Decimal): number | undefined {
  const word = written.toLowerCase();
  if (goodWords.has(word)) return 1;
  if (badWords.has(word)) return 0;
  const percent = /^(.+?)\s*%$/.exec(written)?.[1];
  if (percent === undefined) return numberUpTo(1, written, decimal);
  const share = numberUpTo(100, percent, decimal);
  return share === undefined ? undefined : share / 100;
}

/** An amount in USD, with or without its sign. Undefined for anything else. */
export function usdOf(written: string, decimal: Decimal): number | undefined {
  return numberUpTo(1e6, written.replace(/^\$\s*|\s*(?:\$|USD)$/gi, ''), decimal);
}

function numberUpTo(most: number, written: string, decimal: Decimal): number | undefined {
  const value = Number(decimal === 'point' ? written : written.replace(/^(-?\d*),(\d+)$/, '$1.$2'));
  return written !== '' && value >= 0 && value <= most ? value : undefined;
}

/** What may be meant by a quality that is none; empty when that is not certain. */
export function meantQuality(written: string): string {
  const value = Number(written);
  if (value > 1 && value <= 100) return `: write ${written}%, if it is a percentage`;
  return pointed(written);
}

/** How a number with a comma or with a sign is to be written, where that is certain; else empty. */
export function pointed(written: string): string {
  const bare = written.replace(/^[$€]\s*/, '').replace(/^(-?\d*),(\d+)$/, '$1.$2');
  return bare !== '' && bare !== written && Number(bare) >= 0 ? `: write ${bare}` : '';
}
