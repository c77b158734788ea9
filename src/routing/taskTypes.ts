import type { AnswerKind, TaskType } from './task.ts';
import { toSay } from './say.ts';
import type { GateName } from './verdict.ts';

/** The kind of answer that each task type asks for. */
export const answerKinds: Readonly<Record<TaskType, AnswerKind>> = {
  boilerplate: 'edit',
  feature: 'edit',
  refactor: 'edit',
  debug: 'edit',
  test: 'edit',
  docs: 'edit',
  explain: 'prose',
  review: 'findings',
  design: 'prose',
  other: 'prose',
};

/**
 * Whether a task type may use a cheaper model when little money is left; the others need the model that
 * was selected. Chosen by judgement.
 */
export const borderline: Readonly<Record<TaskType, boolean>> = {
  boilerplate: true,
  feature: true,
  refactor: true,
  debug: false,
  test: true,
  docs: true,
  explain: true,
  review: false,
  design: false,
  other: true,
};

/** Names of task types as users see them. */
export const taskTypeLabels: Readonly<Record<TaskType, string>> = {
  boilerplate: toSay('Generate Boilerplate'),
  feature: toSay('Implement'),
  refactor: toSay('Refactor'),
  debug: toSay('Debug'),
  test: toSay('Write Tests'),
  docs: toSay('Document'),
  explain: toSay('Explain'),
  review: toSay('Review'),
  design: toSay('Design'),
  other: toSay('Ask'),
};

/** The instruction of a command when the developer adds none. */
export const defaultInstructions: Readonly<Record<TaskType, string>> = {
  boilerplate: 'Write the routine code that this code calls for.',
  feature: 'Implement what the signature and the comments ask for.',
  refactor: 'Make this code simpler and easier to read. Its behaviour stays the same.',
  debug: 'Find the defect in this code and fix it. Change nothing else.',
  test: 'Write tests for this code that would fail if it were wrong.',
  docs: 'Document this code: what it does, its parameters, its result and its errors.',
  explain: 'Explain what this code does and why it is written this way.',
  review: 'Review this code for defects.',
  design: 'Judge the design of this code and propose a better one if there is one.',
  other: 'Say what a developer should know about this code.',
};

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
