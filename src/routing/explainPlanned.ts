import type { ChangedTier, Planned } from './decision.ts';
import { formatMoney, moneyOf } from './models/accounts.ts';
import { type AimName, aimsOf } from './policy/aims.ts';

/** Why the planner chose a plan, with its figures. */
export function explainPlanned({
  evidence,
  expectedNanoUsd,
  strongestNanoUsd,
  simulated,
  quality,
  exploring,
  changed = [],
}: Planned): string {
  const usd = (nanoUsd: number) => formatMoney(moneyOf(simulated === true), nanoUsd);
  const seen = evidence
    ? `${evidence.tier} passes ${percent(evidence.passes.mean)} of such tasks (${percent(evidence.passes.low)} to ${percent(evidence.passes.high)}, n = ${Math.round(evidence.tries)}), `
    : '';
  const cost =
    expectedNanoUsd === strongestNanoUsd
      ? `expected ${usd(expectedNanoUsd)}, and no cheaper plan is certain to be as good`
      : `expected ${usd(expectedNanoUsd)} against ${usd(strongestNanoUsd)} for asking the strongest at once, and ${percent(quality.mean)} as good as it (${percent(quality.mean - quality.standardDeviation)} if it turns out worse)`;
  const trying = exploring ? ', exploring: it is not sure yet that this is good enough' : '';
  return [`${seen}${cost}${trying}`, ...changed.map(explainChange)].join('; ');
}

function explainChange({ tier, better, daysAgo }: ChangedTier): string {
  const since = daysAgo === undefined ? '' : ` (since ${describeDays(daysAgo)})`;
  return `${tier} answers ${better ? 'better' : 'worse'} than before${since}, so older evidence counts less`;
}

function describeDays(days: number): string {
  if (days < 1) return 'today';
  return days === 1 ? 'yesterday' : `${days} days`;
}

/** What an aim of the planner means. */
export function explainAim(aim: AimName): string {
  const { floor, worst } = aimsOf(aim);
  return `On average ${percent(floor)} as good as your strongest tier, at worst ${percent(worst)} for a task type`;
}

/** Where a task starts by the shipped rules of an aim. */
export const aimStarts: Readonly<Record<AimName, string>> = {
  save: 'edits start cheap, debugging balanced',
  balanced: 'edits start cheap',
  careful: 'edits start balanced',
};

/** A share from 0 to 1, in whole per cent. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
