import { formatUsd } from '../../src/routing/models/money.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement } from '../tree/tree.ts';
import { spread } from './spread.ts';

/** A column of the chart: what was spent, in front of what the baseline would have cost. Nano-dollars. */
export interface Column {
  readonly label: string;
  /** All about it in words, shown when the pointer rests on it. */
  readonly words: string;
  readonly nanoUsd: number;
  /** Omitted without a baseline. */
  readonly baselineNanoUsd?: number;
  /** Some of it is of unknown cost, so the bar is too short. */
  readonly isPartial: boolean;
}

/** Fewer columns than these leave room at both sides, so that none is as wide as a wall. */
const leastSlots = 8;
/** Labels below the columns; every other one goes where the page is narrow. */
const mostLabels = 6;

/** Draws columns as wide as the page. It is decoration: the same figures stand in a table. */
export function chart(columns: readonly Column[]): TreeElement {
  const slot = 1 / Math.max(columns.length, leastSlots);
  const before = (1 - columns.length * slot) / 2;
  const middles = columns.map((_, index) => before + (index + 0.5) * slot);
  const most = scaleOf(
    Math.max(
      0,
      ...columns.flatMap(({ nanoUsd, baselineNanoUsd = 0 }) => [nanoUsd, baselineNanoUsd]),
    ),
  );
  return element(
    'div',
    { class: 'plot', 'aria-hidden': 'true' },
    element(
      'div',
      { class: 'amounts' },
      [most, most / 2, 0].map((nanoUsd) => element('span', {}, formatUsd(nanoUsd))),
    ),
    element(
      'svg',
      { class: 'columns', focusable: 'false' },
      [0, 0.5, 1].map((share) =>
        element('line', { x1: '0', x2: '100%', y1: percent(share), y2: percent(share) }),
      ),
      columns.map((column, index) => columnShapes(column, { middle: middles[index]!, slot, most })),
    ),
    element(
      'svg',
      { class: 'labels', focusable: 'false' },
      spread(columns.length, mostLabels).map((index, place) =>
        element(
          'text',
          { class: place % 2 === 1 ? 'minor' : 'major', x: percent(middles[index]!), y: '1em' },
          columns[index]!.label,
        ),
      ),
    ),
  );
}

function columnShapes(
  { words, nanoUsd, baselineNanoUsd = 0, isPartial }: Column,
  { middle, slot, most }: { readonly middle: number; readonly slot: number; readonly most: number },
): TreeElement {
  const bar = (name: string, amount: number, width: number) =>
    amount > 0 &&
    element('rect', {
      class: name,
      x: percent(middle - (width * slot) / 2),
      width: percent(width * slot),
      y: percent(1 - amount / most),
      height: percent(amount / most),
    });
  const top = Math.max(nanoUsd, baselineNanoUsd) / most;
  return element(
    'g',
    {},
    element('title', {}, words),
    element('rect', {
      class: 'under',
      x: percent(middle - slot / 2),
      width: percent(slot),
      height: '100%',
    }),
    // The narrower one is in front, so that both can be seen whichever is higher.
    bar('other', baselineNanoUsd, 0.85),
    bar('spent', nanoUsd, 0.55),
    isPartial &&
      element('text', { class: 'partial', x: percent(middle), y: percent(1 - top), dy: '-2' }, '?'),
  );
}

/** The next round number: 1, 2, 4 or 6 of a power of ten, or more than it where that is not enough. */
export function scaleOf(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 4, 6, 10].map((each) => each * power).find((each) => each >= most)!;
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
