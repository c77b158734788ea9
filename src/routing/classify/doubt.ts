import type { TaskType } from '../task.ts';
import type { Classification } from './classify.ts';

/*
 * Both shares were chosen on real prompts, for a task that is sent too low counting three times one that is sent too
 * high: docs/decisions/2026-11-30-real-prompts.md.
 */

/** Below this confidence a guess is unsure: a small model may be asked as well. */
export const sureFrom = 0.55;
/** The second likeliest type of an unsure guess may be meant if it is at least this likely, relative to the first. */
const mayBeFrom = 1 / 3;

/** The other type that an unsure guess may mean just as well; undefined when there is none. */
export function otherGuess({ taskType, confidence, likely }: Classification): TaskType | undefined {
  if (confidence >= sureFrom) return undefined;
  const other = likely.find((each) => each.taskType !== taskType);
  return other && other.probability >= confidence * mayBeFrom ? other.taskType : undefined;
}
