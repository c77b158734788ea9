import type { Experience, RungKey } from '../routing/evidence/evidence.ts';
import {
  addExperience,
  correctExperience,
  emptyBook,
  fade,
  fading,
  otherTypeWorth,
} from '../routing/evidence/gatherEvidence.ts';
import { type Aims, choosePlan, type ChosenPlan } from '../routing/planner/choosePlan.ts';
import { expectationsOf, expectedPlanCost } from '../routing/planner/expectation.ts';
import { update, createFilter } from '../routing/planner/particleFilter.ts';
import { sequencesOver } from '../routing/planner/planSpace.ts';
import { shippedPrior } from '../routing/planner/prior.ts';
import { rungCosts, type RungCosts } from '../routing/planner/rungCosts.ts';
import type { TaskType } from '../routing/task.ts';

/** A planner that knows nothing but what it was told of its own past. */
export interface OnlinePlanner {
  choose(): ChosenPlan;
  /** What became of a task; `chosen` where it is this planner's own. */
  observe(experience: Experience, chosen?: ChosenPlan): void;
  /** What it observed before so many newer experiences has turned out wrong since. */
  correct(experience: Experience, given: { readonly newer: number; readonly isOwn: boolean }): void;
}

/** Nothing is known of prices in the beginning but that a rung is cheaper than the next. */
const guessedStep = 3;
/** After so many tasks, it learns only when there is so much more to learn from. */
const learnsAlways = 40;

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
      if (sinceLearnt < explorationCost.requests / learnsAlways) return;
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

  function countExplored({ answers }: Experience, { plan, strongest }: ChosenPlan): void {
    explorationCost.requests += 1;
    explorationCost.loss += plan.loss;
    if (plan === strongest) return;
    const spent = answers.reduce((sum, { nanoUsd }) => sum + (nanoUsd ?? 0), 0);
    explorationCost.cost += spent - costsNow().at(-1)!.first;
  }
}
