import * as z from 'zod';
import type { InputProblem } from '../../routing/input/problems.ts';
import { readShape } from '../../routing/input/readShape.ts';
import { readRequest } from '../../routing/reading/readRequest.ts';
import { type Task, taskTypes } from '../../routing/task.ts';
import { answerKinds, defaultInstructions } from '../../routing/taskTypes.ts';

const line = z.int('Write the number of a line.').positive('Lines are counted from 1.');
const text = z.string('Write a text.');
const score = 'Write a score from 0 to 1, as `tierwise classify` prints it.';
const target = z
  .strictObject(
    { startLine: line, endLine: line, text },
    { error: 'A target has startLine, endLine and text.' },
  )
  .refine(({ startLine, endLine }) => startLine <= endLine, {
    path: ['endLine'],
    error: 'The last line comes before the first one.',
  });
const writtenTask = z.strictObject(
  {
    id: text.default('task'),
    type: z.enum(taskTypes, `Write one of ${taskTypes.join(', ')}.`),
    mayBe: z.enum(taskTypes, `Write one of ${taskTypes.join(', ')}.`).optional(),
    instruction: text.optional(),
    reasoning: z.number(score).min(0, score).max(1, score).optional(),
    language: text.default('plaintext'),
    path: text.default(''),
    fileText: text.default(''),
    target: target.optional(),
  },
  { error: 'A task has a type, such as `type: debug`.' },
);

/** Reads a task from YAML or JSON; without a target, the target is the whole file. */
export function parseTask(written: unknown): { task?: Task; problems: InputProblem[] } {
  const parsed = readShape(writtenTask, written);
  if (!parsed.success) return { problems: parsed.problems };
  const { type, mayBe, fileText, instruction, reasoning, target, ...rest } = parsed.data;
  const asked = instruction ?? defaultInstructions[type];
  const { words, attachments } = readRequest(asked);
  const task: Task = {
    ...rest,
    type,
    ...(mayBe && { mayBe }),
    fileText,
    answerKind: answerKinds[type],
    instruction: words || asked,
    ...(reasoning !== undefined && { reasoning }),
    ...(attachments.length > 0 && { attachments }),
    target: target ?? { startLine: 1, endLine: fileText.split('\n').length, text: fileText },
    diagnostics: [],
    earlier: [],
  };
  return { task, problems: [] };
}
