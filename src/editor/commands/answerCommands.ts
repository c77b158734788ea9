import * as vscode from 'vscode';
import { type Accepted, acceptAnswer, acceptTogether } from '../answers/acceptAnswer.ts';
import { failureOf, type Answer, type Answers } from '../answers/answer.ts';
import { recordOutcome } from '../answers/recordOutcome.ts';
import type { CommandId } from '../platform/contributed.ts';
import { decisionStory } from '../answers/decisionPage.ts';
import { answerStatus, answerTitle } from '../answers/describeAnswer.ts';
import { HumanError, type NextStep } from '../platform/humanError.ts';
import { showDocument } from '../platform/notebookCells.ts';
import type { MadeDecision } from '../platform/runNews.ts';
import type { Handler, CommandContext } from './commandContext.ts';
import { nameOf, say } from '../platform/say.ts';

const getStarted: NextStep = {
  label: vscode.l10n.t('Get Started'),
  command: 'tierwise.getStarted',
};

export function answerHandlers(context: CommandContext): [CommandId, Handler][] {
  const { comments, answers } = context;
  return [
    ['tierwise.acceptAnswer', () => accept(context)],
    ['tierwise.acceptRun', (runId) => acceptRun(context, runId)],
    ['tierwise.rejectAnswer', () => reject(context)],
    ['tierwise.escalateAnswer', (id) => escalate(context, id)],
    ['tierwise.cancel', () => answers.running.forEach((answer) => answers.cancel(answer))],
    ['tierwise.dismissFinding', (thread) => comments.dismiss(thread as vscode.CommentThread)],
    ['tierwise.clearFindings', () => comments.clear()],
    ['tierwise.showAnswers', () => showAnswers(context)],
    ['tierwise.showLastDecision', () => showLastDecision(context)],
  ];
}

async function escalate(context: CommandContext, id: unknown): Promise<void> {
  const answer = shownAnswer(context, id);
  await (await context.runner()).escalate(answer, 'next');
}

async function accept(context: CommandContext): Promise<void> {
  const answer = activeEdit(context);
  if (!(await confirmDespiteFailure(answer))) return;
  const accepted = await acceptAnswer(answer);
  if (accepted) await afterAccepting([accepted], context);
}

/** Accepts every waiting change of a workflow's run or a chat's answer: by that id, else that of the answer in front. */
async function acceptRun(context: CommandContext, named: unknown): Promise<void> {
  const { answers, preview } = context;
  const newest = answers.all.find(({ binding, outcome }) => binding.proposed && !outcome);
  const inFront = preview.active ?? newest;
  const runId = typeof named === 'string' ? named : inFront?.binding.proposed?.runId;
  // Whoever has closed a change's tab does not expect it to be written.
  const waiting = (runId === undefined ? [] : answers.waitingOf(runId)).filter((answer) =>
    preview.isOpen(answer),
  );
  if (waiting.length === 0) {
    throw new HumanError(
      vscode.l10n.t(
        'No change is waiting in an open tab. Run a workflow or ask @tierwise for changes first.',
      ),
    );
  }
  const accepted = await acceptTogether(waiting);
  if (accepted) await afterAccepting(accepted, context);
}

async function afterAccepting(all: readonly Accepted[], context: CommandContext): Promise<void> {
  for (const accepted of all) {
    context.accepted.watch(accepted);
    await recordOutcome(accepted.answer, 'accepted', context);
    await context.preview.close(accepted.answer);
  }
  const [first] = all;
  await showDocument(first!.document, first!.answer.written?.target.startLine);
}

/** Whether the developer accepts an answer although a gate failed it; true when no gate did. */
async function confirmDespiteFailure(answer: Answer): Promise<boolean> {
  const failure = failureOf(answer);
  if (!failure) return true;
  const anyway = vscode.l10n.t('Accept Anyway');
  const detail = failure.evidence.map(({ message }) => message).join('\n');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('The {0} check failed for this answer.', failure.gate),
    { modal: true, detail },
    anyway,
  );
  return chosen === anyway;
}

async function reject(context: CommandContext): Promise<void> {
  const answer = activeEdit(context);
  context.answers.cancel(answer);
  // One that was accepted is in the file: closing its tab takes nothing back.
  if (answer.outcome !== 'accepted') await recordOutcome(answer, 'rejected', context);
  await context.preview.close(answer);
}

function activeEdit({ preview }: CommandContext): Answer {
  const { active } = preview;
  if (active) return active;
  throw new HumanError(vscode.l10n.t('Bring the answer’s tab to the front first.'), [
    { label: vscode.l10n.t('Show Answers'), command: 'tierwise.showAnswers' },
  ]);
}

/** The answer that a command is about: the one with that id, else the one in front, else the newest. */
function shownAnswer({ answers, preview, prose }: CommandContext, id: unknown): Answer {
  const named = typeof id === 'string' ? answers.find(id) : undefined;
  const inFront = preview.active ?? (prose.activeId ? answers.find(prose.activeId) : undefined);
  const answer = named ?? inFront ?? answers.all[0];
  if (answer) return answer;
  throw new HumanError(
    vscode.l10n.t('There is no answer to escalate yet. Run a task on a selection first.'),
    [getStarted],
  );
}

function answerTo({ decision }: MadeDecision, answers: Answers): Answer | undefined {
  return answers.all.find((answer) => answer.decision === decision);
}

async function showAnswers({ answers, view }: CommandContext): Promise<void> {
  if (answers.all.length === 0) {
    throw new HumanError(
      vscode.l10n.t('There are no answers in this window yet. Run a task on a selection first.'),
      [getStarted],
    );
  }
  const chosen = await vscode.window.showQuickPick(
    answers.all.map((answer) => ({
      label: answerTitle(answer),
      description: answer.outcome === undefined ? '' : nameOf(answer.outcome),
      detail: answerStatus(answer),
      answer,
    })),
    { title: vscode.l10n.t('Tierwise: Answers of This Window'), matchOnDetail: true },
  );
  if (chosen) await view.show(chosen.answer);
}

function showLastDecision({ news, prose, answers }: CommandContext): void {
  const last = news.lastDecision;
  if (!last)
    throw new HumanError(
      vscode.l10n.t('There is no decision in this window yet. Run a task first.'),
      [getStarted],
    );
  prose.show({
    id: 'lastDecision',
    title: say('Tierwise: Last Decision'),
    status: () => say('Why the last task went where it went'),
    markdown: () => decisionStory(last, answerTo(last, answers)),
    running: () => false,
  });
}
