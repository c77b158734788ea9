import { callFor } from '../../execution/attempt/prompt.ts';
import { inputOf, worstCaseOf } from '../../execution/attempt/settleCost.ts';
import { costGuesser } from '../../routing/candidates/expectedCost.ts';
import { estimateTokens, requirementsOf } from '../../routing/candidates/requirements.ts';
import { type Choice, choicesOf, type Plan } from '../../routing/decision.ts';
import { defined } from '../../routing/input/objects.ts';
import type { Model } from '../../routing/models/model.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import type { TaskCost } from '../candidate.ts';
import { taskCostOf, type Trial } from '../trial.ts';
import type { FixtureWork } from './fixtureWork.ts';

/** What an earlier answer's shortcoming takes at most: five findings and words around them. */
const shortcomingTokens = 700;
/** Instructions of a judge, and its own answer; the latter is the gate's own limit. */
const judgeTokens = { inputTokens: 1_000, outputTokens: 4_000 };

/** The tokens of a fixture's prompt, estimated. */
export function promptTokensOf(
  { task }: FixtureWork,
  model: Model,
  maxOutputTokens: number,
): number {
  return estimateTokens(inputOf(callFor(task, model, { maxOutputTokens })));
}

/** What the calls of one trial may be. */
export interface TrialCalls {
  /** The models that answer, one after the other, in the worst case. */
  readonly answers: readonly Model[];
  /** A judge looks at each answer. */
  readonly judges: readonly Model[];
}

/** The calls of a plan; a step whose answer has the wrong form is asked once more. */
export function trialCallsOf(
  plan: Exclude<Plan, { kind: 'refuse' }>,
  hasOutput: boolean,
): TrialCalls {
  if (plan.kind === 'direct') {
    const { model } = plan.choice;
    return { answers: hasOutput ? [model, model] : [model], judges: [] };
  }
  const models = (choices: readonly Choice[]) => choices.map(({ model }) => model);
  return { answers: models(plan.ladder), judges: models(plan.judges) };
}

/** The most that the calls of a trial cost with a prompt of so many tokens; undefined without a price. */
export function worstCaseOfTrial(
  { answers, judges }: TrialCalls,
  promptTokens: number,
  {
    maxOutputTokens,
    today,
    serviceTier,
  }: {
    readonly maxOutputTokens: number;
    readonly today: string;
    /** Of the first answer; the usual one when omitted. */
    readonly serviceTier?: string;
  },
): NanoUsd | undefined {
  const costs = answers.flatMap((model, earlier) => {
    const outputTokens = Math.min(maxOutputTokens, model.maxOutputTokens ?? Infinity);
    const inputTokens = promptTokens + earlier * (maxOutputTokens + shortcomingTokens);
    const judged = {
      inputTokens: promptTokens + maxOutputTokens + judgeTokens.inputTokens,
      outputTokens: judgeTokens.outputTokens,
    };
    return [
      worstCaseOf(
        { inputTokens, outputTokens, ...(earlier === 0 && defined({ serviceTier })) },
        model,
        today,
      ),
      ...dearest(judges.map((judge) => worstCaseOf(judged, judge, today))),
    ];
  });
  return costs.reduce<NanoUsd | undefined>(
    (sum, each) => (sum === undefined || each === undefined ? undefined : sum + each),
    0,
  );
}

/** The highest of some costs, unknown when one is; none of none. */
function dearest(costs: readonly (NanoUsd | undefined)[]): readonly (NanoUsd | undefined)[] {
  if (costs.length === 0) return [];
  const known = costs.filter((each) => each !== undefined);
  return [known.length < costs.length ? undefined : Math.max(...known)];
}

/**
 * What each try of a plan is likely to cost for a fixture, nano-dollars, with the judge that looks at its
 * answer. Undefined when a price is unknown.
 */
export function rungCostsOf(
  plan: Exclude<Plan, { kind: 'refuse' }>,
  { task }: FixtureWork,
  today: string,
): readonly (NanoUsd | undefined)[] {
  const guess = costGuesser(task, today, requirementsOf(task));
  const costOf = ({ model }: Choice) => guess(model) ?? model.worstCaseNanoUsd;
  const judge = 'judges' in plan ? plan.judges[0] : undefined;
  const judged = judge ? costOf(judge) : 0;
  return choicesOf(plan).map((rung) => {
    const cost = costOf(rung);
    return cost === undefined || judged === undefined ? undefined : cost + judged;
  });
}

/**
 * What a trial is likely to cost: its first try, and each further one as often as those before it are
 * expected to fail.
 *
 * @param passRates of the tries before the last, 0 to 1
 */
export function expectedCost(
  rungCosts: readonly (NanoUsd | undefined)[],
  passRates: readonly number[],
): TaskCost {
  let likelihood = 1;
  let sum = 0;
  for (const [place, cost] of rungCosts.entries()) {
    if (cost === undefined) return { source: 'unknown' };
    sum += likelihood * cost;
    likelihood *= 1 - (passRates[place] ?? 0);
  }
  return { source: 'expected', nanoUsd: Math.round(sum) };
}

/** The mean of what trials really cost; undefined when there is none, or one has no known cost. */
export function measuredCost(trials: readonly Trial[]): TaskCost | undefined {
  const costs = trials
    .map(taskCostOf)
    .flatMap((cost) => (cost.source === 'unknown' ? [] : [cost.nanoUsd]));
  if (costs.length === 0 || costs.length < trials.length) return undefined;
  const nanoUsd = Math.round(costs.reduce((sum, each) => sum + each, 0) / costs.length);
  return { source: 'measured', nanoUsd, cases: costs.length };
}
