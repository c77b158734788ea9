import type { CheapestBaseline, Saving } from '../../src/protocol/costPanel.ts';
import { amount, bar, practiceBadge } from './parts.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement } from '../tree/tree.ts';
import { count } from './words.ts';

/** Compares the spending with sending the same tokens to one model, the strongest or the cheapest. */
export function baselineSection(
  saving: Saving | undefined,
  cheapest: CheapestBaseline | undefined,
  { spentNanoUsd, simulated }: { readonly spentNanoUsd: number; readonly simulated: boolean },
): TreeElement | undefined {
  const shown = cheapest && cheapest.modelName !== saving?.baselineName ? cheapest : undefined;
  if (!saving && !shown) return undefined;
  const spent = saving?.spentNanoUsd ?? spentNanoUsd;
  const rows: Row[] = [
    ...(saving
      ? [
          {
            label: `Always ${saving.baselineName}`,
            nanoUsd: saving.baselineNanoUsd,
            isSpent: false,
          },
        ]
      : []),
    { label: 'You', nanoUsd: spent, isSpent: true },
    ...(shown
      ? [{ label: `Always ${shown.modelName}`, nanoUsd: shown.nanoUsd, isSpent: false }]
      : []),
  ];
  const largest = Math.max(1, ...rows.map(({ nanoUsd }) => nanoUsd));
  return element(
    'section',
    { class: 'baselines', 'aria-labelledby': 'baselines', 'data-key': 'baselines' },
    element(
      'h2',
      { id: 'baselines' },
      'Compared with always using one model ',
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
}

function baselineRow({ label, nanoUsd, isSpent }: Row, largest: number): TreeElement {
  return element(
    'div',
    { class: 'baseline' },
    element('dt', { title: label }, label),
    element('dd', {}, amount(nanoUsd)),
    bar(nanoUsd / largest, isSpent ? 'bar thick' : 'bar thick other'),
  );
}

function strongestWords(saving: Saving): TreeElement {
  const { baselineName, withoutBaseline } = saving;
  const omitted =
    withoutBaseline > 0
      ? ` Not included: ${count(withoutBaseline, 'call')} of unknown cost or list price.`
      : '';
  return element(
    'p',
    {},
    element('strong', {}, sentence(describeSaving(saving))),
    ` compared with ${baselineName}, asked once per request, with the same tokens, at list price.${omitted}`,
  );
}

function cheapestWords({ modelName, nanoUsd, attempts }: CheapestBaseline, spent: number) {
  return element(
    'p',
    {},
    ...comparedWith(nanoUsd, spent),
    ` ${modelName} would have cost for the same tokens (${count(attempts, 'answer')}). Whether its answers would have been good enough is unknown.`,
  );
}

function comparedWith(nanoUsd: number, spent: number) {
  if (spent === nanoUsd) return ['As much as'];
  return [amount(Math.abs(spent - nanoUsd)), spent > nanoUsd ? ' more than' : ' less than'];
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** `saved 73 %`, `lost 12 %`; never rounded in Tierwise's favour. */
export function describeSaving({
  baselineNanoUsd,
  spentNanoUsd,
}: Pick<Saving, 'baselineNanoUsd' | 'spentNanoUsd'>): string {
  if (spentNanoUsd === baselineNanoUsd || baselineNanoUsd === 0) return 'nothing saved';
  const percent = (100 * Math.abs(baselineNanoUsd - spentNanoUsd)) / baselineNanoUsd;
  if (spentNanoUsd > baselineNanoUsd) return `lost ${Math.ceil(percent)} %`;
  return percent < 1 ? 'saved less than 1 %' : `saved ${Math.floor(percent)} %`;
}
