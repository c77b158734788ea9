import type { TaskType } from '../../routing/task.ts';

/** What is known of a task before a model is asked. */
export interface BeforeCall {
  readonly taskType: TaskType;
  readonly prompt?: string;
}

/**
 * How much a task seems to need a strong model. Only the order of the numbers matters. Undefined when nothing is
 * known that says so.
 */
export type Foresight = (known: BeforeCall) => number | undefined;

/** The length of the prompt, in characters. */
export const promptLength: Foresight = ({ prompt }) => prompt?.length;
