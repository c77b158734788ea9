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

/** A share from 0 to 1, to a tenth of a per cent. */
export function share(of: number): string {
  return `${Math.round(of * 1000) / 10} %`;
}
