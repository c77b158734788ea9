import type { Task } from '../task.ts';
import type { Classification } from './classify.ts';

/** What a task keeps of how the developer's words were classified. Without words, nobody knows what they need. */
export function asClassified(
  { taskType, reasoning }: Classification,
  words: string,
): Pick<Task, 'type' | 'reasoning'> {
  return { type: taskType, ...(words.trim() !== '' && { reasoning }) };
}
