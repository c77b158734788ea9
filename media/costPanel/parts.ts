import type { SpendRow, TotalRow } from '../../src/protocol/costPanel.ts';
import { formatExactUsd, formatUsd } from '../../src/routing/models/money.ts';
import { element } from './tree.ts';
import type { TreeElement, TreeNode } from './tree.ts';
import { count } from './words.ts';

/** An amount for a glance; the exact one is in its title and, in nano-dollars, in its data. */
export function amount(nanoUsd: number, before = '', note = ''): TreeElement {
  const title = formatExactUsd(nanoUsd) + note;
  return element(
    'span',
    { class: 'amount', 'data-nano-usd': String(nanoUsd), title },
    before + formatUsd(nanoUsd),
  );
}

/** What a heading's calls cost; a call of unknown cost is said, never counted as zero. */
export function spend(row: SpendRow): TreeNode[] {
  if (row.unknownAttempts > 0 && row.nanoUsd === 0) return [unknownAmount()];
  const estimated = row.estimatedNanoUsd > 0;
  const note = estimated ? `, of it ${formatExactUsd(row.estimatedNanoUsd)} estimated` : '';
  const known = amount(row.nanoUsd, estimated ? '≈ ' : '', note);
  if (row.unknownAttempts === 0) return [known];
  return [known, ...plusUnknown(`${count(row.unknownAttempts, 'call')} of unknown cost`)];
}

export function unknownAmount(): TreeElement {
  return element('span', { class: 'unknown', title: 'Nobody knows the price' }, 'unknown');
}

/** A mark for the eye and the words for a screen reader. */
export function plusUnknown(words: string): TreeNode[] {
  return [
    element(
      'span',
      { class: 'unknown', title: `plus ${words}`, 'aria-hidden': 'true' },
      '\u00a0+\u00a0?',
    ),
    element('span', { class: 'spoken' }, ` plus ${words}`),
  ];
}

export function practiceBadge(simulated: boolean): TreeElement | undefined {
  if (!simulated) return undefined;
  const title = 'Practice models: nothing of this was paid';
  return element('span', { class: 'badge', title }, 'practice');
}

/** What practice models cost beside real ones: a sum of its own, never part of the other. */
export function practiceLine({ practice }: TotalRow): TreeElement | undefined {
  if (!practice) return undefined;
  const title = 'Practice models: nothing of this was paid';
  return element('p', { class: 'note practice', title }, 'practice: ', spend(practice));
}

/** A thin bar, `share` of its full width. Decoration: the figure stands beside it. */
export function bar(share: number, name = 'bar'): TreeElement {
  const percent = Math.min(100, Math.max(0, share * 100)).toFixed(2);
  return element(
    'svg',
    { class: name, 'aria-hidden': 'true', focusable: 'false' },
    element('rect', { class: 'fill', width: `${percent}%`, height: '100%', rx: '1' }),
  );
}
