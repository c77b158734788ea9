import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import * as vscode from 'vscode';
import type { AttemptContext } from '../execution/attempt.ts';
import type { AttemptEnd } from '../execution/events.ts';
import type { RequestOutcome } from '../ledger/facts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { displayName } from '../routing/catalog.ts';
import type { Decision } from '../routing/decision.ts';
import { explain } from '../routing/explain.ts';
import type { Escalation } from '../routing/situation.ts';
import type { Task } from '../routing/task.ts';
import { taskTypeLabels } from '../routing/taskTypeFacts.ts';
import { isRunning, type Answer, type Answers } from './answer.ts';
import { describeProviderError, describeRefusal } from './describeProblem.ts';
import { answerStatus, answerTitle } from './describeAnswer.ts';
import type { EditPreview } from './editPreview.ts';
import type { ProsePanels } from './prosePanels.ts';
import type { Reporter } from './report.ts';
import type { ReviewComments } from './reviewComments.ts';
import type { SessionTracker } from './session.ts';
import { userSetting } from './setting.ts';
import type { SituationSource } from './situationSource.ts';
import type { BoundTask } from './taskFromEditor.ts';

/** A decision as it was made, for the status bar and "Show Last Decision". */
export interface MadeDecision {
  readonly task: Task;
  readonly decision: Decision;
}

export interface TaskRunnerParts {
  readonly situation: SituationSource;
  readonly session: SessionTracker;
  readonly answers: Answers;
  readonly preview: EditPreview;
  readonly prose: ProsePanels;
  readonly comments: ReviewComments;
  readonly ledger: Ledger;
  readonly attempts: AttemptContext;
  readonly report: Reporter;
}

/** Takes a task along the one path: decide, run, show. */
export class TaskRunner implements vscode.Disposable {
  private readonly parts: TaskRunnerParts;
  private readonly decided = new vscode.EventEmitter<MadeDecision>();
  private readonly spent = new vscode.EventEmitter<void>();
  /** Fires with every decision, refused ones included. */
  readonly onDidDecide = this.decided.event;
  /** Fires when the ledger has something new. */
  readonly onDidSpend = this.spent.event;
  lastDecision: MadeDecision | undefined;

  constructor(parts: TaskRunnerParts) {
    this.parts = parts;
  }

