import type { TaskType } from '../routing/task.ts';
import type { OutcomeTask, Sample } from './outcomes.ts';

/** How gates and people judge in a simulation. All are probabilities. */
export interface Judging {
  /** That a good answer passes the gates. */
  readonly sensitivity: number;
  /** That a bad answer passes the gates. */
  readonly falseAccept: number;
  /** That a bad answer that passed and was taken becomes known as wrong. */
  readonly feedback: number;
}

/** A rung's answer to a task, were it asked. */
export interface Answer {
  readonly good: boolean;
  readonly passed: boolean;
  /** Were it taken: whether it became known as wrong. */
  readonly foundWrong: boolean;
  readonly nanoUsd: number;
}

export interface DrawnTask {
  readonly taskType: TaskType;
  /** One for each rung. */
  readonly answers: readonly Answer[];
}

/** Tasks that every model of the ladder answered. */
export function answeredByAll(
  tasks: readonly OutcomeTask[],
  ladder: readonly string[],
): OutcomeTask[] {
  return tasks.filter(({ samples }) => ladder.every((model) => samples.has(model)));
}

/** All answers of one run, and the order of the tasks. Every plan meets the same. */
export function drawTruth(
  tasks: readonly OutcomeTask[],
  ladder: readonly string[],
  { judging, random }: { readonly judging: Judging; readonly random: () => number },
): DrawnTask[] {
  const drawn = tasks.map(({ taskType, samples }) => ({
    taskType,
    answers: ladder.map((model) => drawAnswer(samples.get(model)!, judging, random)),
  }));
  return shuffled(drawn, random);
}

function drawAnswer(samples: readonly Sample[], judging: Judging, random: () => number): Answer {
  const { quality, nanoUsd } = samples[Math.floor(random() * samples.length)]!;
  const good = random() < quality;
  const passed = random() < (good ? judging.sensitivity : judging.falseAccept);
  const isFound = random() < judging.feedback;
  return { good, passed, foundWrong: !good && passed && isFound, nanoUsd };
}

function shuffled<T>(items: T[], random: () => number): T[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [items[last], items[other]] = [items[other]!, items[last]!];
  }
  return items;
}
