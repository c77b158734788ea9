import { triesOf, type Try } from '../../routing/candidates/tries.ts';
import type { Cascade, Plan, Speculation } from '../../routing/decision.ts';
import type { Evidence, RungKey } from '../../routing/evidence/evidence.ts';
import type { Model } from '../../routing/models/model.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import { costOf, priceOn } from '../../routing/models/price.ts';
import type { Usage } from '../../routing/models/usage.ts';
import { expectationsOf } from '../../routing/planner/expectation.ts';
import { update, createFilter } from '../../routing/planner/particleFilter.ts';
import { standardSize } from '../../routing/planner/planner.ts';
import { keyOf, retryOf, type Sequence } from '../../routing/planner/planSpace.ts';
import { climbingCost, shippedPrior } from '../../routing/planner/prior.ts';
import { randomFrom } from '../../routing/planner/random.ts';
import type { TaskType } from '../../routing/task.ts';

/** The expected cost of a plan. */
export interface PlanCost {
  /** Each try, in order. */
  readonly tries: readonly { readonly tier: string; readonly nanoUsd: NanoUsd }[];
  /** Some rung has hardly any judged answers, so the shipped priors say how many pass. */
  readonly restsOnPriors: boolean;
  /** The probability that it asks a second tier. */
  readonly escalates: number;
}

/** A past task. */
export interface Sized {
  readonly taskType: TaskType;
  /** The tokens of one answer to it. */
  readonly usage: Usage;
  /** ISO date, UTC; decides which price is in force. */
  readonly today: string;
}

/** From this many judged answers on, a rung's own record counts more than the priors. Chosen by judgement. */
const enoughTries = 5;

/** Returns a function that prices plans by the evidence; it returns undefined when a price is unknown. */
export function planPricer(
  evidenceFor: (taskType: TaskType) => Evidence,
): (plan: Exclude<Plan, { kind: 'refuse' }>, task: Sized) => PlanCost | undefined {
  // Learning takes milliseconds, and many tasks have the same plan.
  const reachByPlan = new Map<string, readonly number[]>();

  return (plan, task) => {
    if (plan.kind === 'direct') {
      const nanoUsd = costAt(plan.choice.model, task);
      if (nanoUsd === undefined) return undefined;
      return { tries: [{ tier: plan.choice.tier, nanoUsd }], restsOnPriors: false, escalates: 0 };
    }
    const priced = triesFor(plan).map((each) => ({
      ...each,
      nanoUsd: costAt(each.choice.model, task),
      price: standardPrice(each.choice.model, task.today),
    }));
    if (!priced.every(isPriced)) return undefined;
    const tries = withinCap(priced, plan.caps.nanoUsd);
    // Rungs that start together are all paid for; this is the upper limit.
    const isCascade = plan.kind === 'cascade' && tries.length > 1;
    const reach = isCascade ? reachOf(tries, task.taskType) : tries.map(() => 1);
    const second = tries.findIndex(({ choice }) => choice.tier !== tries[0]!.choice.tier);
    return {
      escalates: reach[second] ?? 0,
      tries: tries.map(({ choice, nanoUsd }, place) => {
        const climbing = isCascade && place > 0 ? climbingCost : 1;
        return { tier: choice.tier, nanoUsd: Math.round(nanoUsd * climbing * reach[place]!) };
      }),
      restsOnPriors: isCascade && isLittleKnown(tries, evidenceFor(task.taskType)),
    };
  };

  function reachOf(tries: readonly Priced[], taskType: TaskType): readonly number[] {
    const name = [taskType, ...tries.map((each) => `${rungOf(each)} ${each.price}`)].join('\n');
    const reach = reachByPlan.get(name) ?? workOutReach(tries, taskType, evidenceFor(taskType));
    reachByPlan.set(name, reach);
    return reach;
  }
}

/** The cost of an answer at a model's price on that day; undefined when it has no price. */
export function costAt(
  model: Model,
  { usage, today }: Omit<Sized, 'taskType'>,
): NanoUsd | undefined {
  return costOf(usage, priceOn(model.prices, today), 'estimated').nanoUsd;
}

type Priced = Try & { readonly nanoUsd: NanoUsd; readonly price: NanoUsd };

type MaybePriced = Try & { readonly [Part in 'nanoUsd' | 'price']: NanoUsd | undefined };

function isPriced(each: MaybePriced): each is Priced {
  return each.nanoUsd !== undefined && each.price !== undefined;
}

function standardPrice(model: Model, today: string): NanoUsd | undefined {
  return costAt(model, { usage: standardSize, today });
}

function triesFor(plan: Cascade | Speculation): Try[] {
  const tries =
    plan.kind === 'cascade'
      ? triesOf(plan)
      : plan.ladder.map((choice) => ({ choice, how: 'first' }) as const);
  return tries.slice(0, plan.caps.attempts);
}

// A try that would exceed the cap is not started.
function withinCap(tries: readonly Priced[], cap = Infinity): readonly Priced[] {
  let sum = 0;
  const first = tries.findIndex(({ nanoUsd }) => (sum += nanoUsd) > cap);
  return first < 0 ? tries : tries.slice(0, Math.max(1, first));
}

function rungOf({ choice, how }: Try): RungKey {
  return how === 'retry' ? retryOf(keyOf(choice)) : keyOf(choice);
}

function isLittleKnown(tries: readonly Priced[], { figures }: Evidence): boolean {
  return tries.slice(0, -1).some((each) => (figures.get(rungOf(each))?.tries ?? 0) < enoughTries);
}

function workOutReach(
  tries: readonly Priced[],
  taskType: TaskType,
  { tallies }: Evidence,
): readonly number[] {
  const prior = shippedPrior(
    taskType,
    tries.map(({ price }) => price),
  );
  const filter = createFilter(tries.map(rungOf), prior, randomFrom(0));
  update(filter, tallies);
  const sequence = [...tries.keys()] as unknown as Sequence;
  return expectationsOf(filter.posterior, [sequence])[0]!.reach;
}
