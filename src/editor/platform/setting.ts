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

/**
 * A setting as the user wrote it, null included; undefined when they did not write it. For settings where a
 * slip must not count as nothing.
 */
export function writtenSetting(key: SettingKey): unknown {
  return vscode.workspace.getConfiguration().inspect(key)?.globalValue;
}

/** Whether the user's settings have a key, also one that Tierwise does not contribute. */
export function isWritten(key: string): boolean {
  return vscode.workspace.getConfiguration().inspect(key)?.globalValue !== undefined;
}

/**
 * A setting of VS Code's own as it applies to a file; undefined where nobody wrote it. A workspace may write it,
 * because VS Code goes by that as well.
 */
export function appliedSetting(key: string, file: vscode.Uri): unknown {
  const inspected = vscode.workspace.getConfiguration(undefined, file).inspect(key);
  return inspected?.workspaceFolderValue ?? inspected?.workspaceValue ?? inspected?.globalValue;
}

/** A problem in a setting with its place, such as `tierwise.budgets › 0 › per: …`. */
export function placeOf(key: SettingKey, { path, message }: InputProblem): string {
  return `${[key, ...path].join(' › ')}: ${message}`;
}

/** Warns of each problem in a setting and names its place. */
export function tellProblems(
  key: SettingKey,
  problems: readonly InputProblem[],
  warn: (message: string) => void,
): void {
  for (const problem of problems) warn(placeOf(key, problem));
}

/** Fires when one of Tierwise's settings may have changed. */
export function onDidChangeSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('tierwise')) listener();
  });
}

/** Writes one of the user's settings. Rejects when VS Code cannot. */
export async function writeSetting(key: SettingKey, value: unknown): Promise<void> {
  const all = vscode.workspace.getConfiguration();
  await all.update(key, value, vscode.ConfigurationTarget.Global);
}
