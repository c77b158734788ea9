import type { Foresight } from './beforeCall.ts';
import { type Played, playPlan } from './playPlan.ts';
import type { DrawnTask } from './truth.ts';

/**
 * Asks the cheapest rung for the tasks that seem easy and the strongest for the others. How easy is easy enough is
 * chosen for each half of the tasks on the other half: the cheapest choice that keeps `floor` there, relative to
 * the strongest. Undefined when nothing is foreseen of any task; a task of which nothing is foreseen goes to the
 * strongest.
 */
export function playForesight(
  tasks: readonly DrawnTask[],
  foresight: Foresight,
  floor: number,
): Played[] | undefined {
  const foreseen = tasks.map((task) => ({ task, score: foresight(task) ?? Infinity }));
  if (foreseen.every(({ score }) => score === Infinity)) return undefined;
  const bounds = [0, 1].map((half) =>
    boundFor(
      foreseen.filter((_, place) => place % 2 !== half),
      floor,
    ),
  );
  return foreseen.map(({ task, score }, place) => {
    const isEasy = score <= bounds[place % 2]!;
    return playPlan(task, [isEasy ? 0 : task.answers.length - 1]);
  });
}

interface Foreseen {
  readonly task: DrawnTask;
  readonly score: number;
}

/** The highest score that still goes to the cheapest rung. */
function boundFor(tasks: readonly Foreseen[], floor: number): number {
  let good = tasks.filter(({ task }) => task.answers.at(-1)!.good).length;
  const enough = floor * good;
  let cost = 0;
  let [bound, least] = [-Infinity, 0];
  const inOrder = tasks
    .filter(({ score }) => score < Infinity)
    .toSorted((one, other) => one.score - other.score);
  inOrder.forEach(({ task: { answers }, score }, place) => {
    const [cheapest, strongest] = [answers[0]!, answers.at(-1)!];
    good += Number(cheapest.good) - Number(strongest.good);
    cost += cheapest.nanoUsd - strongest.nanoUsd;
    const isLastOfScore = inOrder[place + 1]?.score !== score;
    if (isLastOfScore && good >= enough && cost < least) [bound, least] = [score, cost];
  });
  return bound;
}
