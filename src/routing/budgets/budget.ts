import type { Money } from '../models/accounts.ts';
import type { NanoUsd } from '../models/money.ts';
import type { TaskType } from '../task.ts';

export const budgetPeriods = ['session', 'day', 'week', 'month'] as const;
export type BudgetPeriod = (typeof budgetPeriods)[number];

/** An amount that may be spent in a period; of everything, or of one workspace or task type. */
export interface Budget {
  /** Names it for people and in the ledger, such as `5 USD per day`. */
  readonly id: string;
  readonly period: BudgetPeriod;
  readonly nanoUsd: NanoUsd;
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
  /** Settled, and reserved at worst case by calls that have not ended; nano-dollars. */
  readonly spentNanoUsd: NanoUsd;
  /** Calls whose cost nobody knows; they are not in `spentNanoUsd`. */
  readonly unknownAttempts: number;
}

/** A budget as it stands now, for real money. */
export interface BudgetStanding extends Spent {
  readonly budget: Budget;
  readonly span: Span;
  /** What practice models have spent of it: the same amount, on an account of its own. */
  readonly practice: Spent;
}

/** How a budget stands for one kind of money. */
export function accountOf(standing: BudgetStanding, money: Money): BudgetStanding {
  return money === 'practice' ? { ...standing, ...standing.practice } : standing;
}

/** What a budget asks of a decision. */
export interface BudgetPressure {
  readonly level: PressureLevel;
  readonly budgetId: string;
  /** Of which kind of money. */
  readonly money: Money;
  /** Never below zero. */
  readonly leftNanoUsd: NanoUsd;
}

/** How money stands, from plenty to nothing. */
export type PressureLevel = 'generous' | 'careful' | 'sparing' | 'spent';