  /** Runs a task and resolves when its answer has ended. Rejects with HumanError when it cannot run. */
  async run(bound: BoundTask, escalation?: Escalation, escalated?: Answer): Promise<void> {
    const { decide } = await import('../routing/decide.ts');
    const situation = await this.parts.situation.current();
    const decision = decide(bound.task, situation, escalation);
    this.lastDecision = { task: bound.task, decision };
    this.decided.fire(this.lastDecision);
    this.parts.report.log.info(explain(bound.task, decision));
    if (decision.plan.kind === 'refuse') throw describeRefusal(bound.task, decision);
    if (escalated) await this.record(escalated, 'escalated');

    const answer: Answer = {
      ...bound,
      id: randomUUID(),
      decision,
      text: '',
      abort: new AbortController(),
    };
    const { answers } = this.parts;
    answers.add(answer);
    const title = `${answerTitle(answer)} …`;
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (_, token) => {
        token.onCancellationRequested(() => answers.cancel(answer));
        const streaming = this.stream(answer, escalated);
        // A cancelled run is over for the developer; what it cost is settled in the background.
        streaming.catch((error: unknown) => this.parts.report.log.error(String(error)));
        await Promise.race([streaming, once(answer.abort.signal, 'abort')]);
      },
    );
  }

  /** The same task one tier up or at the top, told what was answered before. */
  async escalate(answer: Answer, to: Escalation['to']): Promise<void> {
    const { plan } = answer.decision;
    const from = plan.kind === 'direct' ? plan.choice : undefined;
    const earlier = from && {
      modelName: displayName(from.model),
      tier: from.tier,
      text: answer.text,
      shortcoming: 'The developer asked for a stronger model.',
    };
    this.parts.answers.cancel(answer);
    const task: Task = {
      ...answer.task,
      id: randomUUID(),
      earlier: [...answer.task.earlier, ...(earlier && answer.text ? [earlier] : [])],
    };
    await this.run({ ...answer, task }, { to, ...(from && { from: from.tier }) }, answer);
  }

  /** Writes down what became of an answer. */
  async record({ id }: Answer, outcome: RequestOutcome): Promise<void> {
    try {
      await this.parts.ledger.recordOutcome({ requestId: id, atMs: Date.now(), outcome });
    } catch (error) {
      this.parts.report.warnOnce(error instanceof Error ? error.message : String(error));
    }
    this.spent.fire();
  }

  dispose(): void {
    this.decided.dispose();
    this.spent.dispose();
  }

  /** Shows an answer again, wherever it belongs. */
  async show(answer: Answer): Promise<void> {
    const { preview, prose } = this.parts;
    if (answer.task.answerKind === 'edit') await preview.show(answer);
    else prose.show(proseSource(answer));
  }

  private async stream(answer: Answer, escalated?: Answer): Promise<void> {
    const { decision, task } = answer;
    if (decision.plan.kind !== 'direct') return;
    if (task.answerKind !== 'findings') await this.show(answer);
    const { run } = await import('../execution/run.ts');
    const session = this.parts.session.touch();
    const events = run(
      {
        task,
        plan: decision.plan,
        maxOutputTokens: userSetting('tierwise.maxOutputTokens') as number,
        ...(decision.baseline && { baseline: decision.baseline }),
        fact: {
          requestId: answer.id,
          sessionId: session.id,
          atMs: Date.now(),
          workspace: vscode.workspace.name ?? '',
          subject: `${task.path}:${task.target.startLine}-${task.target.endLine}`,
          taskType: task.type,
          reason: explain(task, decision),
          ...(escalated && { escalatedFrom: escalated.id }),
        },
      },
      this.parts.attempts,
      answer.abort.signal,
    );
    for await (const event of events) {
      if (event.kind === 'text') this.grow(answer, event.text);
      if (event.kind === 'notRecorded') this.parts.report.warnOnce(event.message);
      if (event.kind === 'finished') await this.finish(answer, event.end);
    }
    this.spent.fire();
  }

  private grow(answer: Answer, text: string): void {
    answer.text += text;
    if (answer.task.answerKind === 'edit') this.parts.preview.update(answer);
    else this.parts.prose.update(answer.id);
  }

  private async finish(answer: Answer, end: AttemptEnd): Promise<void> {
    const { answers, preview, prose, comments, report } = this.parts;
    answers.finish(answer, end);
    if (answer.task.answerKind === 'edit') preview.finish(answer);
    else prose.update(answer.id);
    if (answer.task.answerKind === 'findings' && answer.text) {
      const { parseFindings } = await import('../execution/answer.ts');
      const findings = end.outcome === 'complete' ? parseFindings(answer.text) : undefined;
      // What cannot be read as findings is still shown: the developer paid for it.
      if (!findings) prose.show(proseSource(answer));
      else if (findings.length > 0) await comments.show(answer, findings);
      if (findings) tellFindings(answer, findings.length);
    }
    if (!end.error) return;
    if (!answer.text) await preview.close(answer);
    report.show(describeProviderError(end.error, end.choice));
  }
}

function tellFindings(answer: Answer, count: number): void {
  const found =
    count === 0 ? 'nothing to mend' : `${count} ${count === 1 ? 'finding' : 'findings'}`;
  void vscode.window.showInformationMessage(
    `${taskTypeLabels[answer.task.type]} of ${answer.task.path}: ${found}, by ${answerStatus(answer)}`,
  );
}

function proseSource(answer: Answer) {
  return {
    id: answer.id,
    title: answerTitle(answer),
    status: () => answerStatus(answer),
    markdown: () => answer.text,
    running: () => isRunning(answer),
  };
}
