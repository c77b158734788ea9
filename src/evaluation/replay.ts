import type { PastAttempt, PastWork } from '../ledger/learning/pastWork.ts';
import { candidatesFor } from '../routing/candidates/candidates.ts';
import { decide } from '../routing/decide/decide.ts';
import { type Choice, choicesOf, type Plan } from '../routing/decision.ts';
import type { Evidence, PastRequest } from '../routing/evidence/evidence.ts';
import { gatherEvidence, exploredIn } from '../routing/evidence/gatherEvidence.ts';
import type { NanoUsd } from '../routing/models/money.ts';
import type { Usage } from '../routing/models/usage.ts';
import type { Situation } from '../routing/situation.ts';
import { type Task, type TaskType, taskTypes } from '../routing/task.ts';
import { pastTask } from './pastTask.ts';
import { costAt, planPricer } from './planCost.ts';
import { dayOf } from '../routing/time.ts';

/** What some pieces of work cost, really and by other ways to choose. */
export interface Costs {
  readonly requests: number;
  /** For answers; judges and classification are not in it. */
  readonly paidNanoUsd: NanoUsd;
  readonly policyNanoUsd: NanoUsd;
  readonly strongestNanoUsd: NanoUsd;
  readonly cheapestNanoUsd: NanoUsd;
}

/** Why a piece of work is in no sum. */
export const whyLeftOut = ['practice', 'noUsage', 'unknownCost', 'noPrice', 'refused'] as const;
export type WhyLeftOut = (typeof whyLeftOut)[number];

/** What a policy would have cost on past work: an estimate, but where it asks what was asked. */
export interface Replay {
  /** All pieces of work; a hand escalation belongs to what it escalates. */
  readonly requests: number;
  readonly leftOut: Readonly<Record<WhyLeftOut, number>>;
  /** Of those that are compared: the policy asks the very model that answered at once. */
  readonly known: number;
  readonly estimated: number;
  /** Of the estimated ones: shipped priors say how likely a rung's answer passes. */
  readonly onPriors: number;
  /** Practice models did all of the work: every amount but the policy's is practice money. */
  readonly simulated: boolean;
  /** What judges and classification cost besides, in the same money; undefined where that of some call is unknown. */
  readonly checksNanoUsd?: NanoUsd;
  readonly total: Costs;
  readonly byTaskType: readonly (Costs & { readonly taskType: TaskType })[];
  /** From the cheapest; then tiers that only the ledger knows. */
  readonly byTier: readonly TierCosts[];
}

interface TierCosts extends Pick<Costs, 'paidNanoUsd' | 'policyNanoUsd'> {
  readonly tier: string;
}

interface Compared extends Omit<Costs, 'requests'> {
  readonly taskType: TaskType;
  readonly isKnown: boolean;
  readonly restsOnPriors: boolean;
  readonly attempts: readonly PastAttempt[];
  readonly tiers: readonly TierCosts[];
}

/**
 * Decides about past work by a policy, as it would be decided with what is known now, and prices the
 * plans by the tokens of the answers that were given.
 *
 * @param situation Day, time and workspace are those of the work.
 * @param past Newest first; what passing the gates is learnt from.
 */
export function replay(
  works: readonly PastWork[],
  situation: Omit<Situation, 'evidence'>,
  past: readonly PastRequest[],
): Replay {
  const known = new Map<TaskType, Evidence>();
  const evidenceFor = (taskType: TaskType): Evidence => {
    const evidence =
      known.get(taskType) ?? gatherEvidence(past, { taskType }, exploredIn(past, taskType));
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

/** A practice model gave one of its answers: what they cost together was never paid. */
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
  const cost = isKnown ? { tries: paid, restsOnPriors: false } : priceOf(plan, sized);
  const baselines = baselinesOf(task, sized, situation);
  if (!cost || !baselines) return 'noPrice';
  return {
    taskType,
    isKnown,
    attempts,
    restsOnPriors: cost.restsOnPriors,
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

/** Undefined where a price is unknown. */
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
    total: costsOf(compared),
    byTaskType: taskTypes
      .filter((type) => ofType(type).length > 0)
      .map((taskType) => ({ taskType, ...costsOf(ofType(taskType)) })),
    byTier: [...new Set(tierNames)].map((name) => {
      const own = tiers.filter(({ tier }) => tier === name);
      return {
        tier: name,
        paidNanoUsd: own.reduce((sum, { paidNanoUsd }) => sum + paidNanoUsd, 0),
        policyNanoUsd: own.reduce((sum, { policyNanoUsd }) => sum + policyNanoUsd, 0),
      };
    }),
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
