import * as vscode from 'vscode';
import type { CommandId } from '../../platform/contributed.ts';
import { HumanError } from '../../platform/humanError.ts';
import type { Services } from '../../services.ts';
import { editAnswer, type EditingTurn } from './editAnswers.ts';
import type { ChangedFile } from './readEdits.ts';

type Parts = Pick<Services, 'answers' | 'view' | 'textGates'>;

const acceptAll = vscode.l10n.t('Accept All');

/** The changes of a turn's answer; omitted when it has none, or when this window does not know the turn. */
export type Reviewable = EditingTurn & { readonly changes: readonly ChangedFile[] };

/**
 * Opens a diff for each change of an answer that the developer has not yet accepted or rejected. Throws
 * HumanError when there is none.
 */
export async function reviewEdits(turn: Reviewable | undefined, parts: Parts): Promise<void> {
  if (!turn) {
    throw new HumanError(
      vscode.l10n.t(
        'This answer was given before the window was loaded again, so its changes cannot be offered any more. Ask again, or copy what you need from the answer.',
      ),
    );
  }
  const waiting = await waitingAnswers(turn, parts);
  if (waiting.length === 0) {
    throw new HumanError(
      vscode.l10n.t(
        'You have accepted or rejected each change of this answer already. Ask again for others.',
      ),
    );
  }
  for (const answer of waiting) await parts.view.show(answer);
  if (waiting.length > 1) void offerAll(turn.requestId, waiting.length);
}

async function waitingAnswers({ changes, ...turn }: Reviewable, { answers, textGates }: Parts) {
  const isKnown = answers.all.some(({ binding }) => binding.proposed?.runId === turn.requestId);
  if (!isKnown) {
    const made = await Promise.all(changes.map((file) => editAnswer(file, turn, textGates)));
    for (const answer of made) answers.add(answer);
  }
  return answers.waitingOf(turn.requestId);
}

async function offerAll(requestId: string, count: number): Promise<void> {
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0} files to change. Nothing is written before you accept it: all together, or one by one above each diff.',
      count,
    ),
    acceptAll,
  );
  const command: CommandId = 'tierwise.acceptRun';
  if (chosen === acceptAll) await vscode.commands.executeCommand(command, requestId);
}
