import type { ChangedTier, Planned } from './decision.ts';
import { formatMoney, moneyOf } from './models/accounts.ts';
import { type AimName, aimsOf } from './policy/aims.ts';
import { inEnglish, type Say, toSay } from './say.ts';

/** Why the planner chose a plan, with its figures. */
export function explainPlanned(
  {
    evidence,
    expectedNanoUsd,
    strongestNanoUsd,
    simulated,
    quality,
    exploring,
    changed = [],
  }: Planned,
  say: Say = inEnglish,
): string {
  const usd = (nanoUsd: number) => formatMoney(moneyOf(simulated === true), nanoUsd, say);
  const [expected, strongest] = [usd(expectedNanoUsd), usd(strongestNanoUsd)];
  return [
    [
      ...(evidence ? [explainEvidence(evidence, say)] : []),
      expectedNanoUsd === strongestNanoUsd
        ? say('expected {0}, and no cheaper plan is certain to be as good', expected)
        : say(
            'expected {0} against {1} for asking the strongest at once, and {2} as good as it ({3} if it turns out worse)',
            expected,
            strongest,
            percent(quality.mean),
            percent(quality.mean - quality.standardDeviation),
          ),
      ...(exploring ? [say('exploring: it is not sure yet that this is good enough')] : []),
    ].join(', '),
    ...changed.map((each) => explainChange(each, say)),
  ].join('; ');
}

function explainEvidence(
  { tier, passes, tries }: NonNullable<Planned['evidence']>,
  say: Say,
): string {
  return say(
    '{0} passes {1} of such tasks ({2} to {3}, n = {4})',
    tier,
    percent(passes.mean),
    percent(passes.low),
    percent(passes.high),
    Math.round(tries),
  );
}

function explainChange({ tier, better, daysAgo }: ChangedTier, say: Say): string {
  const what = better
    ? say('{0} answers better than before', tier)
    : say('{0} answers worse than before', tier);
  return daysAgo === undefined
    ? say('{0}, so older evidence counts less', what)
    : say('{0} ({1}), so older evidence counts less', what, describeSince(daysAgo, say));
}

function describeSince(days: number, say: Say): string {
  if (days < 1) return say('since today');
  return days === 1 ? say('since yesterday') : say('since {0} days', days);
}

/** What an aim of the planner means. */
export function explainAim(aim: AimName, say: Say = inEnglish): string {
  const { floor, worst } = aimsOf(aim);
  return say(
    'On average {0} as good as your strongest tier, at worst {1} for a task type',
    percent(floor),
    percent(worst),
  );
}

/** Where a task starts by the shipped rules of an aim. */
export const aimStarts: Readonly<Record<AimName, string>> = {
  save: toSay('edits start cheap, debugging balanced'),
  balanced: toSay('edits start cheap'),
  careful: toSay('edits start balanced'),
};

/** A share from 0 to 1, in whole per cent. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
