import type { PastAttempt, PastWork } from '../../ledger/learning/pastWork.ts';
import { candidatesFor } from '../../routing/candidates/candidates.ts';
import { decide } from '../../routing/decide/decide.ts';
import { type Choice, choicesOf, type Plan } from '../../routing/decision.ts';
import type { Evidence, PastRequest } from '../../routing/evidence/evidence.ts';
import { gathererOf, exploredIn } from '../../routing/evidence/gatherEvidence.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import type { Usage } from '../../routing/models/usage.ts';
import type { Situation } from '../../routing/situation.ts';
import { type Task, type TaskType, taskTypes } from '../../routing/task.ts';
import { pastTask } from './pastTask.ts';
import { costAt, planPricer } from './planCost.ts';
import { dayOf } from '../../routing/time.ts';

/*
 * This folder replays past work under another policy. Requests come in from the ledger, without their texts
 * (`pastTask.ts`); each is decided again, its plan is priced by the tokens of the real answers (`planCost.ts`),
 * and an estimate goes out, in words by `partsOfReplay.ts`. `replayInWorker.ts` does it in a thread of its own.
 */

/** What some pieces of work cost: in reality, by a policy, and by the two baselines. */
export interface Costs {
  readonly requests: number;
  /** For answers only, without judges and classification. */
  readonly paidNanoUsd: NanoUsd;
  readonly policyNanoUsd: NanoUsd;
  readonly strongestNanoUsd: NanoUsd;
  readonly cheapestNanoUsd: NanoUsd;
}

/** Why a piece of work is not in the sums. */
export const whyLeftOut = ['practice', 'noUsage', 'unknownCost', 'noPrice', 'refused'] as const;
export type WhyLeftOut = (typeof whyLeftOut)[number];

/** What a policy would have cost on past work. It is an estimate, except where it asks the same model. */
export interface Replay {
  /** All pieces of work; a manual escalation belongs to the work that it escalates. */
  readonly requests: number;
  readonly leftOut: Readonly<Record<WhyLeftOut, number>>;
  /** Compared work for which the policy directly asks the model that answered. */
  readonly known: number;
  readonly estimated: number;
  /** Estimated work that relies on the shipped priors for how likely a rung's answer passes. */
  readonly onPriors: number;
  /** All of the work was done by practice models: every amount except the policy's is practice money. */
  readonly simulated: boolean;
  /** Cost of judges and classification, in the same money; undefined when the cost of a call is unknown. */
  readonly checksNanoUsd?: NanoUsd;
  /** Compared work that asked more than one tier, by a plan or by hand. */
  readonly escalated: {
    readonly was: number;
    /** Expected; not whole, because a later rung of a cascade is asked with some probability. */
    readonly would: number;
  };
  readonly total: Costs;
  readonly byTaskType: readonly (Costs & { readonly taskType: TaskType })[];
  /** From the cheapest, then tiers that exist only in the ledger. */
  readonly byTier: readonly TierCosts[];
}

interface TierCosts extends Pick<Costs, 'paidNanoUsd' | 'policyNanoUsd'> {
  readonly tier: string;
}

interface Compared extends Omit<Costs, 'requests'> {
  readonly taskType: TaskType;
  readonly isKnown: boolean;
  readonly restsOnPriors: boolean;
  readonly wasEscalated: boolean;
  /** The probability. */
  readonly wouldEscalate: number;
  readonly attempts: readonly PastAttempt[];
  readonly tiers: readonly TierCosts[];
}

/**
 * Decides past work again by a policy, with today's evidence, and prices the plans by the tokens of the
 * real answers.
 *
 * @param situation Its day, time and workspace are replaced by those of the work.
 * @param past Past requests, newest first, from which the evidence is gathered.
 */
export function replay(
  works: readonly PastWork[],
  situation: Omit<Situation, 'evidence'>,
  past: readonly PastRequest[],
): Replay {
  const known = new Map<TaskType, Evidence>();
  const gather = gathererOf(past);
  const evidenceFor = (taskType: TaskType): Evidence => {
    const evidence = known.get(taskType) ?? gather({ taskType }, exploredIn(past, taskType));
    known.set(taskType, evidence);
    return evidence;
  };
  const priceOf = planPricer(evidenceFor);
  const compared: Compared[] = [];
  const leftOut = { practice: 0, noUsage: 0, unknownCost: 0, noPrice: 0, refused: 0 };
  const simulated = works.length > 0 && works.every(isPractice);
  for (const work of works) {
    if (!simulated && isPractice(work)) {
      leftOut.practice += 1;
      continue;
    }
    const today = dayOf(work.atMs);
    const then = { ...situation, today, nowMs: work.atMs, workspace: work.workspace };
    const result = compare(work, { ...then, evidence: { get: evidenceFor } }, priceOf);
    if (typeof result === 'string') leftOut[result] += 1;
    else compared.push(result);
  }
  return summed(works.length, leftOut, compared, { ...situation, simulated });
}

/** Whether a practice model gave one of the answers: then their total was never paid. */
function isPractice({ attempts }: PastWork): boolean {
  return attempts.some(({ purpose, simulated }) => purpose === 'answer' && simulated);
}

