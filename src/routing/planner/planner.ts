import type { Candidates } from '../candidates/candidates.ts';
import { costGuesser, expectedSeconds } from '../candidates/expectedCost.ts';
import { triesOf } from '../candidates/tries.ts';
import type { Planned } from '../decision.ts';
import { shareOf } from '../evidence/beta.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { costOf, priceOn } from '../models/price.ts';
import { isCritical } from '../policy/matchRule.ts';
import type { CascadeUse, Tier } from '../policy/policy.ts';
import type { Situation } from '../situation.ts';
import type { Task, TaskType } from '../task.ts';
import { choosePlan, type ChosenPlan, shippedAims } from './choosePlan.ts';
import { type Expectation, expectationsOf, expectedPlanCost } from './expectation.ts';
import { update, createFilter } from './particleFilter.ts';
import { keyOf, type ReadyRung, type Variant, type Variants, planSpaceOver } from './planSpace.ts';
import { shippedPrior } from './prior.ts';
import { randomFrom } from './random.ts';
import { rungCosts } from './rungCosts.ts';

/** Before so many judged answers, rules are the better guide. */
const enoughTries = 10;
/** Models' prices are compared at this size. */
export const standardSize = { inputTokens: 2_000, outputTokens: 1_000 };

const noEvidence: Evidence = {
  tallies: [],
  figures: new Map(),
  explorationCost: { requests: 0, loss: 0, nanoUsd: 0 },
};

/** The tiers that the planner wants, how several are used, and why. */
export interface PlannerSays {
  readonly reason: Planned;
  readonly tiers: readonly Tier[];
  readonly several?: CascadeUse;
}

/**
 * The cheapest plan over the tiers for `auto` that evidence says is good enough. Undefined where too
 * little is known: a model without a price, fewer than two tiers that are ready, or the strongest not
 * among them; and, unless a rule asks for the planner, hardly any evidence, or none of any tier but the
 * strongest. A planner that is asked for begins with the shipped priors. Critical tasks are not for it.
 */
export function planFor(candidates: Candidates, isAskedFor: boolean): PlannerSays | undefined {
  const { task, situation } = candidates;
  const { policy } = situation;
  const known = situation.evidence.get(task.type);
  const evidence = known ?? (isAskedFor ? noEvidence : undefined);
  if (!evidence || isCritical(policy, task)) return undefined;
  const rungs = readyRungs(candidates, isAskedFor ? undefined : evidence);
  if (!rungs || (!isAskedFor && triesIn(evidence, rungs) < enoughTries)) return undefined;

  const { variants, expectations } = outlookOn(task.type, evidence, rungs);
  const costs = planCosts(task, { rungs, variants, expectations, evidence }, situation);
  const plans = expectations.map((each, place) => {
    const { trial } = variants.all[place]!;
    return { ...each, cost: costs[place]!, ...(trial && { trial }) };
  });
  const explored = { ...evidence.explorationCost, cost: evidence.explorationCost.nanoUsd };
  const { exploringShare } = shippedAims;
  // A repository may have less explored, not more: it is the developer's money.
  const share = Math.min(exploringShare, policy.auto?.exploringShare ?? exploringShare);
  const aims = { ...shippedAims, ...policy.auto, exploringShare: share };
  const chosen = choosePlan(plans, variants.ladder.length - 1, aims, explored);
  const variant = variants.all[plans.indexOf(chosen.plan)]!;
  const tiers = variant.rungs.map((rung) => rungs[rung]!.tier);
  return {
    reason: reasonFor(chosen, { variant, rungs, evidence }),
    tiers,
    // Answers of all but the strongest are checked, also where nobody would climb.
    ...(chosen.plan !== chosen.strongest && { several: cascadeOf(variant, tiers) }),
  };
}

/**
 * The tiers for `auto` that can be asked, of them only those that evidence knows where it is given;
 * undefined where there is nothing to choose from.
 */
