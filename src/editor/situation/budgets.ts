import * as vscode from 'vscode';
import type { Limit } from '../../ledger/facts.ts';
import { isTrouble, type Ledger } from '../../ledger/ledger.ts';
import type { BudgetRow } from '../../protocol/costPanel.ts';
import type { Budget, BudgetStanding } from '../../routing/budgets/budget.ts';
import { spanOf } from '../../routing/budgets/calendar.ts';
import { HumanError, type NextStep } from '../platform/humanError.ts';
import type { SessionTracker } from '../platform/session.ts';
import { tellProblems, userSetting } from '../platform/setting.ts';
import { timeZone } from '../platform/timeZone.ts';
import { budgetRows } from './budgetRows.ts';
import { openBudgetReader } from './door.ts';

export interface BudgetsParts {
  readonly ledger: Ledger;
  readonly session: SessionTracker;
  readonly warn: (message: string) => void;
  readonly report: (bug: unknown) => void;
}

/** The budgets in the user's settings, and how they stand in the ledger that all windows share. */
export class Budgets {
  private readonly parts: BudgetsParts;
  private reader: Awaited<ReturnType<typeof openBudgetReader>> | undefined;

  constructor(parts: BudgetsParts) {
    this.parts = parts;
  }

  /** As they are written now, once `standings` was asked for; a problem in the setting is told. */
  get all(): readonly Budget[] {
    if (!this.reader) return [];
    const { budgets, problems } = this.reader.parseBudgets(userSetting('tierwise.budgets'));
    tellProblems('tierwise.budgets', problems, this.parts.warn);
    return budgets;
  }

  /** Rejects with LedgerError when the ledger cannot be read. */
  async standings(): Promise<readonly BudgetStanding[]> {
    const written = userSetting('tierwise.budgets');
    if (Array.isArray(written) && written.length === 0) return [];
    this.reader ??= await openBudgetReader();
    const budgets = this.all;
    if (budgets.length === 0) return [];
    const limits = budgets.map((budget) => this.limitOf(budget, budget.nanoUsd));
    const standings = await this.parts.ledger.standings(limits);
    return budgets.map((budget, index) => ({
      budget,
      span: limits[index]!.span,
      ...standings[index]!,
    }));
  }

  /** As they stand. Rejects with HumanError when there are budgets and nobody can tell how they do. */
  async known(): Promise<readonly BudgetStanding[]> {
    try {
      return await this.standings();
    } catch (error) {
      if (isTrouble(error)) throw unknownBudgets(error.message);
      this.parts.report(error);
      const why = error instanceof Error ? error.message : String(error);
      throw unknownBudgets(`Tierwise met an error of its own when it read your budgets: ${why}.`, [
        { label: 'Show Log', command: 'tierwise.showLog' },
      ]);
    }
  }

  /** Rejects with HumanError when there are budgets and nobody can tell how they stand. */
  async ensureKnown(): Promise<void> {
    await this.known();
  }

  /** The budgets as the cost panel shows them. */
  async rows(): Promise<readonly BudgetRow[]> {
    const standings = await this.standings();
    return standings.flatMap((standing) => budgetRows(standing, Date.now()));
  }

  /** A budget, or a part of its amount, as the ledger keeps it. */
  limitOf(budget: Budget, capNanoUsd: number): Limit {
    const { id: sessionId, startedAtMs } = this.parts.session.current;
    const { id, period, workspace, taskType } = budget;
    return {
      budgetId: id,
      capNanoUsd,
      span: spanOf(period, Date.now(), timeZone(), startedAtMs),
      ...(period === 'session' && { sessionId }),
      ...(workspace !== undefined && { workspace }),
      ...(taskType !== undefined && { taskType }),
    };
  }

  /** Writes another amount into the user's settings. */
  async raise(budgetId: string, usd: number): Promise<void> {
    const written = userSetting('tierwise.budgets') as readonly object[];
    const idOf = (each: object) => this.reader?.parseBudgets([each]).budgets[0]?.id;
    const index = written.findIndex((each) => idOf(each) === budgetId);
    if (index < 0) return;
    const raised = written.with(index, { ...written[index], usd });
    await vscode.workspace
      .getConfiguration()
      .update('tierwise.budgets', raised, vscode.ConfigurationTarget.Global);
  }
}

function unknownBudgets(why: string, steps: readonly NextStep[] = []): HumanError {
  const message = `${why} Until then nothing is sent, because your budgets cannot be kept.`;
  return new HumanError(message, [
    ...steps,
    { label: 'Open Settings', setting: 'tierwise.budgets' },
  ]);
}
