import type { Choice } from '../decision.ts';
import { type Tier, topTier } from '../policy/policy.ts';
import { mistakeCostOf, type StatedCost } from '../policy/mistakeCost.ts';
import { stayOf } from '../policy/localRules.ts';
import type { Situation } from '../situation.ts';
import type { Task } from '../task.ts';
import { type Requirements, requirementsOf } from './requirements.ts';
import { type ResolvedTier, resolveTier } from './resolveTier.ts';

/*
 * This folder answers one question: which models can do this task now, and what would they cost?
 * A task and a situation come in. For each tier, the model to ask, its fallbacks and the models that
 * were passed over go out (`resolveTier.ts`), with the expected cost of a plan (`expectedCost.ts`) and
 * the steps of a cascade (`tries.ts`). `decide` makes one `Candidates` for each decision.
 */

/** The models that one decision can choose from. */
export interface Candidates {
  readonly task: Task;
  readonly situation: Situation;
  readonly requirements: Requirements;
  /** What a wrong answer costs. */
  readonly stated: StatedCost;
  /** Resolves a tier the first time it is asked for, and remembers the result. */
  of(tier: Tier): ResolvedTier;
  /** The strongest tier's model; undefined when none is ready. */
  strongest(): Choice | undefined;
}

/** The candidates for one task in one situation. Each tier is resolved at most once. */
export function candidatesFor(task: Task, situation: Situation): Candidates {
  const stay = stayOf(situation.policy, task);
  const requirements = { ...requirementsOf(task), ...(stay && { stay }) };
  const resolved = new Map<Tier, ResolvedTier>();
  function of(tier: Tier): ResolvedTier {
    const result = resolved.get(tier) ?? resolveTier(tier, requirements, situation);
    resolved.set(tier, result);
    return result;
  }
  return {
    task,
    situation,
    requirements,
    stated: mistakeCostOf(situation.policy, task),
    of,
    strongest() {
      const top = topTier(situation.policy);
      return top && of(top).choice;
    },
  };
}
