import type { BudgetRow } from '../../src/protocol/costPanel.ts';
import { amount, bar, plusUnknown, practiceBadge } from './parts.ts';
import { element } from './tree.ts';
import type { TreeElement } from './tree.ts';
import { count } from './words.ts';

/** What is left of each budget, and how long it lasts at the current pace. */
export function budgetSection(budgets: readonly BudgetRow[]): TreeElement {
  return element(
    'section',
    { class: 'budgets', 'aria-labelledby': 'budgets', 'data-key': 'budgets' },
    element('h2', { id: 'budgets' }, budgets.length === 1 ? 'Budget' : 'Budgets'),
    budgets.map(budgetRow),
  );
}

function budgetRow({
  label,
  capNanoUsd,
  spentNanoUsd,
  unknownAttempts,
  simulated,
  forecast,
}: BudgetRow): TreeElement {
  const left = Math.max(0, capNanoUsd - spentNanoUsd);
  return element(
    'div',
    { class: 'budget' },
    element(
      'p',
      {},
      amount(left),
      ` left of ${label}`,
      ...unknown(unknownAttempts),
      ...(simulated ? [' ', practiceBadge(true)] : []),
    ),
    bar(spentNanoUsd / capNanoUsd, left === 0 ? 'bar thick spent' : 'bar thick'),
    forecast !== undefined && element('p', { class: 'note' }, forecast),
  );
}

function unknown(attempts: number) {
  return attempts === 0 ? [] : plusUnknown(`${count(attempts, 'call')} of unknown cost`);
}
