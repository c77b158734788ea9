import * as vscode from 'vscode';
import { parseFindings, spokenText } from '../../execution/answer/parseAnswer.ts';
import type { AttemptEnd, RunEvent } from '../../execution/events.ts';
import { describeProviderError } from '../platform/describeProblem.ts';
import type { CommandId } from '../platform/contributed.ts';
import { plainMessage } from '../platform/escape.ts';
import { documentNow } from '../writing/documentNow.ts';
import type { Reporter } from '../platform/reporter.ts';
import { type Answer, type Answers, fileWith, isRunning, textOf } from './answer.ts';
import { answerStatus, answerTitle } from './describeAnswer.ts';
import type { EditPreview } from './editPreview.ts';
import type { ProsePanels, ProseSource } from './prosePanels.ts';
import type { ReviewComments } from './reviewComments.ts';
import { say, taskTypeName } from '../platform/say.ts';

export interface AnswerViewParts {
  readonly answers: Answers;
  readonly preview: EditPreview;
  readonly prose: ProsePanels;
  readonly comments: ReviewComments;
  readonly report: Reporter;
}

/** Shows an answer where it belongs: edits as a diff, findings as comments, prose as a page. */
export class AnswerView {
  private readonly parts: AnswerViewParts;

  constructor(parts: AnswerViewParts) {
    this.parts = parts;
  }

  async show(answer: Answer): Promise<void> {
    const { preview, prose } = this.parts;
    if (answer.task.answerKind === 'edit') await preview.show(answer);
    else prose.show(proseSource(answer));
  }

  /** Updates the answer and its view with an event of the run. */
  async applyEvent(answer: Answer, event: RunEvent): Promise<void> {
    const rung = (id: string) => answer.rungs.find(({ attemptId }) => attemptId === id)!;
    switch (event.kind) {
      case 'attemptStarted': {
        const { attemptId, choice, how } = event;
        answer.rungs.push({ attemptId, choice, how, text: '', verdicts: [] });
        return this.draw(answer);
      }
      case 'text':
        rung(event.attemptId).text += event.text;
        return this.draw(answer);
      case 'attemptEnded':
        rung(event.end.attemptId).end = event.end;
        return this.draw(answer);
      case 'verdict':
        rung(event.attemptId).verdicts.push(event.verdict);
        // A direct answer is judged when it has already ended.
        return answer.end ? this.parts.preview.finish(answer) : this.draw(answer);
      case 'won':
        answer.winnerId = event.attemptId;
        return this.draw(answer);
      case 'capped':
        answer.capped = event.cap;
        return this.draw(answer);
      case 'notRecorded':
        return this.parts.report.warnOnce(event.message, 'ledger');
      case 'finished':
        return this.finish(answer, event.end);
      case 'thinking':
    }
  }

  private draw(answer: Answer): void {
    if (answer.task.answerKind === 'edit') this.parts.preview.update(answer);
    else this.parts.prose.update(answer.id);
  }

  private async finish(answer: Answer, end: AttemptEnd): Promise<void> {
    const { answers, preview, report } = this.parts;
    answers.finish(answer, end);
    if (answer.task.answerKind === 'edit') preview.finish(answer);
    else this.draw(answer);
    const text = textOf(answer);
    if (answer.task.answerKind === 'findings' && text) await this.showFindings(answer, end);
    if (changesNothing(answer)) {
      await preview.close(answer);
      notifyOfNothing(answer);
    }
    if (!end.error) return;
    if (!text) await preview.close(answer);
    // After a cancellation the developer knows why the run ended.
    if (answer.abort.signal.aborted) return;
    report.show(describeProviderError(end.error, end.choice));
  }

  // Text that is not valid findings, or has no document any more, is still shown: the developer paid for it.
  private async showFindings(answer: Answer, end: AttemptEnd): Promise<void> {
    const { uri } = answer.binding;
    const findings = end.outcome === 'complete' ? parseFindings(textOf(answer)) : undefined;
    const document = findings && (await documentNow(uri));
    if (!document) return this.parts.prose.show(proseSource(answer));
    const reviewed = {
      document,
      fileText: answer.task.fileText,
      status: answerStatus(answer),
    };
    if (findings.length > 0) this.parts.comments.show(reviewed, findings);
    notifyOfFindings(answer, findings.length);
  }
}

/** Whether a complete edit leaves the file as it is, so that its diff would be empty. */
function changesNothing(answer: Answer): boolean {
  const { task, end } = answer;
  if (task.answerKind !== 'edit' || end?.outcome !== 'complete') return false;
  return fileWith(answer) === task.fileText;
}

/** Says that an answer changes nothing and what it cost, and offers a stronger model. */
function notifyOfNothing(answer: Answer): void {
  const { task } = answer;
  const message = say(
    '{0} of {1}: the model gave the same code back, so there is nothing to accept. {2}',
    taskTypeName(task.type),
    task.path,
    answerStatus(answer),
  );
  const escalate = say('Escalate One Tier');
  void vscode.window.showInformationMessage(plainMessage(message), escalate).then((chosen) => {
    if (chosen !== escalate) return;
    const command: CommandId = 'tierwise.escalateAnswer';
    return vscode.commands.executeCommand(command, answer.id);
  });
}

function notifyOfFindings(answer: Answer, count: number): void {
  const { task } = answer;
  const found =
    count === 0
      ? say('nothing to fix')
      : count === 1
        ? say('1 finding')
        : say('{0} findings', count);
  const message = say(
    '{0} of {1}: {2}, by {3}',
    taskTypeName(task.type),
    task.path,
    found,
    answerStatus(answer),
  );
  void vscode.window.showInformationMessage(plainMessage(message));
}

function proseSource(answer: Answer): ProseSource {
  return {
    id: answer.id,
    title: answerTitle(answer),
    status: () => answerStatus(answer),
    markdown: () => spokenText(textOf(answer)),
    running: () => isRunning(answer),
  };
}
