import type { SpeculationCost, PanelState, Regret } from '../../src/protocol/costPanel.ts';
import { amount, practiceBadge } from './parts.ts';
import { element } from './tree.ts';
import type { TreeElement, TreeNode } from './tree.ts';
import { count, describeShare, formatCount } from './words.ts';

/** Shows avoidable costs and wrong accepts; undefined when there are none. */
export function hindsightSection({ report, regrets }: PanelState): TreeElement | undefined {
  const { insurance, failedTries, wrongAccepts, total } = report;
  const found = [
    failedTries.attempts > 0 && wasted('Failed attempts', failedTries, whyFailed),
    insurance.attempts > 0 && wasted('Insurance', insurance, whyInsured),
    regrets.length > 0 && regretPart(regrets),
    wrongAccepts > 0 && element('p', {}, describeWrongAccepts(wrongAccepts)),
  ].filter((each) => each !== false);
  if (found.length === 0) return undefined;
  return element(
    'section',
    { class: 'hindsight', 'aria-labelledby': 'hindsight', 'data-key': 'hindsight' },
    element('h2', { id: 'hindsight' }, 'In hindsight ', practiceBadge(total.simulated)),
    found,
  );
}

const whyFailed = (n: number) =>
  `${count(n, 'answer')} that failed a check or broke off: paid for, but not used.`;
const whyInsured = (n: number) => `${count(n, 'answer')} that a faster one overtook.`;

function wasted(
  name: string,
  cost: SpeculationCost,
  why: (attempts: number) => string,
): TreeElement {
  return element('p', {}, name, costOf(cost), `: ${why(cost.attempts)}`);
}

function costOf({
  attempts,
  nanoUsd,
  estimatedNanoUsd,
  unknownAttempts,
}: SpeculationCost): TreeNode[] {
  const isUnknown = unknownAttempts === attempts || (unknownAttempts > 0 && nanoUsd === 0);
  if (isUnknown) return [', cost unknown'];
  const known = [' ', amount(nanoUsd, estimatedNanoUsd > 0 ? '≈ ' : '')];
  return unknownAttempts === 0 ? known : [...known, `, cost unknown for ${unknownAttempts}`];
}

const shownRegrets = 3;

/** Shows the sum of all regrets, and the most expensive ones with the evidence for the estimate. */
function regretPart(regrets: readonly Regret[]): TreeElement {
  const sum = regrets.reduce((total, { nanoUsd }) => total + nanoUsd, 0);
  return element(
    'div',
    { class: 'regrets' },
    element(
      'p',
      {},
      'Stronger than needed ',
      amount(sum, '≈ ', ', estimated'),
      ': answers where a cheaper model would probably have passed the checks (an estimate).',
    ),
    element('ul', {}, regrets.slice(0, shownRegrets).map(regretWords)),
  );
}

function regretWords(regret: Regret): TreeElement {
  const { taskType, modelName, calls, cheaperName, passed, judged, nanoUsd } = regret;
  const share = describeShare(passed / judged);
  return element(
    'li',
    {},
    amount(nanoUsd, '≈ ', ', estimated'),
    ` for ${count(calls, `${taskType} answer`)} by ${modelName}; ${cheaperName} passes ${share} of such tasks (n = ${formatCount(judged)}).`,
  );
}

function describeWrongAccepts(wrongAccepts: number): string {
  const verb = wrongAccepts === 1 ? 'was' : 'were';
  return `${count(wrongAccepts, 'accepted answer')} ${verb} undone or escalated afterwards.`;
}
