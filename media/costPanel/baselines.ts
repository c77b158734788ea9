import type { CheapestBaseline, Saving } from '../../src/protocol/costPanel.ts';
import { amount, bar, practiceBadge } from './parts.ts';
import { element } from './tree.ts';
import type { TreeElement } from './tree.ts';
import { count } from './words.ts';

/** What was spent against sending the same tokens to one model, the strongest or the cheapest. */
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
      ? [{ label: `Always ${saving.baselineName}`, nanoUsd: saving.baselineNanoUsd, mine: false }]
      : []),
    { label: 'You', nanoUsd: spent, mine: true },
    ...(shown ? [{ label: `Always ${shown.modelName}`, nanoUsd: shown.nanoUsd, mine: false }] : []),
  ];
  const largest = Math.max(1, ...rows.map(({ nanoUsd }) => nanoUsd));
  return element(
    'section',
    { class: 'baselines', 'aria-labelledby': 'baselines', 'data-key': 'baselines' },
    element('h2', { id: 'baselines' }, 'Against always using one model ', practiceBadge(simulated)),
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
  readonly mine: boolean;
}

function baselineRow({ label, nanoUsd, mine }: Row, largest: number): TreeElement {
  return element(
    'div',
    { class: 'baseline' },
    element('dt', { title: label }, label),
    element('dd', {}, amount(nanoUsd)),
    bar(nanoUsd / largest, mine ? 'bar thick' : 'bar thick other'),
  );
}

function strongestWords(saving: Saving): TreeElement {
  const { baselineName, withoutBaseline: leftOut } = saving;
  const left =
    leftOut > 0
      ? ` ${count(leftOut, 'call')} left out, because the cost or the list price is unknown.`
      : '';
  return element(
    'p',
    {},
    element('strong', {}, sentence(describeSaving(saving))),
    ` against ${baselineName}: each request once, the same tokens, at its list price.${left}`,
  );
}

function cheapestWords({ modelName, nanoUsd, attempts }: CheapestBaseline, spent: number) {
  return element(
    'p',
    {},
    ...comparedWith(nanoUsd, spent),
    ` ${modelName} would have cost for the same tokens of ${count(attempts, 'answer')}. Nobody knows whether it would have been good enough.`,
  );
}

function comparedWith(nanoUsd: number, spent: number) {
  if (spent === nanoUsd) return ['As much as'];
  return [amount(Math.abs(spent - nanoUsd)), spent > nanoUsd ? ' more than' : ' less than'];
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** `saved 73 %`, `lost 12 %`; never rounded in its own favour. */
export function describeSaving({ baselineNanoUsd, spentNanoUsd }: Saving): string {
  if (spentNanoUsd === baselineNanoUsd || baselineNanoUsd === 0) return 'nothing saved';
  const percent = (100 * Math.abs(baselineNanoUsd - spentNanoUsd)) / baselineNanoUsd;
  if (spentNanoUsd > baselineNanoUsd) return `lost ${Math.ceil(percent)} %`;
  return percent < 1 ? 'saved less than 1 %' : `saved ${Math.floor(percent)} %`;
}
