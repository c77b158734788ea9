import * as z from 'zod';
import type { InputProblem } from '../input/problems.ts';
import { readShape } from '../input/readShape.ts';
import { type TaskType, taskTypes } from '../task.ts';

/** Longer than anybody waits: milliseconds are noticed. */
const mostSeconds = 3600;
const budgets = z.partialRecord(
  z.enum(taskTypes),
  z
    .number('Write a number of seconds.')
    .positive('Write more than zero seconds.')
    .max(mostSeconds, `Write at most ${mostSeconds} seconds, which is an hour.`),
  'Write an object of task types, each with a number of seconds.',
);

/** Reads the `tierwise.latencyBudgets` setting: task types, each with seconds. */
export function parseLatencyBudgets(written: unknown): {
  budgets: Partial<Readonly<Record<TaskType, number>>>;
  problems: InputProblem[];
} {
  const parsed = readShape(budgets, written ?? {});
  return parsed.success
    ? { budgets: parsed.data, problems: [] }
    : { budgets: {}, problems: parsed.problems };
}
