import * as vscode from 'vscode';
import type { TaskType } from '../../routing/task.ts';

/** The name of a task type in the editor's language. Reasons and pages are English and have `taskTypeLabels`. */
export function taskTypeName(type: TaskType): string {
  const names: Readonly<Record<TaskType, string>> = {
    boilerplate: vscode.l10n.t('Generate Boilerplate'),
    feature: vscode.l10n.t('Implement'),
    refactor: vscode.l10n.t('Refactor'),
    debug: vscode.l10n.t('Debug'),
    test: vscode.l10n.t('Write Tests'),
    docs: vscode.l10n.t('Document'),
    explain: vscode.l10n.t('Explain'),
    review: vscode.l10n.t('Review'),
    design: vscode.l10n.t('Design'),
    other: vscode.l10n.t('Ask'),
  };
  return names[type];
}
