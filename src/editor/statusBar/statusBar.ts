import * as vscode from 'vscode';
import { explain } from '../../routing/explain.ts';
import type { TotalRow } from '../../ledger/spendRows.ts';
import type { BudgetRow } from '../../protocol/costPanel.ts';
import { describeBudget, lowestBudget } from '../situation/budgetRows.ts';
import { untilItIsRight } from '../situation/budgets.ts';
import type { SpendingFault } from '../situation/readBudgets.ts';
import type { CommandId } from '../platform/contributed.ts';
import { describeSession, describeSpend } from '../spend/describeSpend.ts';
import type { Services } from '../services.ts';
import type { SpendGlance } from '../situation/spend.ts';
import { say } from '../platform/say.ts';

/*
 * Status bar: the tier and the session's cost at a glance, and the picker behind it.
 *
 * In come the developer's pick, the running answers, decisions and spend. Out come the text and tooltip
 * in the status bar, and a new pick (`tierPicker.ts`).
 */

type Sources = Pick<Services, 'pick' | 'answers' | 'news' | 'practice'>;

/** The tier in force and the session's cost; the tooltip explains the last decision. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'tierwise.tier',
    vscode.StatusBarAlignment.Right,
    100,
  );
  private readonly disposables: vscode.Disposable[];
  private spent: TotalRow | undefined;
  private budgets: readonly BudgetRow[] = [];
  private faults: readonly SpendingFault[] = [];
  private readonly sources: Sources;

  constructor(sources: Sources) {
    this.sources = sources;
    const command: CommandId = 'tierwise.pickTier';
    this.item.name = vscode.l10n.t('Tierwise Tier');
    this.item.command = command;
    this.disposables = [
      this.item,
      sources.pick.onDidChange(() => this.draw()),
      sources.answers.onDidChange(() => this.draw()),
      sources.practice.onDidChange(() => this.draw()),
      sources.news.onDidDecide(() => this.draw()),
    ];
    this.draw();
    this.item.show();
  }

  /** Shows what the session has cost so far, and what is left of the budgets. */
  showSpend({ total, budgets }: SpendGlance): void {
    this.spent = total;
    this.budgets = budgets;
    this.draw();
  }

  /** Shows what is wrong in the settings about spending. */
  showFaults(faults: readonly SpendingFault[]): void {
    if (faults.length === 0 && this.faults.length === 0) return;
    this.faults = faults;
    this.draw();
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private draw(): void {
    const { pick, answers, news, practice } = this.sources;
    const running = answers.running.length > 0;
    const { tier, pinned } = pick.current;
    const spend = describeSpend(this.spent);
    const icon = running ? '$(loading~spin)' : '$(layers)';
    const isStopped = this.faults.length > 0;
    const isPractice = practice.current !== undefined;
    const head = isPractice ? say('practice: {0}', tier) : tier;
    this.item.text = `${icon} ${head} · ${isStopped ? `$(error) ${say('paid calls stopped')}` : spend}`;
    const low = lowestBudget(this.budgets);
    const alarm = isStopped ? 'error' : low && 'warning';
    this.item.backgroundColor = alarm && new vscode.ThemeColor(`statusBarItem.${alarm}Background`);
    const last = news.lastDecision;
    const pins = Object.entries(pinned).map(([type, to]) => say('{0} is pinned to {1}.', type, to));
    const lines = [
      ...this.faults.map(({ sentence }) => `${sentence} ${untilItIsRight}`),
      ...(isPractice
        ? [say('Practice models answer: no answer is a model’s, and no cost is real.')]
        : []),
      tier === 'auto'
        ? say('Tierwise chooses the tier by your rules.')
        : say('Tierwise uses the tier {0} for everything.', tier),
      ...pins,
      last
        ? say('Last: {0}', explain(last.task, last.decision, say))
        : say('No task has run in this window yet.'),
      describeSession(this.spent),
      ...this.budgets.map(describeBudget),
    ];
    this.item.tooltip = lines.join('\n');
    const label = isPractice
      ? say('Tierwise practice: tier {0}, session spend {1}', tier, spend)
      : say('Tierwise tier {0}, session spend {1}', tier, spend);
    this.item.accessibilityInformation = {
      label: isStopped
        ? say('{0}, paid calls are stopped by an error in your budgets', label)
        : [label, ...(low ? [describeBudget(low)] : [])].join('. '),
    };
  }
}
