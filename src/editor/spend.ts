import * as vscode from 'vscode';
import type { Ledger } from '../ledger/ledger.ts';
import type { SessionSummary, SpendRow } from '../ledger/summary.ts';
import type { CostPanelHostMessage, CostPanelViewMessage } from '../protocol/costPanel.ts';
import type { Answers } from './answer.ts';
import type { AnswerView } from './answerView.ts';
import type { SessionTracker } from './session.ts';
import type { TaskRunner } from './taskRunner.ts';

/** What this session has cost, as the ledger knows it. */
export class Spend implements vscode.Disposable {
  private readonly ledger: Ledger;
  private readonly session: SessionTracker;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly disposables: vscode.Disposable[];

  constructor(ledger: Ledger, session: SessionTracker, runner: TaskRunner) {
    this.ledger = ledger;
    this.session = session;
    this.disposables = [
      this.changed,
      runner.onDidSpend(() => this.changed.fire()),
      session.onDidChange(() => this.changed.fire()),
    ];
  }

  /** A session that goes on after a reload has spent something already. */
  begin(): void {
    if (this.session.resumed) this.changed.fire();
  }

  /** Undefined when the ledger cannot be read; the panel says why. */
  async total(): Promise<SpendRow | undefined> {
    try {
      return (await this.summary()).total;
    } catch {
      return undefined;
    }
  }

  async panelState(): Promise<CostPanelHostMessage> {
    const { startedAtMs } = this.session.current;
    return { kind: 'state', sessionStartedAtMs: startedAtMs, summary: await this.summary() };
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
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private summary(): Promise<SessionSummary> {
    return this.ledger.summarize(this.session.current.id);
  }
}

const goneMessage =
  'The answer is no longer here: Tierwise keeps what it cost, not its text, once the window is closed.';
