import type { CheapestBaseline, Saving, TotalRow } from '../../src/protocol/costPanel.ts';
import { formatUsd } from '../../src/routing/models/money.ts';
import { amount, bar, practiceBadge } from './parts.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement } from '../tree/tree.ts';
import { count } from './words.ts';
import { toSay } from '../../src/routing/say.ts';
import { formatCount, say, sayWith } from '../tree/say.ts';

/** Compares the spending with sending the same tokens to one model, the strongest or the cheapest. */
export function baselineSection(
  saving: Saving | undefined,
  cheapest: CheapestBaseline | undefined,
  {
    nanoUsd,
    estimatedNanoUsd,
    simulated,
  }: Pick<TotalRow, 'nanoUsd' | 'estimatedNanoUsd' | 'simulated'>,
): TreeElement | undefined {
  const shown = cheapest && cheapest.modelName !== saving?.baselineName ? cheapest : undefined;
  if (!saving && !shown) return undefined;
  const spent = saving?.spentNanoUsd ?? nanoUsd;
  const isEstimated = estimatedNanoUsd > 0;
  const rows: Row[] = [
    ...(saving
      ? [
          {
            label: say('Always {0}', saving.baselineName),
            nanoUsd: saving.baselineNanoUsd,
            isSpent: false,
          },
        ]
      : []),
    { label: say('You'), nanoUsd: spent, isSpent: true, isEstimated },
    ...(shown
      ? [{ label: say('Always {0}', shown.modelName), nanoUsd: shown.nanoUsd, isSpent: false }]
      : []),
  ];
  const largest = Math.max(1, ...rows.map(({ nanoUsd }) => nanoUsd));
  return element(
    'section',
    { class: 'baselines', 'aria-labelledby': 'baselines', 'data-key': 'baselines' },
    element(
      'h2',
      { id: 'baselines' },
      say('Compared with always using one model'),
      ' ',
      practiceBadge(simulated),
    ),
    element(
      'dl',
      {},
      rows.map((row) => baselineRow(row, largest)),
    ),
    saving && strongestWords(saving),
    shown && cheapestWords(shown, spent),
  );
}

interface Row {
  readonly label: string;
  readonly nanoUsd: number;
  readonly isSpent: boolean;
  readonly isEstimated?: boolean;
}

function baselineRow({ label, nanoUsd, isSpent, isEstimated }: Row, largest: number): TreeElement {
  return element(
    'div',
    { class: 'baseline' },
    element('dt', { title: label }, label),
    element(
      'dd',
      {},
      isEstimated ? amount(nanoUsd, '≈ ', say(', estimated in part')) : amount(nanoUsd),
    ),
    bar(nanoUsd / largest, isSpent ? 'bar thick' : 'bar thick other'),
  );
}

function strongestWords(saving: Saving): TreeElement {
  const { baselineName, withoutBaseline } = saving;
  const saved = element('strong', {}, sentence(describeSaving(saving)));
  return element(
    'p',
    {},
    sayWith(
      '{0} compared with {1}, asked once per request, with the same tokens, at list price.',
      saved,
      baselineName,
    ),
    withoutBaseline > 0 && ` ${notIncluded(withoutBaseline)}`,
  );
}

function notIncluded(calls: number): string {
  return calls === 1
    ? say('Not included: 1 call of unknown cost or list price.')
    : say('Not included: {0} calls of unknown cost or list price.', formatCount(calls));
}

function cheapestWords(
  { modelName, nanoUsd, attempts }: CheapestBaseline,
  spent: number,
): TreeElement {
  const answers = count(attempts, 'answer');
  const difference = amount(Math.abs(spent - nanoUsd));
  if (spent === nanoUsd) {
    return element(
      'p',
      {},
      say(
        'As much as {0} would have cost for the same tokens ({1}). Whether its answers would have been good enough is unknown.',
        modelName,
        answers,
      ),
    );
  }
  const text =
    spent > nanoUsd
      ? toSay(
          '{0} more than {1} would have cost for the same tokens ({2}). Whether its answers would have been good enough is unknown.',
        )
      : toSay(
          '{0} less than {1} would have cost for the same tokens ({2}). Whether its answers would have been good enough is unknown.',
        );
  return element('p', {}, sayWith(text, difference, modelName, answers));
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** `saved 73 %`, `lost 12 %`, `lost $0.0050` where the other is free; never rounded in Tierwise's favour. */
export function describeSaving({
  baselineNanoUsd,
  spentNanoUsd,
}: Pick<Saving, 'baselineNanoUsd' | 'spentNanoUsd'>): string {
  if (spentNanoUsd === baselineNanoUsd) return say('nothing saved');
  if (baselineNanoUsd === 0) return say('lost {0}', formatUsd(spentNanoUsd));
  const percent = (100 * Math.abs(baselineNanoUsd - spentNanoUsd)) / baselineNanoUsd;
  if (spentNanoUsd > baselineNanoUsd) return say('lost {0} %', Math.ceil(percent));
  return percent < 1 ? say('saved less than 1 %') : say('saved {0} %', Math.floor(percent));
}
