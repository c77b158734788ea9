import { shareOf } from './beta.ts';
import { choosePlan, shippedAims, type ChosenPlan, type Priced } from './choosePlan.ts';
import type { Planned } from './decision.ts';
import type { Evidence } from './evidence.ts';
import { guessCost } from './expectedCost.ts';
import { expectedPlanCost } from './expectation.ts';
import { expectedSeconds } from './expectedSeconds.ts';
import { firstReady } from './firstReady.ts';
import { isCritical } from './matchRule.ts';
import { outlookOn } from './outlook.ts';
import type { CascadeUse, Tier } from './policy.ts';
import { rungCosts } from './rungCosts.ts';
import type { Situation } from './situation.ts';
import { neededTokens } from './strongest.ts';
import type { Task } from './task.ts';
import { keyOf, variantsOver, type ReadyRung, type Variant, type Variants } from './variants.ts';

/** Before so many judged answers, rules are the better guide. */
const enoughTries = 10;

/** The tiers that the planner wants, how several are used, and why. */
export interface PlannerSays {
  readonly reason: Planned;
  readonly tiers: readonly Tier[];
  readonly several?: CascadeUse;
}

/**
 * The cheapest plan over the tiers for `auto` that evidence says is good enough. Undefined where too
 * little is known: hardly any evidence, a model without a price, fewer than two tiers ready, or the
 * strongest not among them. Critical tasks are not for the planner.
 */
export function planFor(task: Task, situation: Situation): PlannerSays | undefined {
  const { policy } = situation;
  const evidence = situation.evidence.get(task.type);
  if (!evidence || isCritical(policy, task)) return undefined;
  const rungs = readyRungs(task, situation);
  if (!rungs || triesIn(evidence, rungs) < enoughTries) return undefined;

  const variants = variantsOver(rungs, evidence);
  const plans = pricedPlans(task, { rungs, variants, evidence }, situation);
  const explored = { ...evidence.explored, cost: evidence.explored.nanoUsd };
  const aims = { ...shippedAims, ...policy.auto };
  const chosen = choosePlan(plans, variants.ladder.length - 1, aims, explored);
  const variant = variants.all[plans.indexOf(chosen.plan)]!;
  const tiers = variant.rungs.map((rung) => rungs[rung]!.tier);
  return {
    reason: reasonFor(chosen, { variant, rungs, evidence }),
    tiers,
    ...(tiers.length > 1 && { several: cascadeOf(variant, tiers) }),
  };
}

/** The tiers for `auto` that can be asked; undefined where there is nothing to choose from. */
function readyRungs(task: Task, situation: Situation): ReadyRung[] | undefined {
  const { policy, today } = situation;
  const allowed = policy.auto?.tiers;
  const pool = policy.tiers.filter(({ name }) => !allowed || allowed.includes(name));
  const tokens = neededTokens(task);
  const rungs: ReadyRung[] = [];
  for (const tier of pool) {
    const { choice } = firstReady(tier, tokens, situation);
    if (!choice || rungs.some((rung) => keyOf(rung.choice) === keyOf(choice))) continue;
    const guess = guessCost(task, choice.model, today);
    if (guess === undefined) return undefined;
    rungs.push({ tier, choice, guess });
  }
  return rungs.length > 1 && rungs.at(-1)!.tier === pool.at(-1) ? rungs : undefined;
}

function triesIn({ figures }: Evidence, rungs: readonly ReadyRung[]): number {
  return rungs.reduce((sum, { choice }) => sum + (figures.get(keyOf(choice))?.tries ?? 0), 0);
}

function pricedPlans(
  task: Task,
  given: {
    readonly rungs: readonly ReadyRung[];
    readonly variants: Variants;
    readonly evidence: Evidence;
  },
  { latencyBudgets, latencies }: Situation,
): Priced[] {
  const { rungs, variants, evidence } = given;
  const { ladder } = variants;
  const costs = ladder.map(({ key, guess }) => rungCosts(guess, evidence.figures.get(key)));
  const outlook = outlookOn(task.type, evidence, {
    ladder: ladder.map(({ key }) => key),
    guesses: ladder.map(({ guess }) => guess),
    sequences: variants.all.map(({ sequence }) => sequence),
  });
  const budget = latencyBudgets[task.type];
  return outlook.map((expectation, place) => {
    const variant = variants.all[place]!;
    const choices = variant.rungs.map((rung) => rungs[rung]!.choice);
    const seconds = expectedSeconds(choices, latencies) ?? Infinity;
    // What takes too long one after the other is started, and paid for, together.
    const isTogether = budget !== undefined && choices.length > 1 && seconds > budget;
    const cost = isTogether
      ? variant.sequence.reduce((sum, rung) => sum + costs[rung]!.first, 0)
      : expectedPlanCost(expectation, costs);
    return { ...expectation, cost };
  });
}

function cascadeOf({ retry, raiseEffort }: Variant, tiers: readonly Tier[]): CascadeUse {
  return {
    cascade: tiers.map(({ name }) => name),
    ...(retry && { retry }),
    ...(raiseEffort && { raiseEffort }),
  };
}

function reasonFor(
  { plan, strongest, exploring }: ChosenPlan,
  given: {
    readonly variant: Variant;
    readonly rungs: readonly ReadyRung[];
    readonly evidence: Evidence;
  },
): Planned {
  const { variant, rungs, evidence } = given;
  const first = rungs[plan === strongest ? 0 : variant.rungs[0]!]!;
  const { tries = 0, passes = 0 } = evidence.figures.get(keyOf(first.choice)) ?? {};
  return {
    kind: 'planned',
    ...(tries > 0 && {
      evidence: { tier: first.tier.name, passes: shareOf(passes, tries), tries },
    }),
    expectedNanoUsd: Math.round(plan.cost),
    strongestNanoUsd: Math.round(strongest.cost),
    quality: { mean: plan.quality, doubt: plan.doubt },
    ...(exploring && { exploring: { loss: plan.loss } }),
  };
}
