import * as vscode from 'vscode';
import { isWhole, type Answers } from './answer.ts';
import type { ContextKey } from '../platform/contributed.ts';
import type { Practice } from '../practice/practiceStarted.ts';
import type { EditPreview } from './editPreview.ts';

interface Sources {
  readonly answers: Answers;
  readonly preview: EditPreview;
  readonly practice: Practice;
}

/** Keeps the context keys that menus depend on up to date. */
export function contextKeysOf({ answers, preview, practice }: Sources): vscode.Disposable {
  const update = () => {
    const { active } = preview;
    set('tierwise.running', answers.running.length > 0);
    set('tierwise.hasAnswers', answers.all.length > 0);
    set('tierwise.acceptable', active !== undefined && isWhole(active));
    const runId = active?.binding.proposed?.runId;
    set('tierwise.acceptableRun', runId !== undefined && answers.waitingOf(runId).length > 1);
    set('tierwise.practising', practice.current !== undefined);
  };
  update();
  return vscode.Disposable.from(
    answers.onDidChange(update),
    practice.onDidChange(update),
    vscode.window.tabGroups.onDidChangeTabs(update),
    vscode.window.tabGroups.onDidChangeTabGroups(update),
  );
}

function set(key: ContextKey, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
