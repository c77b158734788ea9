import type { Origin } from './origins.ts';

/** One line of the page, in plain text. */
export interface OverviewLine {
  readonly text: string;
  readonly from?: Origin;
  readonly under?: readonly OverviewLine[];
}

export interface OverviewPart {
  readonly title: string;
  /** What the lines are, in a sentence or two. */
  readonly note?: string;
  /** The lines are tried in this order. */
  readonly ordered?: true;
  readonly lines: readonly OverviewLine[];
}

/** `a, b and c` */
export function listed(words: readonly string[], last: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** A share from 0 to 1, to a tenth of a per cent. */
export function share(of: number): string {
  return `${Math.round(of * 1000) / 10} %`;
}
