import { beforeChanges, changesIn, earlierOf } from '../../routing/evidence/changes.ts';
import type { RungChange, Experience, RungKey, Tally } from '../../routing/evidence/evidence.ts';
import {
  addExperience,
  correctExperience,
  emptyBook,
  type EvidenceBook,
  fade,
  fading,
  otherTypeWorth,
} from '../../routing/evidence/gatherEvidence.ts';
import { choosePlan, type ChosenPlan, strongestOf } from '../../routing/planner/choosePlan.ts';
import {
  type Expectation,
  expectationsOf,
  expectedPlanCost,
} from '../../routing/planner/expectation.ts';
import { update, createFilter } from '../../routing/planner/particleFilter.ts';
import { type Sequence, sequencesOver } from '../../routing/planner/planSpace.ts';
import { shippedPrior } from '../../routing/planner/prior.ts';
import { rungCosts, type RungCosts } from '../../routing/planner/rungCosts.ts';
import type { Aims } from '../../routing/policy/aims.ts';
import type { TaskType } from '../../routing/task.ts';

/** A planner that only knows what it has observed. */
export interface OnlinePlanner {
  choose(): ChosenPlan;
  /** Reports the outcome of a task; `chosen` is given when this planner chose its plan. */
  observe(experience: Experience, chosen?: ChosenPlan): void;
  /** Reports that an observed answer, `newer` experiences ago, was wrong. */
  correct(experience: Experience, given: { readonly newer: number; readonly isOwn: boolean }): void;
  /** The rungs whose earlier outcomes it has set aside. */
  changed(): readonly RungKey[];
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
  const world = { ladder, guesses, taskType, random };
  const evidence = startEvidence();
  let learner = startLearner(world, []);
  const explorationCost = { requests: 0, loss: 0, cost: 0 };
  let sinceLearnt = 0;

  return {
    choose() {
      const costs = costsNow();
      const plans = learner.expectations.map((each) => ({
        ...each,
        cost: expectedPlanCost(each, costs),
      }));
      const strongest = strongestOf(ladder, evidence.book().figures);
      return choosePlan(plans, strongest, aims, explorationCost);
    },
    observe(experience, chosen) {
      evidence.add(experience, chosen ? 1 : otherTypeWorth);
      if (chosen) countExplored(experience, chosen);
      sinceLearnt += 1;
      if (sinceLearnt < explorationCost.requests / updateDivisor) return;
      sinceLearnt = 0;
      if (evidence.noticeChanges()) learner = startLearner(world, evidence.changes());
      learner.learn([...evidence.book().tallies.values()]);
    },
    correct(experience, { newer, isOwn }) {
      evidence.correct(experience, { newer, worth: isOwn ? 1 : otherTypeWorth });
    },
    changed: () => evidence.changes().map(({ rung }) => rung),
  };

  function costsNow(): RungCosts[] {
    const known = ladder.map((rung) => evidence.book().figures.get(rung));
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

/** An experience, and how much it counts before it fades. */
interface Past {
  readonly experience: Experience;
  readonly worth: number;
}

interface OnlineEvidence {
  book(): EvidenceBook;
  add(experience: Experience, worth: number): void;
  /** An experience that was added, `newer` ones ago, turned out wrong. */
  correct(experience: Experience, given: { readonly newer: number; readonly worth: number }): void;
  /** Looks for rungs that have changed, and says whether they differ from those found before. */
  noticeChanges(): boolean;
  changes(): readonly RungChange[];
}

/** The evidence so far, in which answers from before a change stand apart. */
function startEvidence(): OnlineEvidence {
  const past: Past[] = [];
  let book = emptyBook();
  let changes: readonly RungChange[] = [];
  let sinceNoticed = 0;

  return {
    book: () => book,
    changes: () => changes,
    add(experience, worth) {
      fade(book, fading);
      addExperience(book, experience, worth);
      past.push({ experience, worth });
      sinceNoticed += 1;
    },
    correct(experience, { newer, worth }) {
      past[past.length - 1 - newer] = { experience: { ...experience, wrong: true }, worth };
      const known = beforeChanges(experience, newer - sinceNoticed, changes);
      correctExperience(book, known, worth * fading ** newer);
    },
    noticeChanges() {
      const newestFirst = past.toReversed();
      const found = changesIn(newestFirst.map(({ experience }) => experience));
      const isOther = namesOf(found, 0) !== namesOf(changes, sinceNoticed);
      changes = found;
      sinceNoticed = 0;
      if (!isOther) return false;
      book = emptyBook();
      newestFirst.forEach(({ experience, worth }, newer) =>
        addExperience(book, beforeChanges(experience, newer, changes), worth * fading ** newer),
      );
      return true;
    },
  };
}

/** Which rungs have changed, and when, if so many experiences were added since. */
function namesOf(changes: readonly RungChange[], later: number): string {
  return changes.map(({ rung, newer }) => `${rung} ${newer + later}`).join('\n');
}

interface Learner {
  expectations: readonly Expectation[];
  learn(tallies: readonly Tally[]): void;
}

/** Learns about the rungs, and about what some of them were before they changed. */
function startLearner(
  world: {
    readonly ladder: readonly RungKey[];
    readonly guesses: readonly number[];
    readonly taskType: TaskType;
    readonly random: () => number;
  },
  changes: readonly RungChange[],
): Learner {
  const { ladder, guesses, taskType, random } = world;
  const rungs = ladder.flatMap((rung, place) => {
    const own = { key: rung, guess: guesses[place]! };
    const isChanged = changes.some((change) => change.rung === rung);
    return isChanged ? [{ ...own, key: earlierOf(rung) }, own] : [own];
  });
  const keys = rungs.map(({ key }) => key);
  const prior = shippedPrior(
    taskType,
    rungs.map(({ guess }) => guess),
  );
  const filter = createFilter(keys, prior, random);
  const sequences = sequencesOver(ladder.length);
  const asked = sequences.map(
    (sequence) => sequence.map((rung) => keys.indexOf(ladder[rung]!)) as unknown as Sequence,
  );
  const expect = () =>
    expectationsOf(filter.posterior, asked).map((each, place) => ({
      ...each,
      sequence: sequences[place]!,
    }));
  const learner: Learner = {
    expectations: expect(),
    learn(tallies) {
      update(filter, tallies);
      learner.expectations = expect();
    },
  };
  return learner;
}
