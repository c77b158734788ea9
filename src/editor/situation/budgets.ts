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

/** The budgets in the user's settings, and their standing in the ledger that all windows share. */
export class Budgets {
  private readonly parts: BudgetsParts;
  private reader: Awaited<ReturnType<typeof openBudgetReader>> | undefined;

  constructor(parts: BudgetsParts) {
    this.parts = parts;
  }

  /** The budgets in the settings; empty until `standings` was called once. Warns of problems. */
  get all(): readonly Budget[] {
    if (!this.reader) return [];
    const { budgets, problems } = this.reader.parseBudgets(userSetting('tierwise.budgets'));
    tellProblems('tierwise.budgets', problems, this.parts.warn);
    return budgets;
  }

  /** How much of each budget is spent. Rejects with LedgerError when the ledger cannot be read. */
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

  /** The standings. Rejects with HumanError when there are budgets and their standing is unknown. */
  async known(): Promise<readonly BudgetStanding[]> {
    try {
      return await this.standings();
    } catch (error) {
      if (isTrouble(error)) throw unknownBudgets(error.message);
      this.parts.report(error);
      const why = error instanceof Error ? error.message : String(error);
      throw unknownBudgets(
        `Tierwise could not read your budgets because of an internal error: ${why}.`,
        [{ label: 'Show Log', command: 'tierwise.showLog' }],
      );
    }
  }

  /** Rejects with HumanError when there are budgets and their standing is unknown. */
  async ensureKnown(): Promise<void> {
    await this.known();
  }

  /** The budgets as the cost panel shows them. */
  async rows(): Promise<readonly BudgetRow[]> {
    const standings = await this.standings();
    return standings.flatMap((standing) => budgetRows(standing, Date.now()));
  }

  /** A budget, or a part of its amount, as a limit that the ledger enforces. */
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

  /** Writes a new amount in USD into the user's settings. */
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
  const message = `${why} Nothing is sent until Tierwise can check your budgets.`;
  return new HumanError(message, [
    ...steps,
    { label: 'Open Settings', setting: 'tierwise.budgets' },
  ]);
}
