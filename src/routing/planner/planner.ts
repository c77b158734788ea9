import type { Candidates } from '../candidates/candidates.ts';
import { costGuesser, expectedSeconds } from '../candidates/expectedCost.ts';
import { triesOf } from '../candidates/tries.ts';
import type { ChangedTier, Planned } from '../decision.ts';
import { shareOf } from '../evidence/beta.ts';
import { earlierOf } from '../evidence/changes.ts';
import type { Evidence, RungKey } from '../evidence/evidence.ts';
import { costOf, priceOn } from '../models/price.ts';
import { aimsAt } from '../policy/mistakeCost.ts';
import type { CascadeUse, Tier } from '../policy/policy.ts';
import type { Situation } from '../situation.ts';
import type { Task, TaskType } from '../task.ts';
import { dayMs } from '../time.ts';
import { choosePlan, type ChosenPlan, strongestOf } from './choosePlan.ts';
import { type Expectation, expectationsOf, expectedPlanCost } from './expectation.ts';
import { update, createFilter } from './particleFilter.ts';
import { keyOf, type ReadyRung, type Variant, type Variants, planSpaceOver } from './planSpace.ts';
import { shippedPrior } from './prior.ts';
import { randomFrom } from './random.ts';
import { rungCosts } from './rungCosts.ts';

/*
 * This folder chooses a plan from evidence. The candidates and the evidence for a task type come in;
 * tiers, a cascade over them and a `Planned` reason go out. `planSpace.ts` lists the possible plans,
 * `particleFilter.ts` learns from the evidence how good each rung and the gates are, `expectation.ts`
 * predicts quality and cost of each plan, and `choosePlan.ts` takes the cheapest that keeps the floor.
 */

/** With fewer judged answers than this, the rules decide. Chosen by judgement. */
const enoughTries = 10;
/** The size of answer at which models' prices are compared. Chosen by judgement. */
export const standardSize = { inputTokens: 2_000, outputTokens: 1_000 };

const noEvidence: Evidence = {
  tallies: [],
  figures: new Map(),
  explorationCost: { requests: 0, loss: 0, nanoUsd: 0 },
};

/** The tiers that the planner selects, how several of them are used, and why. */
export interface PlannedTiers {
  readonly reason: Planned;
  readonly tiers: readonly Tier[];
  readonly several?: CascadeUse;
}

/**
 * Plans over the tiers allowed for `auto`: returns the cheapest plan that is good enough by the
 * evidence. Returns undefined for a critical task, and when too little is known: a model has no price,
 * fewer than two tiers are ready, or the strongest is not ready. Unless a rule asks for the planner, it
 * also returns undefined when there is hardly any evidence, or none about a tier below the strongest.
 * When a rule asks for it, the planner starts from the shipped priors.
 */
export function planFor(candidates: Candidates, isAskedFor: boolean): PlannedTiers | undefined {
  const { task, situation, stated } = candidates;
  const { policy } = situation;
  const evidence = situation.evidence.get(task.type) ?? (isAskedFor ? noEvidence : undefined);
  if (!evidence || stated.cost === 'critical') return undefined;
  const rungs = readyRungs(candidates, isAskedFor ? undefined : evidence);
  if (!rungs || (!isAskedFor && triesIn(evidence, rungs) < enoughTries)) return undefined;

  const { variants, expectations } = outlookOn(task.type, evidence, rungs);
  const costs = planCosts(task, { rungs, variants, expectations, evidence }, situation);
  const plans = expectations.map((each, place) => {
    const { trial } = variants.all[place]!;
    return { ...each, cost: costs[place]!, ...(trial && { trial }) };
  });
  const { explorationCost } = evidence;
  const explored =
    stated.cost === 'high' ? undefined : { ...explorationCost, cost: explorationCost.nanoUsd };
  const aims = aimsAt(stated.cost, policy);
  const strongest = strongestOf(keysOf(variants), evidence.figures);
  const chosen = choosePlan(plans, strongest, aims, explored);
  const variant = variants.all[plans.indexOf(chosen.plan)]!;
  const tiers = variant.rungs.map((rung) => rungs[rung]!.tier);
  return {
    reason: reasonFor(chosen, { variant, rungs, evidence, today: situation.today }),
    tiers,
    // Gates check every answer but the strongest rung's, even when no rung follows.
    ...(chosen.plan !== chosen.strongest && { several: cascadeOf(variant, tiers) }),
  };
}

