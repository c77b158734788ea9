import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';

/** What an evaluation found of a workflow's step. */
export interface StepReport {
  /** The evaluation's id, which its report is shown by. */
  readonly evaluation: string;
  /** Such as `fast passes 48 of 50, balanced 50 of 50`. */
  readonly words: string;
}

/** The newest finding about each step. The room of evaluations says it; workflows only show it. */
export class StepReports implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private reports: ReadonlyMap<string, StepReport> = new Map();

  of(workflow: string, step: string): StepReport | undefined {
    return this.reports.get(stepKey(workflow, step));
  }

  /** @param reports by `stepKey` */
  set(reports: ReadonlyMap<string, StepReport>): void {
    const isChanged = !isDeepStrictEqual(reports, this.reports);
    this.reports = reports;
    if (isChanged) this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}

export function stepKey(workflow: string, step: string): string {
  return `${workflow}/${step}`;
}
