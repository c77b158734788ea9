import * as z from 'zod';
import { isRecord } from '../input/objects.ts';
import type { InputProblem } from '../input/problems.ts';
import { readShape } from '../input/readShape.ts';
import { copilotPlan, type CreditPlan } from '../models/creditPlan.ts';
import { type NanoUsd, nanoUsdOf } from '../models/money.ts';
import { taskTypes } from '../task.ts';
import { type Budget, budgetPeriods } from './budget.ts';
import { budgetName } from './budgetName.ts';
import { inEnglish, type Say, toSay } from '../say.ts';

/** The least amount above zero that is kept exactly, in USD. */
const leastUsd = 1e-9;
const leastCredits = 0.01;
const wantedUsd = toSay('Write an amount in USD as a plain number, such as 5.');

const usd = z
  .number(wantedUsd)
  .min(0, toSay('Write zero USD or more. Zero stops every paid call.'))
  .max(1e6, toSay('Write at most 1000000 USD.'))
  .refine((amount) => amount <= 0 || amount >= leastUsd, {
    error: toSay('This amount is too small to be kept. Write 0 to stop every paid call.'),
  });
const credits = z
  .number(toSay('Write credits of your Copilot plan as a plain number, such as 300.'))
  .min(0, toSay('Write zero credits or more. Zero stops every call that takes credits.'))
  .max(1e8, toSay('Write at most 100000000 credits.'))
  .refine((amount) => amount <= 0 || amount >= leastCredits, {
    error: toSay('Write at least 0.01 credits, or 0 to stop every call that takes credits.'),
  });
const scope = {
  per: oneOf(budgetPeriods),
  workspace: z
    .string(toSay('Name a workspace.'))
    .trim()
    .min(1, toSay('Name a workspace.'))
    .optional(),
  taskType: oneOf(taskTypes).optional(),
};
const shape = { error: toSay('A budget has `usd` and `per`, or `credits` and `per`.') };
const inUsd = z.strictObject({ usd, ...scope }, shape);
const inCredits = z.strictObject({ credits, ...scope }, shape);
const budgets = z.array(
  z.unknown(),
  toSay('Write a list of budgets, each with `usd` or `credits`, and `per`.'),
);

/** One of some words. Capitals and spaces around a word do not change its meaning. */
function oneOf<Word extends string>(words: readonly Word[]) {
  return z.preprocess(
    (word) => (typeof word === 'string' ? word.trim().toLowerCase() : word),
    z.enum(words),
  );
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
 * Reads the `tierwise.budgets` setting: amounts in USD or in credits of a Copilot plan, each per session,
 * day, week or month. Without a setting (undefined) there are no budgets; null is a problem, because somebody wrote it. A problem with
 * one budget does not affect the others. Never throws.
 */
export function parseBudgets(written: unknown, say: Say = inEnglish): ParsedBudgets {
  const list = readShape(budgets, written === undefined ? [] : written, [], { say });
  if (!list.success) return { budgets: [], problems: list.problems, notes: [] };
  const known = new Map<string, Budget>();
  const problems: InputProblem[] = [];
  const notes: InputProblem[] = [];
  for (const [index, each] of list.data.entries()) {
    const { read, found } = readBudget(each, index, say);
    problems.push(...found);
    if (!read) continue;
    if (known.has(read.id)) {
      const message = say('There is a budget of {0} already. Remove one of them.', read.id);
      notes.push({ path: [index], message });
    }
    known.set(read.id, read);
  }
  return { budgets: [...known.values()], problems, notes };
}

/** One entry of the list. It is in credits when it names them and no USD. */
function readBudget(
  written: unknown,
  index: number,
  say: Say,
): { readonly read?: Budget; readonly found: readonly InputProblem[] } {
  const names = (unit: string) => isRecord(written) && Object.hasOwn(written, unit);
  if (names('usd') && names('credits')) {
    const message = say('Write `usd` or `credits`, not both: each is a budget of its own.');
    return { found: [{ path: [index, 'credits'], message }] };
  }
  if (!names('credits')) {
    const parsed = readShape(inUsd, written, [index], { say });
    if (!parsed.success) return { found: parsed.problems };
    const { data } = parsed;
    const nanoUsd = Math.abs(nanoUsdOf(data.usd));
    return { read: toBudget(nanoUsd, data), found: [] };
  }
  const parsed = readShape(inCredits, written, [index], { say });
  if (!parsed.success) return { found: parsed.problems };
  const { data } = parsed;
  const nanoUsd = Math.abs(Math.round(data.credits * copilotPlan.nanoUsdPerCredit));
  return { read: toBudget(nanoUsd, data, copilotPlan), found: [] };
}

function toBudget(
  nanoUsd: NanoUsd,
  { per, workspace, taskType }: Omit<z.infer<typeof inUsd>, 'usd'>,
  plan?: CreditPlan,
): Budget {
  const budget = {
    period: per,
    nanoUsd,
    ...(workspace !== undefined && { workspace }),
    ...(taskType !== undefined && { taskType }),
    ...(plan && { plan }),
  };
  return { id: budgetName(budget), ...budget };
}
