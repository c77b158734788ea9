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
import { inEnglish, joined, listed, type Say, toSay } from '../say.ts';

/** Which work a rule is for: `task type debug or review; path src/billing/**`. */
export function describeWhen(when: When, say: Say = inEnglish): string {
  const { taskType, language, path, minLines, maxLines, keywords, critical, reasoning } = when;
  const conditions = [
    taskType && say('task type {0}', listed(taskType, 'or', say)),
    language && say('language {0}', listed(language, 'or', say)),
    path && say('path {0}', listed(path, 'or', say)),
    minLines !== undefined && say('at least {0} lines', minLines),
    maxLines !== undefined && say('at most {0} lines', maxLines),
    keywords && say('the word {0} in the instruction', listed(keywords, 'or', say)),
    critical !== undefined && (critical ? say('critical work') : say('work that is not critical')),
    reasoning && say('need for reasoning {0}', listed(reasoning, 'or', say)),
  ];
  return conditions.filter(Boolean).join('; ') || say('all work');
}

/** What a rule does with such work, and how answers are checked. */
export function describeUse(
  { use }: Pick<Rule, 'use'>,
  limits: SpendingLimits,
  tierNames: readonly string[],
  say: Say = inEnglish,
): string {
  if (use === autoUse) return say('the planner chooses');
  if (typeof use === 'string') return knownTiers([use], tierNames, say);
  const plan = [
    planWords({ use }, tierNames, say),
    ...steps(use, say),
    ...checkWords(use, limits, say),
  ];
  return plan.join(', ');
}

function planWords({ use }: Pick<Rule, 'use'>, tierNames: readonly string[], say: Say): string {
  const names = knownTiers(tiersUsed({ use }), tierNames, say);
  if (asksForFastest({ use }))
    return names ? say('the fastest of {0}', names) : say('the fastest of all tiers');
  return typeof use === 'object' && 'speculate' in use ? say('{0} together', names) : names;
}

function knownTiers(names: readonly string[], tierNames: readonly string[], say: Say): string {
  const known = names.map((name) =>
    tierNames.includes(name) ? name : say('{0} (there is no such tier)', name),
  );
  return joined(known, toSay('{0}, then {1}'), say);
}

function steps(use: Exclude<Rule['use'], string>, say: Say): string[] {
  const { retry, raiseEffort } = 'cascade' in use ? use : {};
  return [
    ...(retry ? [say('each asked once more with what the gates found')] : []),
    ...(raiseEffort ? [say('with more effort before the next tier')] : []),
  ];
}

function checkWords(checks: Checks, limits: SpendingLimits, say: Say): string[] {
  const { gates, judge, unchecked } = checks;
  return [
    gates ? say('checked by {0}', listed(gates, 'and', say)) : say('checked by the usual gates'),
    ...(judge === undefined ? [] : [say('judged by {0}', judge)]),
    ...(unchecked === undefined ? [] : [say('{0} alone where no gate can judge', unchecked)]),
    ...capWords(checks, limits, say),
  ];
}

/** The caps that hold: a rule's own, or the user's limit where that is narrower. */
function capWords(
  { maxAttempts, maxUsd, maxSeconds }: Checks,
  limits: SpendingLimits,
  say: Say,
): string[] {
  const cap = (written: number | undefined, limit: number, words: (amount: number) => string) => {
    if (written === undefined) return [];
    const most = words(Math.min(written, limit));
    return written > limit
      ? [say('at most {0} (your own limit, instead of {1})', most, words(written))]
      : [say('at most {0}', most)];
  };
  return [
    ...cap(maxAttempts, limits.calls, (calls) => say('{0} calls', calls)),
    ...cap(maxUsd && nanoUsdOf(maxUsd), limits.nanoUsd, formatUsd),
    ...cap(maxSeconds, limits.seconds, (seconds) => `${seconds} s`),
  ];
}