function readyRungs(
  candidates: Candidates,
  evidence: Evidence | undefined,
): ReadyRung[] | undefined {
  const { task, requirements } = candidates;
  const { policy, today } = candidates.situation;
  const allowed = policy.auto?.tiers;
  const pool = policy.tiers.filter(({ name }) => !allowed || allowed.includes(name));
  const guessCost = costGuesser(task, today, requirements);
  const rungs: ReadyRung[] = [];
  for (const tier of pool) {
    const { choice } = candidates.of(tier);
    if (!choice || rungs.some((rung) => keyOf(rung.choice) === keyOf(choice))) continue;
    const guess = guessCost(choice.model);
    const price = costOf(standardSize, priceOn(choice.model.prices, today), 'estimated').nanoUsd;
    if (guess === undefined || price === undefined) return undefined;
    rungs.push({ tier, choice, guess, price });
  }
  const strongest = rungs.at(-1);
  if (!strongest || strongest.tier !== pool.at(-1)) return undefined;
  const known = rungs.filter(
    (rung) =>
      // Costs in practice money and in real money cannot be compared.
      rung.choice.model.simulated === strongest.choice.model.simulated &&
      (!evidence || rung === strongest || isKnown(rung, evidence)),
  );
  return known.length > 1 ? known : undefined;
}

/** A tier that nobody ever tried, for whatever task, is left to rules and to the developer. */
function isKnown({ choice }: ReadyRung, { figures }: Evidence): boolean {
  return (figures.get(keyOf(choice))?.tries ?? 0) >= 1;
}

function triesIn({ figures }: Evidence, rungs: readonly ReadyRung[]): number {
  return rungs.reduce((sum, { choice }) => sum + (figures.get(keyOf(choice))?.tries ?? 0), 0);
}

function planCosts(
  task: Task,
  given: Outlook & { readonly rungs: readonly ReadyRung[]; readonly evidence: Evidence },
  { latencyBudgets, latencies }: Situation,
): number[] {
  const { rungs, variants, expectations, evidence } = given;
  const costs = variants.ladder.map(({ key, rung }) =>
    rungCosts(rungs[rung]!.guess, evidence.figures.get(key)),
  );
  const budget = latencyBudgets[task.type];
  return variants.all.map((variant, place) => {
    const inTurn = expectedPlanCost(expectations[place]!, costs);
    if (budget === undefined || variant.rungs.length === 1) return inTurn;
    const [first, ...others] = variant.rungs.map((rung) => rungs[rung]!.choice);
    const tries = triesOf({ ...variant, ladder: [first!, ...others] });
    const seconds = expectedSeconds(
      tries.map(({ choice }) => choice),
      latencies,
    );
    if (seconds !== undefined && seconds <= budget) return inTurn;
    // What takes too long one after the other is started, and paid for, together. Then nothing is asked
    // again: that is another plan, which is among these as well.
    if (variant.retry || variant.raiseEffort) return Infinity;
    return variant.sequence.reduce((sum, rung) => sum + costs[rung]!.first, 0);
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
    ...(first.choice.model.simulated && { simulated: true }),
    quality: { mean: plan.quality, standardDeviation: plan.standardDeviation, loss: plan.loss },
    exploring,
  };
}

/** The plans over some rungs, and what is to be expected of each. */
export interface Outlook {
  readonly variants: Variants;
  /** One for each variant. */
  readonly expectations: readonly Expectation[];
}

// Learning takes milliseconds, deciding must not: what is expected of the same rungs on the same
// evidence is worked out once, and forgotten with the evidence.
const known = new WeakMap<Evidence, Map<string, Outlook>>();

/** What the evidence lets one expect of each plan. The same evidence always gives the same. */
export function outlookOn(
  taskType: TaskType,
  evidence: Evidence,
  rungs: readonly ReadyRung[],
): Outlook {
  const outlooks = known.get(evidence) ?? new Map<string, Outlook>();
  known.set(evidence, outlooks);
  const key = [taskType, ...rungs.map(({ choice }) => keyOf(choice))].join(' ');
  const outlook = outlooks.get(key) ?? workOut(taskType, evidence, rungs);
  outlooks.set(key, outlook);
  return outlook;
}

function workOut(taskType: TaskType, evidence: Evidence, rungs: readonly ReadyRung[]): Outlook {
  const variants = planSpaceOver(rungs, evidence);
  const ladder = variants.ladder.map(({ key }) => key);
  const prior = shippedPrior(
    taskType,
    variants.ladder.map(({ rung }) => rungs[rung]!.price),
  );
  const learner = createFilter(ladder, prior, randomFrom(0));
  update(learner, evidence.tallies);
  const sequences = variants.all.map(({ sequence }) => sequence);
  return { variants, expectations: expectationsOf(learner.belief, sequences) };
}
