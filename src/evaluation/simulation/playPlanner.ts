import type { Experience, RungKey } from '../../routing/evidence/evidence.ts';
import type { Sequence } from '../../routing/planner/planSpace.ts';
import type { Aims } from '../../routing/policy/aims.ts';
import { taskTypes } from '../../routing/task.ts';
import { type OnlinePlanner, startOnlinePlanner } from './onlinePlanner.ts';
import { type Played, playPlan } from './playPlan.ts';
import { type Regret, regretOf, totalRegret } from './regret.ts';
import type { DrawnTask } from './truth.ts';

export interface PlannerPlayed {
  readonly played: readonly Played[];
  readonly regret: Regret;
  /** The place of the sequence that was chosen for each task. */
  readonly chosen: readonly number[];
  /** For each task, the rungs that were known to have changed before it. */
  readonly changed: readonly (readonly RungKey[])[];
}

/**
 * Plays one planner for each task type over the tasks in their order. After each task it observes the
 * gates' verdicts and the costs of its answers, and `delay` tasks later which answer was found wrong.
 */
export function playPlanner(
  tasks: readonly DrawnTask[],
  sequences: readonly Sequence[],
  given: {
    readonly ladder: readonly string[];
    readonly aims: Aims;
    readonly random: () => number;
    readonly delay: number;
  },
): PlannerPlayed {
  const { ladder, aims, random, delay } = given;
  const types = taskTypes.filter((type) => tasks.some(({ taskType }) => taskType === type));
  const planners = new Map(
    types.map((type) => [type, startOnlinePlanner(ladder, type, { aims, random })]),
  );
  const played: Played[] = [];
  const chosenPlaces: number[] = [];
  const changed: (readonly RungKey[])[] = [];
  const regrets: Regret[] = [];
  const foundLater = new Map<number, { experience: Experience; own: OnlinePlanner }>();
  for (const [place, task] of tasks.entries()) {
    const own = planners.get(task.taskType)!;
    changed.push(own.changed());
    const chosen = own.choose();
    const { sequence } = chosen.plan;
    const result = playPlan(task, sequence);
    played.push(result);
    regrets.push(regretOf(task, sequence, result));
    chosenPlaces.push(sequences.findIndex((each) => each.join() === sequence.join()));
    const { foundWrong } = result.asked.at(-1)!;
    const rungs = sequence.map((rung) => ladder[rung]!);
    const experience = experienceOf(task, result, { rungs, wrong: foundWrong && delay === 0 });
    const late = foundLater.get(place);
    for (const planner of planners.values()) {
      if (late) planner.correct(late.experience, { newer: delay - 1, isOwn: planner === late.own });
      planner.observe(experience, planner === own ? chosen : undefined);
    }
    if (foundWrong && delay > 0) foundLater.set(place + delay, { experience, own });
  }
  return {
    played,
    chosen: chosenPlaces,
    changed,
    regret: totalRegret(regrets),
  };
}

function experienceOf(
  { taskType }: DrawnTask,
  { asked }: Played,
  { rungs, wrong }: { readonly rungs: readonly string[]; readonly wrong: boolean },
): Experience {
  const answers = asked.map(({ passed, nanoUsd }, step) => ({
    rung: rungs[step]!,
    passed,
    nanoUsd,
  }));
  return { taskType, answers, taken: asked.length - 1, wrong };
}