/**
 * Lists the tiers for `auto` that are ready; with `evidence`, only those it covers and the strongest.
 * Returns undefined when there is nothing to choose from.
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
  const usable = rungs.filter(
    (rung) =>
      // Costs in practice money and in real money cannot be compared.
      rung.choice.model.simulated === strongest.choice.model.simulated &&
      (!evidence || rung === strongest || isCovered(rung, evidence)),
  );
  return usable.length > 1 ? usable : undefined;
}

/** Whether evidence has at least one judged answer of the tier; others are left to rules and picks. */
function isCovered(rung: ReadyRung, evidence: Evidence): boolean {
  return triesIn(evidence, [rung]) >= 1;
}

/** The judged answers of the rungs, with those from before they changed. */
function triesIn({ figures }: Evidence, rungs: readonly ReadyRung[]): number {
  const keys = rungs.map(({ choice }) => keyOf(choice));
  return keys
    .flatMap((key) => [key, earlierOf(key)])
    .reduce((sum, key) => sum + (figures.get(key)?.tries ?? 0), 0);
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
    // A cascade that takes too long is started together, and all of it is paid for. Retries do not fit
    // that; the same plan without retries is listed too.
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
    readonly today: string;
  },
): Planned {
  const { variant, rungs, evidence, today } = given;
  const changed = changedTiers(rungs, evidence, today);
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
    ...(changed.length > 0 && { changed }),
  };
}

function changedTiers(
  rungs: readonly ReadyRung[],
  { changes = [] }: Evidence,
  today: string,
): ChangedTier[] {
  return rungs.flatMap(({ tier, choice }) => {
    const change = changes.find(({ rung }) => rung === keyOf(choice));
    if (!change) return [];
    const { better, since } = change;
    const daysAgo = since && Math.round((Date.parse(today) - Date.parse(since)) / dayMs);
    return { tier: tier.name, better, ...(typeof daysAgo === 'number' && { daysAgo }) };
  });
}

/** The plans over some rungs, and what to expect of each. */
export interface Outlook {
  readonly variants: Variants;
  /** One for each variant. */
  readonly expectations: readonly Expectation[];
}

// Learning takes milliseconds, which is too long for each decision. The outlook for the same rungs and
// evidence is therefore computed once, and freed together with the evidence.
const outlooksByEvidence = new WeakMap<Evidence, Map<string, Outlook>>();

/** Predicts the outcome of each plan from the evidence. The same evidence gives the same result. */
function outlookOn(taskType: TaskType, evidence: Evidence, rungs: readonly ReadyRung[]): Outlook {
  const outlooks = outlooksByEvidence.get(evidence) ?? new Map<string, Outlook>();
  outlooksByEvidence.set(evidence, outlooks);
  const key = [taskType, ...rungs.map(({ choice }) => keyOf(choice))].join(' ');
  const outlook = outlooks.get(key) ?? computeOutlook(taskType, evidence, rungs);
  outlooks.set(key, outlook);
  return outlook;
}

function computeOutlook(
  taskType: TaskType,
  evidence: Evidence,
  rungs: readonly ReadyRung[],
): Outlook {
  const variants = planSpaceOver(rungs, evidence);
  const ladder = keysOf(variants);
  const prior = shippedPrior(
    taskType,
    variants.ladder.map(({ rung }) => rungs[rung]!.price),
  );
  const filter = createFilter(ladder, prior, randomFrom(0));
  update(filter, evidence.tallies);
  const sequences = variants.all.map(({ sequence }) => sequence);
  return { variants, expectations: expectationsOf(filter.posterior, sequences) };
}

const keysOf = ({ ladder }: Variants): RungKey[] => ladder.map(({ key }) => key);
