import * as vscode from 'vscode';
import type { BudgetGuard } from '../../execution/budgetGuard.ts';
import type { OverLimit } from '../../ledger/facts.ts';
import type { Budget, BudgetStanding } from '../../routing/budgets/budget.ts';
import { budgetLimits } from '../../routing/decide/budgetLimits.ts';
import { type Money, moneyOf } from '../../routing/models/accounts.ts';
import type { Escalation, Situation } from '../../routing/situation.ts';
import type { Task } from '../../routing/task.ts';
import type { Budgets } from '../situation/budgets.ts';
import { describeOverLimit } from './describeOverLimit.ts';
import { untilAborted } from './untilAborted.ts';

/**
 * The budgets of one request. At a limit the run waits while the developer is asked, and goes on where
 * it was: with a raised budget, or without any for this request and this kind of money.
 */
export function createBudgetGuard(
  budgets: Budgets,
  request: {
    readonly task: Task;
    readonly situation: Situation;
    readonly escalation: Escalation | undefined;
  },
): BudgetGuard {
  const { task, situation, escalation } = request;
  const allowed = new Set<Money>();
  const asking = new Map<Money, Promise<boolean>>();

  /** A budget that was raised meanwhile counts as it is now. */
  function standings(): readonly BudgetStanding[] {
    const now = budgets.all;
    return situation.budgets.map((each, index) => ({ ...each, budget: now[index] ?? each.budget }));
  }

  async function ask(over: OverLimit): Promise<boolean> {
    const budget = budgets.all.find(({ id }) => id === over.limit.budgetId);
    const choice = await askOverLimit(over, budget);
    if (choice === 'allowOnce') allowed.add(moneyOf(over.simulated === true));
    if (choice !== 'raise') return choice === 'allowOnce';
    const usd = budget && (await askAmount(budget));
    if (usd === undefined) return false;
    await budgets.raise(over.limit.budgetId, usd);
    return true;
  }

  return {
    limits({ purpose, simulated }) {
      const kind = purpose === 'judge' || escalation ? 'kept' : 'ordinary';
      const money = moneyOf(simulated);
      if (allowed.has(money)) return [];
      return budgetLimits(task, { ...situation, budgets: standings() }, kind, money).map(
        ({ budget, capNanoUsd }) => budgets.limitOf(budget, capNanoUsd),
      );
    },
    askToRaise(over, signal) {
      // Attempts that run together ask once for each kind of money. The dialog cannot be closed from
      // here, but a run that is cancelled does not wait for it.
      const money = moneyOf(over.simulated === true);
      const asked = asking.get(money) ?? ask(over).finally(() => asking.delete(money));
      asking.set(money, asked);
      return untilAborted(signal, asked);
    },
  };
}

/** What the developer wants at a limit; undefined: stop. */
async function askOverLimit(
  over: OverLimit,
  budget: Budget | undefined,
): Promise<'raise' | 'allowOnce' | undefined> {
  const raise = 'Raise Budget…';
  const allow = 'Allow Once';
  const chosen = await vscode.window.showWarningMessage(
    `The budget of ${over.limit.budgetId} does not allow the next call.`,
    { modal: true, detail: describeOverLimit(over, budget) },
    raise,
    allow,
  );
  if (chosen === raise) return 'raise';
  return chosen === allow ? 'allowOnce' : undefined;
}

async function askAmount({ id, nanoUsd }: Budget): Promise<number | undefined> {
  const present = nanoUsd / 1e9;
  const written = await vscode.window.showInputBox({
    title: `Tierwise: Raise ${id}`,
    prompt: 'The new amount in USD',
    value: String(present * 2),
    ignoreFocusOut: true,
    validateInput: (text) =>
      Number(text) > present && Number(text) <= 1e6
        ? undefined
        : `Write an amount in USD above ${present}, such as ${present * 2}.`,
  });
  return written === undefined ? undefined : Number(written);
}
