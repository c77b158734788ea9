import * as vscode from 'vscode';
import type { AttemptEnd } from '../execution/events.ts';
import type { Runnable } from '../execution/run.ts';
import type { Choice, Decision } from '../routing/decision.ts';
import type { Verdict } from '../routing/gate.ts';
import type { BoundTask } from './taskFromEditor.ts';

/** One attempt at an answer, and what the gates said of it. */
export interface Rung {
  readonly choice: Choice;
  readonly verdicts: Verdict[];
  end?: AttemptEnd;
}

/** An answer that was asked for in this session: what is shown, accepted, rejected or escalated. */
export interface Answer extends BoundTask {
  /** The request's id. */
  readonly id: string;
  readonly decision: Decision;
  readonly plan: Runnable;
  /** The attempts so far; a cascade has several. */
  readonly rungs: Rung[];
  /** What has arrived so far of the newest attempt. */
  text: string;
  /** Set once the run has ended: the attempt that counts. */
  end?: AttemptEnd;
  /** Aborted when the developer cancels. */
  readonly abort: AbortController;
}

/** The answers of this window, newest first. They live as long as the window. */
export class Answers implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Answer>();
  /** Fires when an answer was added or has ended. */
  readonly onDidChange = this.changed.event;
  private readonly answers: Answer[] = [];

  get all(): readonly Answer[] {
    return this.answers;
  }

  get running(): readonly Answer[] {
    return this.answers.filter(isRunning);
  }

  add(answer: Answer): void {
    this.answers.unshift(answer);
    this.changed.fire(answer);
  }

  /** Ends a run at once for the developer; what it cost is settled behind their back. */
  cancel(answer: Answer): void {
    if (!isRunning(answer)) return;
    answer.abort.abort();
    this.changed.fire(answer);
  }

  finish(answer: Answer, end: AttemptEnd): void {
    answer.end = end;
    this.changed.fire(answer);
  }

  find(id: string): Answer | undefined {
    return this.answers.find((answer) => answer.id === id);
  }

  /** The newest answer about these lines of a document. */
  about(uri: vscode.Uri, lines: vscode.Range): Answer | undefined {
    return this.answers.find(({ task, binding }) => {
      const { startLine, endLine } = task.target;
      return (
        binding.uri.toString() === uri.toString() &&
        startLine - 1 <= lines.end.line &&
        endLine - 1 >= lines.start.line
      );
    });
  }

  dispose(): void {
    for (const { abort } of this.running) abort.abort();
    this.changed.dispose();
  }
}

/** Whether an answer may be put into the file: only a whole one may. */
export function isWhole(answer: Answer): boolean {
  return answer.end?.outcome === 'complete';
}

export function isRunning({ end, abort }: Answer): boolean {
  return !end && !abort.signal.aborted;
}

/** Who answers now, or answered last. */
export function currentChoice({ plan, rungs }: Answer): Choice {
  return rungs.at(-1)?.choice ?? (plan.kind === 'cascade' ? plan.ladder[0] : plan.choice);
}

/** What the gates found wrong with the attempt that counts; undefined when nothing. */
export function failureOf({ rungs }: Answer): Extract<Verdict, { kind: 'fail' }> | undefined {
  return rungs.at(-1)?.verdicts.find((verdict) => verdict.kind === 'fail');
}
