import type { Task } from '../task.ts';
import type { Classification } from './classify.ts';
import { otherGuess } from './doubt.ts';

/** What a task keeps of how the developer's words were classified. Without words, it is unknown. */
export function asClassified(
  classification: Classification,
  words: string,
): Pick<Task, 'type' | 'mayBe' | 'reasoning'> {
  const { taskType, reasoning } = classification;
  const other = otherGuess(classification);
  return {
    type: taskType,
    ...(other && { mayBe: other }),
    ...(words.trim() !== '' && { reasoning }),
  };
}
