import type { Insurance, SessionSummary } from '../../src/protocol/costPanel.ts';
import { amount, practiceBadge } from './parts.ts';
import { element } from './tree.ts';
import type { TreeElement, TreeNode } from './tree.ts';
import { count } from './words.ts';

/** What was not needed in the end, and what was accepted too soon; undefined when there is neither. */
export function hindsightSection({
  insurance,
  wrongAccepts,
  total,
}: SessionSummary): TreeElement | undefined {
  if (insurance.attempts === 0 && wrongAccepts === 0) return undefined;
  return element(
    'section',
    { class: 'hindsight', 'aria-label': 'In hindsight' },
    insurance.attempts > 0 &&
      element(
        'p',
        {},
        'Insurance',
        costOf(insurance),
        `: ${count(insurance.attempts, 'answer')} that a faster one overtook. `,
        practiceBadge(total.simulated),
      ),
    wrongAccepts > 0 && element('p', {}, describeWrongAccepts(wrongAccepts)),
  );
}

function costOf({ attempts, nanoUsd, estimatedNanoUsd, unknownAttempts }: Insurance): TreeNode[] {
  const nothingKnown = unknownAttempts === attempts || (unknownAttempts > 0 && nanoUsd === 0);
  if (nothingKnown) return [', cost unknown'];
  const known = [' ', amount(nanoUsd, estimatedNanoUsd > 0 ? '≈ ' : '')];
  return unknownAttempts === 0 ? known : [...known, `, cost unknown for ${unknownAttempts}`];
}

function describeWrongAccepts(wrongAccepts: number): string {
  const verb = wrongAccepts === 1 ? 'was' : 'were';
  return `${count(wrongAccepts, 'accepted answer')} ${verb} undone or escalated afterwards.`;
}
