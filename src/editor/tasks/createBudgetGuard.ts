import * as vscode from 'vscode';
import type { BudgetGuard, UnpricedPermission } from '../../execution/budgetGuard.ts';
import type { OverLimit, ReservationFact } from '../../ledger/facts.ts';
import type { Budget } from '../../routing/budgets/budget.ts';
import { budgetLimits } from '../../routing/decide/budgetLimits.ts';
import { type Money, moneyOf } from '../../routing/models/accounts.ts';
import type { Escalation, Situation } from '../../routing/situation.ts';
import type { Task } from '../../routing/task.ts';
import type { Budgets } from '../situation/budgets.ts';
import { amountIn } from './amountIn.ts';
import { askUnknownPrice } from './askUnknownPrice.ts';
import { describeOverLimit } from './describeOverLimit.ts';
import { untilAborted } from '../../execution/untilAborted.ts';

interface GuardedRequest {
  readonly task: Task;
  readonly situation: Situation;
  readonly escalation: Escalation | undefined;
  /** The kinds of money that were let pass for this task before; what is allowed now is added. */
  readonly allowed?: Set<Money>;
}

/**
 * The budgets of one request. At a limit the run waits while the developer is asked, then continues:
 * with a raised budget, or without limits on this kind of money for the rest of this task.
 */
export function createBudgetGuard(
  budgets: Budgets,
  { task, situation, escalation, allowed = new Set() }: GuardedRequest,
): BudgetGuard {
  const asking = new Map<string, Promise<boolean | UnpricedPermission>>();
  const guesses = new Map<string, UnpricedPermission>();

  async function ask(over: OverLimit): Promise<boolean> {
    const choice = await resolveOverLimit(over, budgets);
    if (choice === 'allowOnce') allowed.add(moneyOf(over.simulated === true));
    return choice !== 'stop';
  }

  /** A worst case that the developer named counts for the rest of the request, an allowed call once. */
  async function askPrice(over: OverLimit, call: ReservationFact) {
    const permission = guesses.get(call.model) ?? (await askUnknownPrice(over, call));
    if (permission?.kind === 'worstCase') guesses.set(call.model, permission);
    return permission ?? false;
  }

  return {
    limits({ purpose, simulated }) {
      const kind = purpose === 'judge' || escalation ? 'kept' : 'ordinary';
      const money = moneyOf(simulated);
      const present = budgets.all.map((budget) => ({ budget }));
      const limits = budgetLimits(task, situation, kind, money, present).map(
        // An unknown price is asked about all the same.
        ({ budget, capNanoUsd }) =>
          budgets.limitOf(budget, allowed.has(money) ? noCap : capNanoUsd),
      );
      return money === 'practice' ? limits : [...budgets.blocks, ...limits];
    },
    askToRaise(over, signal, call) {
      // A budget of zero is deliberate, so nobody is asked.
      if (isClosed(over, budgets)) return Promise.resolve(false);
      // Parallel attempts ask once for each kind of money, and once about each model. The dialog cannot be
      // closed from here, but a cancelled run does not wait for it.
      const isUnpriced = over.worstCaseNanoUsd === undefined;
      const about = isUnpriced ? call.model : moneyOf(over.simulated === true);
      const begin = () => (isUnpriced ? askPrice(over, call) : ask(over));
      const asked = asking.get(about) ?? begin().finally(() => asking.delete(about));
      asking.set(about, asked);
      return untilAborted(signal, asked);
    },
  };
}

/** Above every sum, so that only what is known of a price decides. */
const noCap = Number.MAX_SAFE_INTEGER;

/** Whether a budget of zero refuses a call of known price. */
function isClosed({ limit, worstCaseNanoUsd }: OverLimit, budgets: Budgets): boolean {
  if (worstCaseNanoUsd === undefined) return false;
  return budgets.all.find(({ id }) => id === limit.budgetId)?.nanoUsd === 0;
}

/** Asks the developer what to do at a limit, and raises the budget if they want that. */
async function resolveOverLimit(
  over: OverLimit,
  budgets: Budgets,
): Promise<'raised' | 'allowOnce' | 'stop'> {
  const budget = budgets.all.find(({ id }) => id === over.limit.budgetId);
  const choice = await askOverLimit(over, budget);
  if (choice !== 'raise') return choice ?? 'stop';
  const amount = budget && (await askAmount(budget));
  if (!budget || amount === undefined) return 'stop';
  await budgets.raise(budget, amount);
  return 'raised';
}

/** The developer's choice at a limit; undefined means stop. */
async function askOverLimit(
  over: OverLimit,
  budget: Budget | undefined,
): Promise<'raise' | 'allowOnce' | undefined> {
  const raise = vscode.l10n.t('Raise Budget…');
  const allow = vscode.l10n.t('Allow Once');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('The budget of {0} does not allow the next call.', over.limit.budgetId),
    { modal: true, detail: describeOverLimit(over, budget) },
    raise,
    allow,
  );
  if (chosen === raise) return 'raise';
  return chosen === allow ? 'allowOnce' : undefined;
}

/** The new amount, in the unit of the budget. */
async function askAmount({ id, nanoUsd, plan }: Budget): Promise<number | undefined> {
  const present = nanoUsd / (plan?.nanoUsdPerCredit ?? 1e9);
  const most = plan ? 1e8 : 1e6;
  const unit = plan ? vscode.l10n.t('credits') : 'USD';
  const isRaise = (amount = 0) => amount > present && amount <= most;
  const written = await vscode.window.showInputBox({
    title: vscode.l10n.t('Tierwise: Raise {0}', id),
    prompt: vscode.l10n.t('The new amount in {0}', unit),
    value: String(present * 2),
    ignoreFocusOut: true,
    validateInput: (text) =>
      isRaise(amountIn(text))
        ? undefined
        : vscode.l10n.t(
            'Write an amount in {0} above {1}, such as {2}.',
            unit,
            present,
            present * 2,
          ),
  });
  return written === undefined ? undefined : amountIn(written);
}
