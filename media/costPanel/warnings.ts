import type { CostPanelViewMessage, WarningSign } from '../../src/protocol/costPanel.ts';
import { amount, practiceBadge } from './parts.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement, TreeNode } from '../tree/tree.ts';
import { count, describeShare } from './words.ts';

/**
 * Shows signs that routing costs more than it is worth, each with the next step.
 * `simulated` means that the amounts are practice money.
 */
export function warningSection(
  signs: readonly WarningSign[],
  simulated: boolean,
): TreeElement | undefined {
  if (signs.length === 0) return undefined;
  return element(
    'section',
    { class: 'warnings', 'aria-labelledby': 'warnings', 'data-key': 'warnings' },
    element('h2', { id: 'warnings' }, signs.length === 1 ? 'Warning sign' : 'Warning signs'),
    element(
      'ul',
      {},
      signs.map((sign) => warning(sign, simulated)),
    ),
  );
}

function warning(sign: WarningSign, simulated: boolean): TreeElement {
  const { words, step } = describe(sign);
  return element(
    'li',
    { 'data-key': sign.kind },
    element('p', {}, words, ' ', practiceBadge(simulated && sign.kind === 'costlyEscalation')),
    step && element('button', { type: 'button', 'data-action': step.action }, step.label),
  );
}

interface Warning {
  readonly words: readonly TreeNode[];
  readonly step?: { readonly label: string; readonly action: CostPanelViewMessage['kind'] };
}

const openStrategy = { label: 'Open Settings', action: 'openStrategy' } as const;

function describe(sign: WarningSign): Warning {
  switch (sign.kind) {
    case 'manyTiers':
      return {
        words: [
          `Your policy has ${count(sign.tiers, 'tier')}. With more than five, it is hard to tell which one a task needs: merge tiers that do the same job.`,
        ],
        step: openStrategy,
      };
    case 'dearClassifier':
      return {
        words: [
          `Recognising the task type costs ${describeShare(sign.share)} of an average request. Above 10 %, it is better to use rules instead.`,
        ],
        step: openStrategy,
      };
    case 'costlyEscalation':
      return {
        words: [
          'Failed attempts cost ',
          amount(sign.failedNanoUsd),
          sign.savedNanoUsd > 0 ? ', while routing saved ' : ', while routing saved nothing',
          ...(sign.savedNanoUsd > 0 ? [amount(sign.savedNanoUsd)] : []),
          `; ${describeShare(sign.share)} of requests were escalated. Send the task types that often fail straight to the stronger tier.`,
        ],
        step: openStrategy,
      };
    case 'notReviewed':
      return {
        words: [
          `You last changed or reviewed your tiers and rules ${count(sign.days, 'day')} ago. Models and prices change: check whether your tiers and rules still fit.`,
        ],
        step: { label: 'Mark as Reviewed', action: 'markReviewed' },
      };
  }
}
