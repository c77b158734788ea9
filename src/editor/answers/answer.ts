import * as vscode from 'vscode';
import { candidateFile, splitStatement } from '../../execution/answer/parseAnswer.ts';
import { type PlacedLines, targetNow } from '../../execution/answer/targetNow.ts';
import type { AttemptEnd, Cap, AttemptReason } from '../../execution/events.ts';
import type { Runnable } from '../../execution/run.ts';
import type { RequestOutcome } from '../../ledger/facts.ts';
import { asksForConfidence, type Choice, type Decision } from '../../routing/decision.ts';
import type { Charged } from '../../routing/models/accounts.ts';
import type { Verdict } from '../../routing/verdict.ts';
import type { BoundTask } from '../selection/taskFromEditor.ts';

/*
 * Answers: what the editor does with the text that models give.
 *
 * In come a task with its decision and the events of its run. Out come a diff, review comments or a
 * page, and an edit once the developer accepts it. An `Answer` holds one request with its attempts;
 * `answerView.ts` shows it, `acceptAnswer.ts` writes it into the file, and `describeAnswer.ts` and
 * `decisionPage.ts` put it into words.
 */

/** One attempt at an answer, with the gates' verdicts on it. */
export interface Rung {
  readonly attemptId: string;
  readonly choice: Choice;
  /** How it differs from the attempt before. */
  readonly how: AttemptReason;
  /** The text that has arrived so far. */
  text: string;
  readonly verdicts: Verdict[];
  end?: AttemptEnd;
}

/** An answer that this window asked for: it is shown, then accepted, rejected or escalated. */
export interface Answer extends BoundTask {
  /** The request's id. */
  readonly id: string;
  readonly decision: Decision;
  readonly plan: Runnable;
  /** The attempts so far; a cascade has several. */
  readonly rungs: Rung[];
  /** Where attempts ran in parallel: the one that passed first. */
  winnerId?: string;
  /** The cap of the plan that ended the run, if one did. */
  capped?: Cap;
  /** Set once the run has ended: the attempt that counts. */
  end?: AttemptEnd;
  /** The file with so much of the text in it: asked for more often than the text changes. */
  filled?: { readonly text: string; readonly fileText: string | undefined };
  /** What became of it last; omitted while it waits for the developer. */
  outcome?: RequestOutcome;
  /** Set while it is being written, so that a second click writes it no second time. */
  isBeingWritten?: boolean;
  /** Where it was written when the developer last accepted it. */
  written?: PlacedLines;
  /** True once the developer has accepted it. */
  accepted?: boolean;
  /** Set when the developer accepted it and then undid or escalated it. */
  regretted?: 'undid' | 'escalated';
  /** Aborted when the developer cancels. */
  readonly abort: AbortController;
}

/** The answers of this window, newest first. They live as long as the window. */
export class Answers implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Answer>();
  /** Fires when an answer is added, cancelled or finished. */
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

  /** Ends a run at once for the developer; its cost is settled in the background. */
  cancel(answer: Answer): void {
    if (!isRunning(answer)) return;
    answer.abort.abort();
    this.changed.fire(answer);
  }

  finish(answer: Answer, end: AttemptEnd): void {
    answer.end = end;
    this.changed.fire(answer);
  }

  /** The newest answer of a request; of one that changes several files, the one for this path. */
  find(id: string, path?: string): Answer | undefined {
    return this.answers.find(
      (answer) => answer.id === id && (path === undefined || answer.task.path === path),
    );
  }

  /** The newest answer about these lines of a document, wherever its lines stand by now. */
  about({ uri, text }: { uri: vscode.Uri; text: string }, lines: vscode.Range): Answer | undefined {
    const isThere = (place: PlacedLines) => {
      const span = targetNow(place, text);
      return (
        typeof span !== 'string' &&
        span.startLine - 1 <= lines.end.line &&
        span.endLine - 1 >= lines.start.line
      );
    };
    return this.answers.find(
      (answer) =>
        answer.binding.uri.toString() === uri.toString() && placesOf(answer).some(isThere),
    );
  }

  /** The newest edit of each file that a workflow's run or a chat proposed and that waits, in their order. */
  waitingOf(runId: string): readonly Answer[] {
    const newest = new Map<string, Answer>();
    for (const answer of this.answers.toReversed()) {
      const { binding, outcome } = answer;
      const isWaiting = binding.proposed?.runId === runId && outcome === undefined;
      if (isWaiting) newest.set(binding.uri.toString(), answer);
    }
    return [...newest.values()];
  }

  dispose(): void {
    for (const { abort } of this.running) abort.abort();
    this.changed.dispose();
  }
}

/** The file's lines that an answer is about, or that it has become since. */
export function placesOf({ task, written }: Answer): PlacedLines[] {
  return written ? [written, task] : [task];
}

/** Whether an answer may be put into the file: only a complete one may. */
export function isWhole(answer: Answer): boolean {
  return answer.end?.outcome === 'complete';
}

export function isRunning({ end, abort }: Answer): boolean {
  return !end && !abort.signal.aborted;
}

/** The attempt to show: the one that counts, else the newest; in a speculation the cheapest left. */
export function shownRung({ plan, rungs, end, winnerId }: Answer): Rung | undefined {
  const finalId = end?.attemptId ?? winnerId;
  if (finalId !== undefined) return rungs.find(({ attemptId }) => attemptId === finalId);
  if (plan.kind !== 'speculation') return rungs.at(-1);
  return rungs.find((rung) => !hasFailed(rung)) ?? rungs.at(-1);
}

/** The text to show so far, without the statement of confidence at its end. */
export function textOf(answer: Answer): string {
  const text = shownRung(answer)?.text ?? '';
  return asksForConfidence(answer.plan) ? splitStatement(text).text : text;
}

/** The task's file with the text so far in it; undefined without a code block. */
export function fileWith(answer: Answer): string | undefined {
  const text = textOf(answer);
  if (answer.filled?.text !== text) {
    answer.filled = { text, fileText: candidateFile(answer.task, text) };
  }
  return answer.filled.fileText;
}

/** The tier and model that is answering, or answered last. */
export function currentChoice(answer: Answer): Choice {
  const { plan } = answer;
  return shownRung(answer)?.choice ?? (plan.kind === 'direct' ? plan.choice : plan.ladder[0]);
}

/** The failed verdict on the attempt that is shown; undefined when no gate failed it. */
export function failureOf(answer: Answer): FailedVerdict | undefined {
  const rung = shownRung(answer);
  return rung && failedVerdict(rung);
}

type FailedVerdict = Extract<Verdict, { kind: 'fail' }>;

/** The first failed verdict on an attempt; undefined when no gate failed it. */
export function failedVerdict({ verdicts }: Rung): FailedVerdict | undefined {
  return verdicts.find((verdict) => verdict.kind === 'fail');
}

/** The costs of an attempt and of its judges. */
export function costsOf({ choice, end, verdicts }: Rung): Charged[] {
  return [
    ...(end ? [{ cost: end.cost, simulated: choice.model.simulated }] : []),
    ...verdicts.flatMap(({ charge }) => charge ?? []),
  ];
}

/** The attempts that ran beside the winner and did not fail: the price of a faster answer. */
export function insuranceOf({ plan, rungs, winnerId }: Answer): Rung[] {
  if (plan.kind !== 'speculation' || winnerId === undefined) return [];
  return rungs.filter((rung) => rung.attemptId !== winnerId && !hasFailed(rung));
}

function hasFailed(rung: Rung): boolean {
  return rung.end?.error !== undefined || failedVerdict(rung) !== undefined;
}
