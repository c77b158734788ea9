import type { CostPanelViewMessage, WarningSign } from '../../src/protocol/costPanel.ts';
import { amount, practiceBadge } from './parts.ts';
import { element } from './tree.ts';
import type { TreeElement, TreeNode } from './tree.ts';
import { count, describeShare } from './words.ts';

/**
 * Signs of routing that has become more trouble than it is worth, each with the next step.
 * `simulated`: what they say of money is of practice money.
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
          `Your policy has ${count(sign.tiers, 'tier')}. Beyond five, nobody can tell which one a task needs: merge those that do the same.`,
        ],
        step: openStrategy,
      };
    case 'dearClassifier':
      return {
        words: [
          `Choosing the task type costs ${describeShare(sign.share)} of a mean request. Over 10 % it is better left to rules.`,
        ],
        step: openStrategy,
      };
    case 'costlyEscalation':
      return {
        words: [
          'Failed tries cost ',
          amount(sign.failedNanoUsd),
          sign.savedNanoUsd > 0 ? ', routing saved ' : ', and routing saved nothing',
          ...(sign.savedNanoUsd > 0 ? [amount(sign.savedNanoUsd)] : []),
          `; ${describeShare(sign.share)} of requests escalated. Send the task types that fail straight to the stronger tier.`,
        ],
        step: openStrategy,
      };
    case 'notReviewed':
      return {
        words: [
          `Your tiers and rules were last changed or reviewed ${count(sign.days, 'day')} ago. Models and prices have moved since: look whether they still fit.`,
        ],
        step: { label: 'Mark as Reviewed', action: 'markReviewed' },
      };
  }
}
