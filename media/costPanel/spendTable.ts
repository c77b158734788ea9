import type { SpendRow, TurnSpendRow } from '../../src/protocol/costPanel.ts';
import { bar, practiceBadge, spend } from './parts.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement } from '../tree/tree.ts';

import { formatCount, say } from '../tree/say.ts';

/**
 * A table of sums, such as by tier. Each bar compares the row with the most expensive row. The practice
 * badge is on the caption if all rows are practice, otherwise on each practice row.
 */
export function spendTable(
  caption: string,
  column: string,
  rows: readonly SpendRow[],
): TreeElement {
  const allPractice = rows.every((row) => row.simulated);
  const highest = Math.max(0, ...rows.map((row) => row.nanoUsd));
  return element(
    'table',
    { class: 'spend' },
    element('caption', {}, element('h2', {}, `${caption} `, practiceBadge(allPractice))),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col' }, column),
        element('th', { scope: 'col', class: 'number' }, say('Calls')),
        element('th', { scope: 'col', class: 'number' }, say('Cost')),
      ),
    ),
    element(
      'tbody',
      {},
      rows.map((row) => spendRow(row, highest, row.simulated && !allPractice)),
    ),
  );
}

/** What each kind of turn in agents' loops costs, and how often it worked where that is known. */
export function turnTable(rows: readonly TurnSpendRow[]): TreeElement {
  return spendTable(say('Agent turns by kind'), say('Kind'), rows.map(withOutcomes));
}

function withOutcomes({ worked, failed, ...row }: TurnSpendRow): SpendRow {
  const known = worked + failed;
  const label = row.label === 'side' ? say('side calls') : row.label;
  return { ...row, label: known > 0 ? say('{0}: {1} of {2} worked', label, worked, known) : label };
}

function spendRow(row: SpendRow, highest: number, badge: boolean): TreeElement {
  return element(
    'tr',
    { 'data-label': row.label },
    element(
      'th',
      { scope: 'row' },
      element(
        'div',
        { class: 'line' },
        element('span', { class: 'label', title: row.label }, row.label),
        practiceBadge(badge),
      ),
      bar(highest > 0 ? row.nanoUsd / highest : 0),
    ),
    element('td', { class: 'number' }, formatCount(row.attempts)),
    element('td', { class: 'number' }, spend(row)),
  );
}
