import type { GateName } from './gate.ts';
import type { TaskType } from './task.ts';

const edit: readonly GateName[] = ['complete', 'format', 'syntax', 'diagnostics'];
const tested: readonly GateName[] = [...edit, 'command'];
const read: readonly GateName[] = ['complete', 'format', 'judge'];

/** The gates of each task type, unless a rule names others. */
export const defaultGates: Readonly<Record<TaskType, readonly GateName[]>> = {
  boilerplate: edit,
  feature: tested,
  refactor: tested,
  debug: tested,
  test: edit,
  docs: edit,
  explain: read,
  review: read,
  design: read,
  other: read,
};