function compare(
  work: PastWork,
  situation: Situation,
  priceOf: ReturnType<typeof planPricer>,
): Compared | WhyLeftOut {
  const { taskType, attempts } = work;
  const answers = attempts.filter(({ purpose }) => purpose === 'answer');
  const standing = answers.findLast(({ isStanding, usage }) => isStanding && usage);
  if (!standing?.usage) return 'noUsage';
  const paid = answers.map(({ tier, nanoUsd }) => ({ tier, nanoUsd }));
  if (!paid.every(isKnownCost)) return 'unknownCost';

  const task = pastTask(work);
  const { plan } = decide(task, situation);
  if (plan.kind === 'refuse') return 'refused';
  const isPlannedOnPractice = choicesOf(plan).some(({ model }) => model.simulated);
  if (isPlannedOnPractice && !isPractice(work)) return 'practice';
  const sized = { taskType, usage: standing.usage, today: situation.today };
  const isKnown = answers.length === 1 && isSame(plan, standing);
  const cost = isKnown ? { tries: paid, restsOnPriors: false, escalates: 0 } : priceOf(plan, sized);
  const baselines = baselinesOf(task, sized, situation);
  if (!cost || !baselines) return 'noPrice';
  return {
    taskType,
    isKnown,
    attempts,
    restsOnPriors: cost.restsOnPriors,
    wasEscalated: new Set(answers.map(({ tier }) => tier)).size > 1,
    wouldEscalate: cost.escalates,
    paidNanoUsd: sumOf(paid),
    policyNanoUsd: sumOf(cost.tries),
    ...baselines,
    tiers: [
      ...paid.map(({ tier, nanoUsd }) => ({ tier, paidNanoUsd: nanoUsd, policyNanoUsd: 0 })),
      ...cost.tries.map(({ tier, nanoUsd }) => ({ tier, paidNanoUsd: 0, policyNanoUsd: nanoUsd })),
    ],
  };
}

interface TierSum {
  readonly tier: string;
  readonly nanoUsd: NanoUsd;
}

function isKnownCost(sum: { tier: string; nanoUsd: NanoUsd | undefined }): sum is TierSum {
  return sum.nanoUsd !== undefined;
}

function isSame(plan: Plan, { model, effort }: PastAttempt): boolean {
  if (plan.kind !== 'direct') return false;
  return plan.choice.model.reference === model && plan.choice.effort === effort;
}

/** What the strongest and the cheapest tier would have cost; undefined when a price is unknown. */
function baselinesOf(
  task: Task,
  sized: { readonly usage: Usage; readonly today: string },
  situation: Situation,
): Pick<Costs, 'strongestNanoUsd' | 'cheapestNanoUsd'> | undefined {
  const costOfChoice = (choice: Choice | undefined) => choice && costAt(choice.model, sized);
  const candidates = candidatesFor(task, situation);
  const all = situation.policy.tiers.flatMap(
    (tier) => costOfChoice(candidates.of(tier).choice) ?? [],
  );
  const strongestNanoUsd = costOfChoice(candidates.strongest());
  if (strongestNanoUsd === undefined) return undefined;
  return { strongestNanoUsd, cheapestNanoUsd: Math.min(...all) };
}

function sumOf(sums: readonly { readonly nanoUsd: NanoUsd }[]): NanoUsd {
  return sums.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0);
}

function summed(
  requests: number,
  leftOut: Replay['leftOut'],
  compared: readonly Compared[],
  { policy, simulated }: Pick<Situation, 'policy'> & Pick<Replay, 'simulated'>,
): Replay {
  const known = compared.filter(({ isKnown }) => isKnown).length;
  const checks = compared
    .flatMap(({ attempts }) => attempts)
    .filter((attempt) => attempt.purpose !== 'answer' && attempt.simulated === simulated);
  const checkCosts = checks.flatMap(({ nanoUsd }) => nanoUsd ?? []);
  const ofType = (type: TaskType) => compared.filter(({ taskType }) => taskType === type);
  const tiers = compared.flatMap((each) => each.tiers);
  const tierNames = [...policy.tiers.map(({ name }) => name), ...tiers.map(({ tier }) => tier)];
  return {
    requests,
    leftOut,
    known,
    estimated: compared.length - known,
    simulated,
    onPriors: compared.filter(({ restsOnPriors }) => restsOnPriors).length,
    ...(checkCosts.length === checks.length && {
      checksNanoUsd: checkCosts.reduce((sum, nanoUsd) => sum + nanoUsd, 0),
    }),
    escalated: {
      was: compared.filter(({ wasEscalated }) => wasEscalated).length,
      would: compared.reduce((sum, { wouldEscalate }) => sum + wouldEscalate, 0),
    },
    total: costsOf(compared),
    byTaskType: taskTypes
      .filter((type) => ofType(type).length > 0)
      .map((taskType) => ({ taskType, ...costsOf(ofType(taskType)) })),
    byTier: [...new Set(tierNames)].map((name) => tierCosts(name, tiers)),
  };
}

function tierCosts(tier: string, all: readonly TierCosts[]): TierCosts {
  const own = all.filter((each) => each.tier === tier);
  return {
    tier,
    paidNanoUsd: own.reduce((sum, { paidNanoUsd }) => sum + paidNanoUsd, 0),
    policyNanoUsd: own.reduce((sum, { policyNanoUsd }) => sum + policyNanoUsd, 0),
  };
}

function costsOf(compared: readonly Compared[]): Costs {
  const sum = (name: Exclude<keyof Costs, 'requests'>) =>
    compared.reduce((all, each) => all + each[name], 0);
  return {
    requests: compared.length,
    paidNanoUsd: sum('paidNanoUsd'),
    policyNanoUsd: sum('policyNanoUsd'),
    strongestNanoUsd: sum('strongestNanoUsd'),
    cheapestNanoUsd: sum('cheapestNanoUsd'),
  };
}
