import * as vscode from 'vscode';
import { isWhole, type Answers } from './answer.ts';
import type { ContextKey } from '../platform/contributed.ts';
import type { EditPreview } from './editPreview.ts';

/** Keeps the context keys that menus depend on true. */
export function contextKeysOf(answers: Answers, preview: EditPreview): vscode.Disposable {
  const tell = () => {
    const { active } = preview;
    set('tierwise.running', answers.running.length > 0);
    set('tierwise.acceptable', active !== undefined && isWhole(active));
  };
  tell();
  return vscode.Disposable.from(
    answers.onDidChange(tell),
    vscode.window.tabGroups.onDidChangeTabs(tell),
    vscode.window.tabGroups.onDidChangeTabGroups(tell),
  );
}

function set(key: ContextKey, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
