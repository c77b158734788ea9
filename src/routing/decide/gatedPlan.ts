import { usualLimits } from '../budgets/requestLimits.ts';
import type { Candidates } from '../candidates/candidates.ts';
import { expectedCost, expectedSeconds, leastOf } from '../candidates/expectedCost.ts';
import { triesOf } from '../candidates/tries.ts';
import type { Caps, Cascade, GatedPlan, Choice, Pressure, Speculation } from '../decision.ts';
import { parseModelChoice } from '../models/model.ts';
import { nanoUsdOf } from '../models/money.ts';
import {
  type CascadeUse,
  type Checks,
  type SpeculateUse,
  tierNamed,
  topTier,
} from '../policy/policy.ts';
import { defaultTierName } from '../policy/shippedPolicy.ts';
import { defaultGates } from '../taskTypes.ts';

/** Makes the cascade or speculation that the policy asks for, with its gates, judges and caps. */
export function gatedPlan(
  asked: {
    readonly ladder: GatedPlan['ladder'];
    readonly use: CascadeUse | SpeculateUse;
    readonly pressure?: Pressure;
  },
  candidates: Candidates,
): Cascade | Speculation {
  const { task } = candidates;
  const { ladder, use, pressure } = asked;
  const retry = 'cascade' in use && (use.retry ?? false);
  const raiseEffort = 'cascade' in use && (use.raiseEffort ?? false);
  const gates = use.gates ?? defaultGates[task.type];
  const checked: GatedPlan = {
    ladder,
    gates,
    judges: gates.includes('judge') ? judgesOf(use.judge, candidates) : [],
    ...(use.rubric !== undefined && { rubric: use.rubric }),
    caps: capsOf(use, ladder.length * (1 + Number(retry) + Number(raiseEffort)), candidates),
  };
  if (!('cascade' in use)) return { kind: 'speculation', ...checked };
  const cascade: Cascade = { kind: 'cascade', ...checked, retry, raiseEffort };
  // Rungs that start together are all paid for, which is too expensive when money is short.
  const isMoneyShort = pressure !== undefined && pressure.level !== 'careful';
  return isMoneyShort ? cascade : withinLatencyBudget(cascade, candidates);
}

/** The caps that a rule names, none of them wider than the user's own limits. */
function capsOf(
  { maxAttempts, maxUsd, maxSeconds }: Checks,
  tries: number,
  { situation }: Candidates,
): Caps {
  const { calls, nanoUsd, seconds } = (situation.limits ?? usualLimits).request;
  return {
    attempts: Math.min(maxAttempts ?? tries, calls),
    ...(maxUsd !== undefined && { nanoUsd: Math.min(nanoUsdOf(maxUsd), nanoUsd) }),
    ...(maxSeconds !== undefined && { seconds: Math.min(maxSeconds, seconds) }),
  };
}

// A cascade that takes too long is started together, and so is one whose duration is unknown, unless that
// would exceed the cap on money.
function withinLatencyBudget(cascade: Cascade, candidates: Candidates): Cascade | Speculation {
  const { task, situation } = candidates;
  const { latencyBudgets, latencies } = situation;
  const budgetSeconds = latencyBudgets[task.type];
  if (budgetSeconds === undefined || cascade.ladder.length < 2) return cascade;
  const tries = triesOf(cascade).slice(0, cascade.caps.attempts);
  const seconds = expectedSeconds(
    tries.map(({ choice }) => choice),
    latencies,
  );
  if (seconds !== undefined && seconds <= budgetSeconds) return cascade;
  const { retry: _, raiseEffort: __, ...checked } = cascade;
  const latency = { budgetSeconds, ...(seconds !== undefined && { expectedSeconds: seconds }) };
  const together: Speculation = { ...checked, kind: 'speculation', latency };
  return isAffordable(together, candidates) ? together : cascade;
}

// The latency budget is a preference; the cap on money is a limit.
function isAffordable(plan: Speculation, { task, situation, requirements }: Candidates): boolean {
  const cap = plan.caps.nanoUsd;
  return (
    cap === undefined || leastOf(expectedCost(task, plan, situation.today, requirements)) <= cap
  );
}

/** The judge that the policy names, then the strongest tier: a model may not judge its own answer. */
function judgesOf(named: string | undefined, candidates: Candidates): Choice[] {
  const { policy } = candidates.situation;
  const reference = named === undefined ? undefined : parseModelChoice(named);
  const tiers = [
    reference
      ? { name: 'judge', choices: [reference] }
      : tierNamed(policy, named ?? defaultTierName),
    topTier(policy),
  ];
  return tiers.flatMap((tier) => (tier && candidates.of(tier).choice) ?? []);
}
