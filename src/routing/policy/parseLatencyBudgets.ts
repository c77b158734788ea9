import * as z from 'zod';
import type { InputProblem } from '../input/problems.ts';
import { readShape } from '../input/readShape.ts';
import { type TaskType, taskTypes } from '../task.ts';
import { inEnglish, type Say, toSay } from '../say.ts';

const budgets = z.partialRecord(
  z.enum(taskTypes),
  z
    .number(toSay('Write a number of seconds.'))
    .positive(toSay('Write more than zero seconds.'))
    .max(3600, toSay('Write at most 3600 seconds, which is an hour.')),
  toSay('Write an object of task types, each with a number of seconds.'),
);

/** Reads the `tierwise.latencyBudgets` setting: task types, each with seconds. */
export function parseLatencyBudgets(
  written: unknown,
  say: Say = inEnglish,
): {
  budgets: Partial<Readonly<Record<TaskType, number>>>;
  problems: InputProblem[];
} {
  const parsed = readShape(budgets, written ?? {}, [], { say });
  return parsed.success
    ? { budgets: parsed.data, problems: [] }
    : { budgets: {}, problems: parsed.problems };
}
