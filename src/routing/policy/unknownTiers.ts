import { nearWords, tiersAre } from '../input/didYouMean.ts';
import type { InputProblem, ProblemPath } from '../input/problems.ts';
import { parseModelChoice } from '../models/model.ts';
import { autoUse, fastestUse, type Rule, tiersUsed } from './policy.ts';
import { inEnglish, type Say } from '../say.ts';
import { namesAModel } from './repositoryLaw.ts';
import type { WrittenRule } from './ruleShapes.ts';

/** Tiers that rules name and that are not there; a repository's rules may not name a model either. */
export function unknownTiers(
  written: readonly WrittenRule[],
  tierNames: readonly string[],
  base: readonly string[],
  { inRepository, say = inEnglish }: { readonly inRepository: boolean; readonly say?: Say },
): InputProblem[] {
  return written.flatMap(({ use }, index) =>
    namedTiers(use, inRepository)
      .filter(({ tier }) => !tierNames.includes(tier))
      .map(({ tier, path }) =>
        unknownTier(tier, tierNames, [...base, index, 'use', ...path], { inRepository, say }),
      ),
  );
}

/** The same for the tiers that the planner may choose from. */
export function unknownPool(
  pool: readonly string[],
  tierNames: readonly string[],
  say: Say = inEnglish,
): InputProblem[] {
  return pool.flatMap((tier, index) =>
    tierNames.includes(tier) ? [] : unknownTier(tier, tierNames, ['auto', 'tiers', index], { say }),
  );
}

/** Says which tiers there are. */
export function unknownTier(
  tier: string,
  tierNames: readonly string[],
  path: ProblemPath,
  {
    inRepository = true,
    say = inEnglish,
  }: { readonly inRepository?: boolean; readonly say?: Say } = {},
): InputProblem {
  const tiers = tiersAre(tierNames, say);
  if (inRepository && parseModelChoice(tier))
    return { path, message: namesAModel(tier, tiers, say) };
  const near = nearWords(tier, tierNames, { say });
  return { path, message: `${say('There is no tier "{0}".', tier)}${near} ${tiers}` };
}

/** Every tier that a rule's `use` names, with its path. Only the user's own settings may name a model as judge. */
function namedTiers(
  use: WrittenRule['use'],
  inRepository: boolean,
): { tier: string; path: ProblemPath }[] {
  if (use === undefined || use === autoUse || use === fastestUse) return [];
  if (typeof use === 'string') return [{ tier: use, path: [] }];
  const list = (['cascade', 'speculate', 'fastest'] as const).find((each) => each in use)!;
  const rungs = tiersUsed({ use: use as Rule['use'] }).map((tier, place) => ({
    tier,
    path: [list, place],
  }));
  const { judge } = use;
  if (judge === undefined || (!inRepository && parseModelChoice(judge))) return rungs;
  return [...rungs, { tier: judge, path: ['judge'] }];
}
