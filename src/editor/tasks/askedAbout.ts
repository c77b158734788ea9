import type { Task } from '../../routing/task.ts';

/** The files that a prompt is about or goes on with, and why they must stay on this machine where that is known. */
export type AskedAbout = Pick<Task, 'seen' | 'stay'>;
