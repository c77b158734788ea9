import * as vscode from 'vscode';
import type { Ledger } from '../ledger/ledger.ts';
import type { SessionSummary, SpendRow } from '../ledger/summary.ts';
import type {
  BudgetRow,
  CostPanelHostMessage,
  CostPanelViewMessage,
} from '../protocol/costPanel.ts';
import type { Answers } from './answer.ts';
import type { Budgets } from './budgets.ts';
import type { AnswerView } from './answerView.ts';
import { onDidWriteLedger } from './ledgerWatch.ts';
import type { SessionTracker } from './session.ts';
import { onDidChangeSettings } from './setting.ts';
import type { RunNews } from './runNews.ts';

/** The session's sum and what is left of each budget. */
export interface SpendGlance {
  readonly total: SpendRow;
  readonly budgets: readonly BudgetRow[];
}

/** What this session has cost, as the ledger knows it. */
export class Spend implements vscode.Disposable {
  private readonly ledger: Ledger;
  private readonly ledgerFile: string;
  private watch: vscode.Disposable | undefined;
  private readonly session: SessionTracker;
  private readonly budgets: Budgets;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly disposables: vscode.Disposable[];

  constructor(sources: {
    readonly ledger: Ledger;
    /** Path of the ledger's file, which other windows write as well. */
    readonly ledgerFile: string;
    readonly session: SessionTracker;
    readonly budgets: Budgets;
    readonly news: RunNews;
  }) {
    const { ledger, ledgerFile, session, budgets, news } = sources;
    this.ledger = ledger;
    this.ledgerFile = ledgerFile;
    this.session = session;
    this.budgets = budgets;
    this.disposables = [
      this.changed,
      news.onDidSpend(() => this.changed.fire()),
      session.onDidChange(() => this.changed.fire()),
      onDidChangeSettings(() => this.changed.fire()),
    ];
  }

  /** A session that goes on after a reload has spent something already. */
  begin(): void {
    if (this.session.resumed) this.changed.fire();
  }

  /** For the status bar. Undefined when the ledger cannot be read; the panel says why. */
  async glance(): Promise<SpendGlance | undefined> {
    try {
      const [{ total }, budgets] = await Promise.all([this.summary(), this.budgets.rows()]);
      return { total, budgets };
    } catch {
      return undefined;
    }
  }

  async panelState(): Promise<CostPanelHostMessage> {
    const { startedAtMs } = this.session.current;
    const [summary, budgets] = await Promise.all([this.summary(), this.budgets.rows()]);
    return { kind: 'state', sessionStartedAtMs: startedAtMs, summary, budgets };
  }

  /** Does what was pressed in the panel. */
  receive(
    message: Exclude<CostPanelViewMessage, { kind: 'ready' }>,
    answers: Answers,
    view: AnswerView,
  ): void {
    if (message.kind === 'newSession') return this.session.begin();
    const answer = answers.find(message.requestId);
    if (answer) void view.show(answer);
    else void vscode.window.showInformationMessage(goneMessage);
  }

  dispose(): void {
    this.watch?.dispose();
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async summary(): Promise<SessionSummary> {
    const summary = await this.ledger.summarize(this.session.current.id);
    // The file is there now, so it can be watched.
    this.watch ??= onDidWriteLedger(this.ledgerFile, () => this.changed.fire());
    return summary;
  }
}

const goneMessage =
  'The answer is no longer here: Tierwise keeps what it cost, not its text, once the window is closed.';
