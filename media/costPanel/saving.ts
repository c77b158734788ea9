import type { Saving } from '../../src/protocol/costPanel.ts';
import { amount, bar, practiceBadge } from './parts.ts';
import { element } from './tree.ts';
import type { TreeElement } from './tree.ts';
import { count } from './words.ts';

/** What the session cost against sending the same tokens to the strongest model. */
export function savingSection(saving: Saving, simulated: boolean): TreeElement {
  const { baselineName, baselineNanoUsd, spentNanoUsd, leftOut } = saving;
  const larger = Math.max(baselineNanoUsd, spentNanoUsd, 1);
  return element(
    'section',
    { class: 'saving', 'aria-labelledby': 'saving' },
    element('h2', { id: 'saving' }, `Against always ${baselineName} `, practiceBadge(simulated)),
    bar(baselineNanoUsd / larger, 'bar thick baseline'),
    bar(spentNanoUsd / larger, 'bar thick'),
    element(
      'p',
      {},
      `Each request once at ${baselineName}’s list price, same tokens: `,
      amount(baselineNanoUsd),
      '; you spent ',
      amount(spentNanoUsd),
      '; ',
      element('strong', {}, describeSaving(saving)),
      '.',
    ),
    leftOut > 0 &&
      element(
        'p',
        { class: 'note' },
        `${count(leftOut, 'call')} left out, because the cost or the list price is unknown.`,
      ),
  );
}

/** `saved 73 %`, `12 % more than that`; never rounded in its own favour. */
export function describeSaving({ baselineNanoUsd, spentNanoUsd }: Saving): string {
  if (spentNanoUsd === baselineNanoUsd) return 'exactly as much';
  if (baselineNanoUsd === 0) return 'more than that';
  const percent = (100 * Math.abs(baselineNanoUsd - spentNanoUsd)) / baselineNanoUsd;
  if (spentNanoUsd > baselineNanoUsd) return `${Math.ceil(percent)} % more than that`;
  return percent < 1 ? 'saved less than 1 %' : `saved ${Math.floor(percent)} %`;
}
