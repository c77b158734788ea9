import * as z from 'zod';
import { type InputProblem, problemsOf } from '../input/problems.ts';
import { formatExactUsd, nanoUsdOf } from '../models/money.ts';
import { taskTypes } from '../task.ts';
import { type Budget, budgetPeriods } from './budget.ts';

/** The least amount above zero that is kept exactly, in USD. */
const leastUsd = 1e-9;

const budget = z.strictObject(
  {
    usd: z
      .number('Write an amount in USD as a plain number, such as 5.')
      .min(0, 'Write zero USD or more. Zero stops every paid call.')
      .max(1e6, 'Write at most 1000000 USD.')
      .refine((usd) => usd <= 0 || usd >= leastUsd, {
        error: 'This amount is too small to be kept. Write 0 to stop every paid call.',
      }),
    per: oneOf(budgetPeriods),
    workspace: z.string('Name a workspace.').trim().min(1, 'Name a workspace.').optional(),
    taskType: oneOf(taskTypes).optional(),
  },
  { error: 'A budget has `usd` and `per`.' },
);
const budgets = z.array(z.unknown(), 'Write a list of budgets, each with `usd` and `per`.');

/** One of some words. Capitals and spaces around a word do not change its meaning. */
function oneOf<Word extends string>(words: readonly Word[]) {
  const message = `Write one of ${words.join(', ')}.`;
  return z.string(message).trim().toLowerCase().pipe(z.enum(words, message));
}

/** The budgets in a setting. */
export interface ParsedBudgets {
  readonly budgets: readonly Budget[];
  /**
   * Entries whose meaning is not certain. While there is one, no call may cost money: what the entry was
   * meant to limit would have no limit.
   */
  readonly problems: readonly InputProblem[];
  /** Remarks about entries whose meaning is certain all the same. */
  readonly notes: readonly InputProblem[];
}

/**
 * Reads the `tierwise.budgets` setting: amounts in USD, each per session, day, week or month. Without a
 * setting (undefined) there are no budgets; null is a problem, because somebody wrote it. A problem with
 * one budget does not affect the others. Never throws.
 */
export function parseBudgets(written: unknown): ParsedBudgets {
  const list = budgets.safeParse(written === undefined ? [] : written);
  if (!list.success) return { budgets: [], problems: problemsOf(list.error), notes: [] };
  const known = new Map<string, Budget>();
  const problems: InputProblem[] = [];
  const notes: InputProblem[] = [];
  for (const [index, each] of list.data.entries()) {
    const parsed = budget.safeParse(each);
    if (!parsed.success) {
      problems.push(...problemsOf(parsed.error, [index]));
      continue;
    }
    const read = toBudget(parsed.data);
    if (known.has(read.id)) {
      const message = `There is a budget of ${read.id} already. Remove one of them.`;
      notes.push({ path: [index], message });
    }
    known.set(read.id, read);
  }
  return { budgets: [...known.values()], problems, notes };
}

function toBudget({ usd, per, workspace, taskType }: z.infer<typeof budget>): Budget {
  const nanoUsd = Math.abs(nanoUsdOf(usd));
  const id = [
    `${formatExactUsd(nanoUsd)} per ${per}`,
    ...(taskType === undefined ? [] : [`for ${taskType}`]),
    ...(workspace === undefined ? [] : [`in ${workspace}`]),
  ].join(' ');
  return {
    id,
    period: per,
    nanoUsd,
    ...(workspace !== undefined && { workspace }),
    ...(taskType !== undefined && { taskType }),
  };
}
