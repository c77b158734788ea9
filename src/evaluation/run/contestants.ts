import { decideRequest, type DecidedRequest } from '../../execution/request.ts';
import { withFormat } from '../../execution/workflow/steps/runModelStep.ts';
import { noRequirements } from '../../routing/candidates/requirements.ts';
import { resolveTier } from '../../routing/candidates/resolveTier.ts';
import type { Choice } from '../../routing/decision.ts';
import { explainRejected } from '../../routing/explainPassedOver.ts';
import { displayName } from '../../routing/models/catalog.ts';
import { type ModelChoice, nearestEffort, splitReference } from '../../routing/models/model.ts';
import { type Policy, type Tier, tierNamed } from '../../routing/policy/policy.ts';
import type { StepUse } from '../../routing/policy/stepUse.ts';
import type { Situation } from '../../routing/situation.ts';
import type { CandidateSubject } from '../candidate.ts';
import type { NamedCandidate } from '../files/evaluation.ts';
import type { FixtureWork } from './fixtureWork.ts';

/** A candidate with the models that it stands for during a run, whatever fails meanwhile. */
export interface Contestant {
  readonly named: NamedCandidate;
  /** From the cheapest; one unless it is a cascade. No other model stands in for them. */
  readonly rungs: readonly [Choice, ...Choice[]];
}

/** A candidate that cannot be asked now. */
export interface LeftOut {
  readonly name: string;
  /** One sentence. */
  readonly why: string;
}

/** A longer pause says that something is wrong, such as a key; chosen by judgement. Seconds. */
const shortPause = 300;

/** The candidates that can be asked, and those that cannot. */
export function contestantsOf(
  candidates: readonly NamedCandidate[],
  situation: Situation,
): { readonly contestants: readonly Contestant[]; readonly leftOut: readonly LeftOut[] } {
  const found = candidates.map((named) => contestantOf(named, situation));
  return {
    contestants: found.flatMap((each) => ('rungs' in each ? each : [])),
    leftOut: found.flatMap((each) => ('why' in each ? each : [])),
  };
}

function contestantOf(named: NamedCandidate, situation: Situation): Contestant | LeftOut {
  const { name } = named;
  const found = tiersOf(named.subject, situation.policy).map((tier) =>
    typeof tier === 'string' ? tier : rungOf(tier, situation),
  );
  const problem = found.find((each) => typeof each === 'string');
  if (problem !== undefined) return { name, why: problem };
  const [first, ...others] = found.filter((each) => typeof each !== 'string');
  const isMixed = others.some(({ model }) => model.simulated !== first!.model.simulated);
  if (!isMixed) return { named, rungs: [first!, ...others] };
  const why = 'It has practice models and real ones, whose money is never added up.';
  return { name, why };
}

/** The tiers that a candidate asks, or why there is no such tier. */
function tiersOf(subject: CandidateSubject, policy: Policy): readonly (Tier | string)[] {
  if (subject.kind === 'model') {
    return [{ name: choiceName(subject.choice), choices: [subject.choice] }];
  }
  const names = subject.kind === 'tier' ? [subject.tier] : subject.tiers;
  return names.map((name) => tierNamed(policy, name) ?? `There is no tier "${name}".`);
}

/** `provider/model` or `provider/model@effort`. */
export function choiceName({ reference, effort }: ModelChoice): string {
  return effort ? `${reference}@${effort}` : reference;
}

/** The first model of a tier that can be asked, with no other behind it, or why there is none. */
function rungOf(tier: Tier, situation: Situation): Choice | string {
  const lasting = [...situation.coolingDown].filter(
    ([, { secondsLeft }]) => secondsLeft > shortPause,
  );
  const coolingDown = new Map(lasting);
  const { choice, rejected } = resolveTier(tier, noRequirements, { ...situation, coolingDown });
  if (!choice) {
    return rejected.length > 0
      ? `${explainRejected(rejected)}.`
      : `The tier ${tier.name} names no model.`;
  }
  const { model, effort } = choice;
  const { provider } = splitReference(model.reference)!;
  const pause = coolingDown.get(model.reference) ?? coolingDown.get(provider);
  if (pause) return `${displayName(model)} is ${pause.why}.`;
  const accepted = effort && nearestEffort(effort, model.efforts);
  return { model, tier: choice.tier, ...(accepted && { effort: accepted }) };
}

/**
 * Decides about a fixture's work with the candidate as its own choice of model. A candidate is asked as it
 * is or not at all: no fallback stands in, no budget moves it to a cheaper tier, and a cascade is tried in
 * order. Budgets hold where each call is made.
 */
export function decideContestant(
  { task, name, checks, output }: FixtureWork,
  { named: { subject }, rungs }: Contestant,
  situation: Situation,
): DecidedRequest {
  const isCascade = subject.kind === 'cascade';
  const own = isCascade ? { ...checks, gates: subject.gates } : checks;
  return decideRequest(task, pinned(situation, rungs), {
    step: {
      name,
      taskType: task.type,
      use: useOf(subject),
      checks: output && own.gates ? withFormat(own) : own,
      mayNameModels: true,
    },
  });
}

function useOf(subject: CandidateSubject): StepUse {
  switch (subject.kind) {
    case 'tier':
      return { kind: 'named', name: subject.tier };
    case 'model':
      return { kind: 'named', name: choiceName(subject.choice) };
    case 'cascade':
      return { kind: 'cascade', names: subject.tiers };
  }
}

function pinned(situation: Situation, rungs: Contestant['rungs']): Situation {
  const { policy } = situation;
  const tiers = policy.tiers.map((tier) => {
    const rung = rungs.find((each) => each.tier === tier.name);
    if (!rung) return tier;
    const { model, effort } = rung;
    return { ...tier, choices: [{ reference: model.reference, ...(effort && { effort }) }] };
  });
  return {
    ...situation,
    policy: { ...policy, tiers },
    budgets: [],
    latencyBudgets: {},
    coolingDown: new Map(),
  };
}
