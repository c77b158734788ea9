import * as vscode from 'vscode';
import type { InputProblem } from '../../routing/input/problems.ts';
import type { SettingKey } from './contributed.ts';

/**
 * A setting as the user wrote it, undefined when they did not. Read from user settings alone: a
 * workspace must never be able to redirect a key, change a price or name a model.
 */
export function userSetting(key: SettingKey): unknown {
  const inspected = vscode.workspace.getConfiguration().inspect(key);
  return inspected?.globalValue ?? inspected?.defaultValue;
}

/** Warns of each problem in a setting and names its place. */
export function tellProblems(
  key: SettingKey,
  problems: readonly InputProblem[],
  warn: (message: string) => void,
): void {
  for (const { path, message } of problems) warn(`${[key, ...path].join(' › ')}: ${message}`);
}

/** Fires when one of Tierwise's settings may have changed. */
export function onDidChangeSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('tierwise')) listener();
  });
}
