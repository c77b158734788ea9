import type { BudgetRow } from '../../src/protocol/costPanel.ts';
import { amount, amountInWords, bar, practiceBadge } from './parts.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement } from '../tree/tree.ts';
import { formatCount, say, sayWith } from '../tree/say.ts';

/** What is left of each budget, and how long it lasts at the current pace. */
export function budgetSection(budgets: readonly BudgetRow[]): TreeElement {
  return element(
    'section',
    { class: 'budgets', 'aria-labelledby': 'budgets', 'data-key': 'budgets' },
    element('h2', { id: 'budgets' }, budgets.length === 1 ? say('Budget') : say('Budgets')),
    budgets.map(budgetRow),
  );
}

/** What is wrong in the settings about spending, and what that means. */
export function faultSection(faults: readonly string[]): TreeElement {
  return element(
    'section',
    { class: 'problem', role: 'alert', 'aria-labelledby': 'faults', 'data-key': 'faults' },
    element('h2', { id: 'faults' }, say('Paid calls are stopped')),
    faults.map((fault) => element('p', {}, fault)),
    element('p', {}, say('Until it is right, only models that cost nothing are asked.')),
    element('button', { type: 'button', 'data-action': 'openBudgets' }, say('Open Budgets')),
  );
}

function budgetRow({
  label,
  capNanoUsd,
  spentNanoUsd,
  unknownAttempts,
  credits,
  simulated,
  forecast,
}: BudgetRow): TreeElement {
  const left = Math.max(0, capNanoUsd - spentNanoUsd);
  const over = Math.max(0, spentNanoUsd - capNanoUsd);
  return element(
    'div',
    { class: 'budget' },
    element(
      'p',
      {},
      sayWith('{0} left of {1}', credits ? amountInWords(left, credits.left) : amount(left), label),
      ...(simulated ? [' ', practiceBadge(true)] : []),
    ),
    bar(
      capNanoUsd > 0 ? spentNanoUsd / capNanoUsd : 1,
      left === 0 ? 'bar thick spent' : 'bar thick',
    ),
    credits && element('p', { class: 'note' }, say('{0} are used.', credits.used)),
    !credits && over > 0 && capNanoUsd > 0 && element('p', { class: 'note' }, beyond(over)),
    unknownAttempts > 0 && element('p', { class: 'note' }, unknown(unknownAttempts)),
    forecast !== undefined && element('p', { class: 'note' }, forecast),
  );
}

/** What was allowed when nothing was left. */
function beyond(nanoUsd: number) {
  return sayWith('{0} is spent beyond it.', amount(nanoUsd));
}

function unknown(attempts: number): string {
  return attempts === 1
    ? say('1 call of unknown cost counts as what was set aside for it, which may be nothing.')
    : say(
        '{0} calls of unknown cost count as what was set aside for them, which may be nothing.',
        formatCount(attempts),
      );
}
