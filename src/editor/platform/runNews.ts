import * as vscode from 'vscode';
import type { Classification } from '../../routing/classify/classify.ts';
import type { Decision } from '../../routing/decision.ts';
import type { PriceDoubt } from '../../routing/hindsight/stalePrices.ts';
import type { Task } from '../../routing/task.ts';

/** A decision as it was made, for the status bar and "Show Last Decision". */
export interface MadeDecision {
  readonly task: Task;
  readonly decision: Decision;
  /** Why its costs may be wrong or unknown. */
  readonly doubts: readonly PriceDoubt[];
  /** How the task's type was found; omitted when the developer named it. */
  readonly classified?: Classification;
}

/** The events of all runs, whether a command, a chat or a workflow started them. */
export class RunNews implements vscode.Disposable {
  private readonly decided = new vscode.EventEmitter<MadeDecision>();
  private readonly spent = new vscode.EventEmitter<void>();
  private readonly judged = new vscode.EventEmitter<string>();
  /** Fires with every decision, refused ones included. */
  readonly onDidDecide = this.decided.event;
  /** Fires when the ledger has new entries. */
  readonly onDidSpend = this.spent.event;
  /** Fires with the id of a request when the developer did something with its answer. */
  readonly onDidJudge = this.judged.event;
  lastDecision: MadeDecision | undefined;

  emitDecision(made: MadeDecision): void {
    this.lastDecision = made;
    this.decided.fire(made);
  }

  emitSpend(): void {
    this.spent.fire();
  }

  emitJudged(requestId: string): void {
    this.judged.fire(requestId);
  }

  dispose(): void {
    this.decided.dispose();
    this.spent.dispose();
    this.judged.dispose();
  }
}
