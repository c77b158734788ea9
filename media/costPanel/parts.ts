import type { SpendRow, TotalRow } from '../../src/protocol/costPanel.ts';
import { formatExactUsd, formatUsd } from '../../src/routing/models/money.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement, TreeNode } from '../tree/tree.ts';
import { count } from './words.ts';
import { toSay } from '../../src/routing/say.ts';
import { say } from '../tree/say.ts';

/** A rounded amount. Its title has the exact amount, its data attribute has it in nano-dollars. */
export function amount(nanoUsd: number, before = '', note = ''): TreeElement {
  return amountInWords(nanoUsd, before + formatUsd(nanoUsd), note);
}

/** An amount in these words. Its title has the exact amount in USD, its data attribute has it in nano-dollars. */
export function amountInWords(nanoUsd: number, words: string, note = ''): TreeElement {
  const title = formatExactUsd(nanoUsd) + note;
  return element('span', { class: 'amount', 'data-nano-usd': String(nanoUsd), title }, words);
}

/** The cost of a row's calls. Calls of unknown cost are named, never counted as zero. */
export function spend(row: SpendRow): TreeNode[] {
  if (isWhollyUnknown(row)) return [unknownAmount()];
  const estimated = row.estimatedNanoUsd > 0;
  const note = estimated
    ? say(', of which {0} is estimated', formatExactUsd(row.estimatedNanoUsd))
    : '';
  const known = amount(row.nanoUsd, estimated ? '≈ ' : '', note);
  if (row.unknownAttempts === 0) return [known];
  return [known, ...plusUnknown(count(row.unknownAttempts, 'callOfUnknownCost'))];
}

/** Whether nothing is known of what calls cost, so that a zero would read as free. */
export function isWhollyUnknown({
  nanoUsd,
  unknownAttempts,
}: Pick<SpendRow, 'nanoUsd' | 'unknownAttempts'>): boolean {
  return unknownAttempts > 0 && nanoUsd === 0;
}

export function unknownAmount(): TreeElement {
  return element('span', { class: 'unknown', title: say('The price is unknown') }, say('unknown'));
}

/** Shows `+ ?` on screen and reads `words` to screen readers. */
export function plusUnknown(words: string): TreeNode[] {
  return [
    element(
      'span',
      { class: 'unknown', title: say('plus {0}', words), 'aria-hidden': 'true' },
      '\u00a0+\u00a0?',
    ),
    element('span', { class: 'spoken' }, ` ${say('plus {0}', words)}`),
  ];
}

const practiceTitle = toSay('Practice models: no real money was spent');

export function practiceBadge(simulated: boolean): TreeElement | undefined {
  if (!simulated) return undefined;
  return element('span', { class: 'badge', title: say(practiceTitle) }, say('practice'));
}

/** The cost of practice models, as a separate sum: it is never part of the real spending. */
export function practiceLine({ practice }: TotalRow): TreeElement | undefined {
  if (!practice) return undefined;
  return element(
    'p',
    { class: 'note practice', title: say(practiceTitle) },
    `${say('practice:')} `,
    spend(practice),
  );
}

/** A thin bar, filled up to `share` of its width. It is decoration: the figure stands beside it. */
export function bar(share: number, name = 'bar'): TreeElement {
  const percent = Math.min(100, Math.max(0, share * 100)).toFixed(2);
  return element(
    'svg',
    { class: name, 'aria-hidden': 'true', focusable: 'false' },
    element('rect', { class: 'fill', width: `${percent}%`, height: '100%', rx: '1' }),
  );
}
