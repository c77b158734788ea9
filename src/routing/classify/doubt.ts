import type { TaskType } from '../task.ts';
import type { Classification } from './classify.ts';

/** Below this confidence a guess is unsure: a small model may be asked as well. Chosen by judgement. */
export const sureFrom = 0.5;

/** Whether a task type is not much less likely than the most likely one. Chosen by judgement. */
export function isClose(probability: number, highest: number): boolean {
  return probability >= highest / 2;
}

/** The other type that an unsure guess may mean just as well; undefined when there is none. */
export function otherGuess({ taskType, confidence, likely }: Classification): TaskType | undefined {
  if (confidence >= sureFrom) return undefined;
  const other = likely.find((each) => each.taskType !== taskType);
  return other && isClose(other.probability, confidence) ? other.taskType : undefined;
}
