import type { SpendingLimits } from '../budgets/requestLimits.ts';
import { formatUsd, nanoUsdOf } from '../models/money.ts';
import {
  asksForFastest,
  autoUse,
  type Checks,
  type Rule,
  tiersUsed,
  type When,
} from '../policy/policy.ts';
import { listed } from './line.ts';

/** Which work a rule is for: `task type debug or review; path src/billing/**`. */
export function describeWhen(when: When): string {
  const { taskType, language, path, minLines, maxLines, keywords, critical, reasoning } = when;
  const conditions = [
    taskType && `task type ${listed(taskType, 'or')}`,
    language && `language ${listed(language, 'or')}`,
    path && `path ${listed(path, 'or')}`,
    minLines !== undefined && `at least ${minLines} lines`,
    maxLines !== undefined && `at most ${maxLines} lines`,
    keywords && `the word ${listed(keywords, 'or')} in the instruction`,
    critical !== undefined && (critical ? 'critical work' : 'work that is not critical'),
    reasoning && `need for reasoning ${listed(reasoning, 'or')}`,
  ];
  return conditions.filter(Boolean).join('; ') || 'all work';
}

/** What a rule does with such work, and how answers are checked. */
export function describeUse(
  { use }: Pick<Rule, 'use'>,
  limits: SpendingLimits,
  tierNames: readonly string[],
): string {
  if (use === autoUse) return 'the planner chooses';
  if (typeof use === 'string') return knownTiers([use], tierNames);
  const plan = [planWords({ use }, tierNames), ...steps(use), ...checkWords(use, limits)];
  return plan.join(', ');
}

function planWords({ use }: Pick<Rule, 'use'>, tierNames: readonly string[]): string {
  const names = knownTiers(tiersUsed({ use }), tierNames);
  if (asksForFastest({ use })) return `the fastest of ${names || 'all tiers'}`;
  return typeof use === 'object' && 'speculate' in use ? `${names} together` : names;
}

function knownTiers(names: readonly string[], tierNames: readonly string[]): string {
  return names
    .map((name) => (tierNames.includes(name) ? name : `${name} (there is no such tier)`))
    .join(', then ');
}

function steps(use: Exclude<Rule['use'], string>): string[] {
  const { retry, raiseEffort } = 'cascade' in use ? use : {};
  return [
    ...(retry ? ['each asked once more with what the gates found'] : []),
    ...(raiseEffort ? ['with more effort before the next tier'] : []),
  ];
}

function checkWords(checks: Checks, limits: SpendingLimits): string[] {
  const { gates, judge, unchecked } = checks;
  return [
    gates ? `checked by ${listed(gates)}` : 'checked by the usual gates',
    ...(judge === undefined ? [] : [`judged by ${judge}`]),
    ...(unchecked === undefined ? [] : [`${unchecked} alone where no gate can judge`]),
    ...capWords(checks, limits),
  ];
}

/** The caps that hold: a rule's own, or the user's limit where that is narrower. */
function capWords({ maxAttempts, maxUsd, maxSeconds }: Checks, limits: SpendingLimits): string[] {
  const cap = (written: number | undefined, limit: number, words: (amount: number) => string) => {
    if (written === undefined) return [];
    const isWider = written > limit;
    const instead = isWider ? ` (your own limit, instead of ${words(written)})` : '';
    return [`at most ${words(Math.min(written, limit))}${instead}`];
  };
  return [
    ...cap(maxAttempts, limits.calls, (calls) => `${calls} calls`),
    ...cap(maxUsd && nanoUsdOf(maxUsd), limits.nanoUsd, formatUsd),
    ...cap(maxSeconds, limits.seconds, (seconds) => `${seconds} s`),
  ];
}
