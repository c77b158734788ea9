import * as z from 'zod';
import type { InputProblem } from '../routing/problem.ts';
import { problemsOf } from '../routing/problemsOf.ts';
import { taskTypes, type Task } from '../routing/task.ts';
import { answerKinds, defaultInstructions } from '../routing/taskTypeFacts.ts';

const target = z.strictObject(
  {
    startLine: z.int('Write the number of a line.').positive(),
    endLine: z.int('Write the number of a line.').positive(),
    text: z.string(),
  },
  { error: 'A target has startLine, endLine and text.' },
);
const writtenTask = z.strictObject(
  {
    id: z.string().default('task'),
    type: z.enum(taskTypes, `Write one of ${taskTypes.join(', ')}.`),
    instruction: z.string().optional(),
    language: z.string().default('plaintext'),
    path: z.string().default(''),
    fileText: z.string().default(''),
    target: target.optional(),
  },
  { error: 'A task has a type, such as `type: debug`.' },
);

/** Reads a task as people write it down; the target is the whole file where none is given. */
export function parseTask(written: unknown): { task?: Task; problems: InputProblem[] } {
  const parsed = writtenTask.safeParse(written);
  if (!parsed.success) return { problems: problemsOf(parsed.error) };
  const { type, fileText, instruction, target, ...rest } = parsed.data;
  const task: Task = {
    ...{ ...rest, type, fileText },
    answerKind: answerKinds[type],
    instruction: instruction ?? defaultInstructions[type],
    target: target ?? { startLine: 1, endLine: fileText.split('\n').length, text: fileText },
    diagnostics: [],
    earlier: [],
  };
  return { task, problems: [] };
}
