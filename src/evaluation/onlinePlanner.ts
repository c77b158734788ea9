import type { Experience, RungKey } from '../routing/evidence/evidence.ts';
import {
  addExperience,
  correctExperience,
  emptyBook,
  fade,
  fading,
  otherTypeWorth,
} from '../routing/evidence/gatherEvidence.ts';
import { choosePlan, type ChosenPlan } from '../routing/planner/choosePlan.ts';
import { expectationsOf, expectedPlanCost } from '../routing/planner/expectation.ts';
import { update, createFilter } from '../routing/planner/particleFilter.ts';
import { sequencesOver } from '../routing/planner/planSpace.ts';
import { shippedPrior } from '../routing/planner/prior.ts';
import { rungCosts, type RungCosts } from '../routing/planner/rungCosts.ts';
import type { Aims } from '../routing/policy/aims.ts';
import type { TaskType } from '../routing/task.ts';

/** A planner that only knows what it has observed. */
export interface OnlinePlanner {
  choose(): ChosenPlan;
  /** Reports the outcome of a task; `chosen` is given when this planner chose its plan. */
  observe(experience: Experience, chosen?: ChosenPlan): void;
  /** Reports that an observed answer, `newer` experiences ago, was wrong. */
  correct(experience: Experience, given: { readonly newer: number; readonly isOwn: boolean }): void;
}

/**
 * Before any cost is measured, each rung is assumed to cost a third of the next. Chosen by judgement.
 */
const guessedStep = 3;
/**
 * With n requests so far, the filter is updated after every n / `updateDivisor` tasks, to save time.
 * Chosen by judgement.
 */
const updateDivisor = 40;

export function startOnlinePlanner(
  ladder: readonly RungKey[],
  taskType: TaskType,
  { aims, random }: { readonly aims: Aims; readonly random: () => number },
): OnlinePlanner {
  const guesses = ladder.map((_, rung) => guessedStep ** (rung + 1 - ladder.length));
  const filter = createFilter(ladder, shippedPrior(taskType, guesses), random);
  const sequences = sequencesOver(ladder.length);
  const book = emptyBook();
  const explorationCost = { requests: 0, loss: 0, cost: 0 };
  let expectations = expectationsOf(filter.posterior, sequences);
  let sinceLearnt = 0;

  return {
    choose() {
      const costs = costsNow();
      const plans = expectations.map((each) => ({
        ...each,
        cost: expectedPlanCost(each, costs),
      }));
      return choosePlan(plans, ladder.length - 1, aims, explorationCost);
    },
    observe(experience, chosen) {
      fade(book, fading);
      addExperience(book, experience, chosen ? 1 : otherTypeWorth);
      if (chosen) countExplored(experience, chosen);
      sinceLearnt += 1;
      if (sinceLearnt < explorationCost.requests / updateDivisor) return;
      update(filter, [...book.tallies.values()]);
      expectations = expectationsOf(filter.posterior, sequences);
      sinceLearnt = 0;
    },
    correct(experience, { newer, isOwn }) {
      correctExperience(book, experience, (isOwn ? 1 : otherTypeWorth) * fading ** newer);
    },
  };

  function costsNow(): RungCosts[] {
    const known = ladder.map((rung) => book.figures.get(rung));
    const measured = known.findLastIndex((figures) => figures !== undefined);
    const { firstCost, climbCost } = known[measured] ?? {};
    const scale = (firstCost ?? climbCost)?.mean ?? 1;
    const guessFor = (rung: number) => (guesses[rung]! / (guesses[measured] ?? 1)) * scale;
    return known.map((figures, rung) => rungCosts(guessFor(rung), figures));
  }

  function countExplored(
    { answers }: Experience,
    { plan, strongest, exploring }: ChosenPlan,
  ): void {
    explorationCost.requests += 1;
    if (exploring) explorationCost.loss += plan.loss;
    if (plan === strongest) return;
    const spent = answers.reduce((sum, { nanoUsd }) => sum + (nanoUsd ?? 0), 0);
    explorationCost.cost += spent - costsNow().at(-1)!.first;
  }
}
