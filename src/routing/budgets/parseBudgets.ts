import * as z from 'zod';
import { type InputProblem, problemsOf } from '../input/problems.ts';
import { formatExactUsd, nanoUsdOf } from '../models/money.ts';
import { taskTypes } from '../task.ts';
import { type Budget, budgetPeriods } from './budget.ts';

const budget = z.strictObject(
  {
    usd: z
      .number('Write an amount in USD.')
      .min(1e-9, 'Write more than zero USD.')
      .max(1e6, 'Write at most 1000000 USD.'),
    per: z.enum(budgetPeriods, `Write one of ${budgetPeriods.join(', ')}.`),
    workspace: z.string('Name a workspace.').trim().min(1, 'Name a workspace.').optional(),
    taskType: z.enum(taskTypes, `Write one of ${taskTypes.join(', ')}.`).optional(),
  },
  { error: 'A budget has `usd` and `per`.' },
);
const budgets = z.array(z.unknown(), 'Write a list of budgets, each with `usd` and `per`.');

/**
 * Reads the `tierwise.budgets` setting: amounts in USD, each per session, day, week or month. A problem
 * with one budget does not affect the others.
 */
export function parseBudgets(written: unknown): { budgets: Budget[]; problems: InputProblem[] } {
  const list = budgets.safeParse(written ?? []);
  if (!list.success) return { budgets: [], problems: problemsOf(list.error) };
  const known = new Map<string, Budget>();
  const problems: InputProblem[] = [];
  for (const [index, each] of list.data.entries()) {
    const parsed = budget.safeParse(each);
    if (!parsed.success) {
      problems.push(...problemsOf(parsed.error, [index]));
      continue;
    }
    const read = toBudget(parsed.data);
    if (known.has(read.id)) {
      const message = `There is a budget of ${read.id} already. Remove one of them.`;
      problems.push({ path: [index], message });
    }
    known.set(read.id, read);
  }
  return { budgets: [...known.values()], problems };
}

function toBudget({ usd, per, workspace, taskType }: z.infer<typeof budget>): Budget {
  const nanoUsd = nanoUsdOf(usd);
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
