import type { CostPanelViewMessage, WarningSign } from '../../src/protocol/costPanel.ts';
import { amount, practiceBadge } from './parts.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement, TreeNode } from '../tree/tree.ts';
import { describeShare } from './words.ts';
import { toSay } from '../../src/routing/say.ts';
import { formatCount, say, sayWith } from '../tree/say.ts';

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
    element(
      'h2',
      { id: 'warnings' },
      signs.length === 1 ? say('Warning sign') : say('Warning signs'),
    ),
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
    step && element('button', { type: 'button', 'data-action': step.action }, say(step.label)),
  );
}

interface Warning {
  readonly words: readonly TreeNode[];
  readonly step?: { readonly label: string; readonly action: CostPanelViewMessage['kind'] };
}

const openStrategy = { label: toSay('Open Settings'), action: 'openStrategy' } as const;

function describe(sign: WarningSign): Warning {
  switch (sign.kind) {
    case 'manyTiers':
      return {
        words: [
          say(
            'Your policy has {0} tiers. With more than five, it is hard to tell which one a task needs: merge tiers that do the same job.',
            sign.tiers,
          ),
        ],
        step: openStrategy,
      };
    case 'dearClassifier':
      return {
        words: [
          say(
            'Recognising the task type costs {0} of an average request. Above 10 %, it is better to use rules instead.',
            describeShare(sign.share),
          ),
        ],
        step: openStrategy,
      };
    case 'costlyEscalation':
      return {
        words: [
          ...sayWith(
            sign.savedNanoUsd > 0
              ? toSay(
                  'Failed attempts cost {0}, while routing saved {1}; {2} of requests were escalated. Send the task types that often fail straight to the stronger tier.',
                )
              : toSay(
                  'Failed attempts cost {0}, while routing saved nothing; {2} of requests were escalated. Send the task types that often fail straight to the stronger tier.',
                ),
            amount(sign.failedNanoUsd),
            amount(sign.savedNanoUsd),
            describeShare(sign.share),
          ),
        ],
        step: openStrategy,
      };
    case 'notReviewed':
      return {
        words: [
          sign.days === 1
            ? say(
                'You last changed or reviewed your tiers and rules 1 day ago. Models and prices change: check whether your tiers and rules still fit.',
              )
            : say(
                'You last changed or reviewed your tiers and rules {0} days ago. Models and prices change: check whether your tiers and rules still fit.',
                formatCount(sign.days),
              ),
        ],
        step: { label: toSay('Mark as Reviewed'), action: 'markReviewed' },
      };
  }
}
