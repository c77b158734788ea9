import * as vscode from 'vscode';
import { splitStatement } from '../../execution/answer/parseAnswer.ts';
import type { AttemptEnd, Cap, AttemptReason } from '../../execution/events.ts';
import type { Runnable } from '../../execution/run.ts';
import type { Choice, Decision } from '../../routing/decision.ts';
import type { Charged } from '../../routing/models/accounts.ts';
import type { Verdict } from '../../routing/verdict.ts';
import type { BoundTask } from '../selection/taskFromEditor.ts';

/** One attempt at an answer, and what the gates said of it. */
export interface Rung {
  readonly attemptId: string;
  readonly choice: Choice;
  /** What is new against the attempt before. */
  readonly how: AttemptReason;
  /** What has arrived so far. */
  text: string;
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
  /** Of attempts that ran together, the one that passed first. */
  winnerId?: string;
  /** The cap of the plan that ended it. */
  capped?: Cap;
  /** Set once the run has ended: the attempt that counts. */
  end?: AttemptEnd;
  /** What the developer did with it in the end. */
  accepted?: boolean;
  /** Set when it was accepted and then turned out wrong. */
  regretted?: 'undid' | 'escalated';
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

/** The attempt that is shown: the one that counts, else the newest, else the cheapest still in the race. */
export function shownRung({ plan, rungs, end, winnerId }: Answer): Rung | undefined {
  const counts = end?.attemptId ?? winnerId;
  if (counts !== undefined) return rungs.find(({ attemptId }) => attemptId === counts);
  if (plan.kind !== 'speculation') return rungs.at(-1);
  return rungs.find((rung) => !hasFailed(rung)) ?? rungs.at(-1);
}

/** What is shown of an answer so far. A statement of confidence at its end is not part of it. */
export function textOf(answer: Answer): string {
  const text = shownRung(answer)?.text ?? '';
  const { plan } = answer;
  const stated = plan.kind !== 'direct' && plan.gates.includes('confidence');
  return stated ? splitStatement(text).text : text;
}

/** Who answers now, or answered last. */
export function currentChoice(answer: Answer): Choice {
  const { plan } = answer;
  return shownRung(answer)?.choice ?? (plan.kind === 'direct' ? plan.choice : plan.ladder[0]);
}

/** What the gates found wrong with the attempt that counts; undefined when nothing. */
export function failureOf(answer: Answer): FailedVerdict | undefined {
  const rung = shownRung(answer);
  return rung && failedVerdict(rung);
}

type FailedVerdict = Extract<Verdict, { kind: 'fail' }>;

/** What a gate found wrong with one attempt; undefined when nothing. */
export function failedVerdict({ verdicts }: Rung): FailedVerdict | undefined {
  return verdicts.find((verdict) => verdict.kind === 'fail');
}

/** What an attempt and its judges cost. */
export function costsOf({ choice, end, verdicts }: Rung): Charged[] {
  return [
    ...(end ? [{ cost: end.cost, simulated: choice.model.simulated }] : []),
    ...verdicts.flatMap(({ charge }) =>
      charge ? [{ cost: charge.cost, simulated: charge.simulated === true }] : [],
    ),
  ];
}

/** The attempts that ran beside the winner: cancelled, or not needed any more. */
export function insuranceOf({ plan, rungs, winnerId }: Answer): Rung[] {
  if (plan.kind !== 'speculation' || winnerId === undefined) return [];
  return rungs.filter((rung) => rung.attemptId !== winnerId && !hasFailed(rung));
}

function hasFailed(rung: Rung): boolean {
  return rung.end?.error !== undefined || failedVerdict(rung) !== undefined;
}
