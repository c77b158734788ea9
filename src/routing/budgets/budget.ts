import type { Money } from '../models/accounts.ts';
import type { CreditPlan } from '../models/creditPlan.ts';
import type { NanoUsd } from '../models/money.ts';
import type { TaskType } from '../task.ts';

/*
 * This folder answers how a budget stands. Settings come in (`parseBudgets.ts`); budgets, the periods
 * that they cover (`calendar.ts`) and a forecast (`forecast.ts`) go out. Amounts are nano-dollars, instants
 * milliseconds since the epoch.
 */

/** The setting that holds the budgets. */
export const budgetsSetting = 'tierwise.budgets';

export const budgetPeriods = ['session', 'day', 'week', 'month'] as const;
export type BudgetPeriod = (typeof budgetPeriods)[number];

/** An amount that may be spent in a period: in total, or for one workspace or task type. */
export interface Budget {
  /** Its name for users and in the ledger, such as `$5.00 per day`. */
  readonly id: string;
  readonly period: BudgetPeriod;
  readonly nanoUsd: NanoUsd;
  /** Covers the calls that take credits of this plan alone, and is written in them. */
  readonly plan?: CreditPlan;
  /** Name of a workspace. */
  readonly workspace?: string;
  readonly taskType?: TaskType;
}

/** A stretch of time, milliseconds since the epoch. A session has no known end. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs?: number;
}

export interface Spent {
  /**
   * Settled costs, plus the worst case of calls that have not ended or whose cost is unknown, where one was
   * set aside; nano-dollars.
   */
  readonly spentNanoUsd: NanoUsd;
  /** Calls of unknown cost. */
  readonly unknownAttempts: number;
}

/** A budget as it stands now, for real money. */
export interface BudgetStanding extends Spent {
  readonly budget: Budget;
  readonly span: Span;
  /** What practice models have spent. Practice money has the same budget, in a separate account. */
  readonly practice: Spent;
}

/** How a budget stands for one kind of money. */
export function accountOf(standing: BudgetStanding, money: Money): BudgetStanding {
  return money === 'practice' ? { ...standing, ...standing.practice } : standing;
}

/** How much a budget limits a decision. */
export interface BudgetPressure {
  readonly level: PressureLevel;
  readonly budget: Budget;
  /** The kind of money that it limits. */
  readonly money: Money;
  /** Never below zero. */
  readonly leftNanoUsd: NanoUsd;
}

/** How much money is left, from enough to nothing. */
export type PressureLevel = 'generous' | 'careful' | 'sparing' | 'spent';
