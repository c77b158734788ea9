import * as vscode from 'vscode';
import { type Say, toSay } from '../../routing/say.ts';
import type { TaskType } from '../../routing/task.ts';
import { taskTypeLabels } from '../../routing/taskTypes.ts';

/** Says a text in VS Code's display language, where Tierwise has it. */
export const say: Say = (text, ...values) => vscode.l10n.t(text, ...values);

/** The name of a task type in the editor's language. */
export function taskTypeName(type: TaskType): string {
  return say(taskTypeLabels[type]);
}

/** The names of outcomes, verdicts and purposes, as the ledger has them. */
const names: ReadonlySet<string> = new Set([
  toSay('accepted'),
  toSay('cancelled'),
  toSay('complete'),
  toSay('could not run'),
  toSay('cut off'),
  toSay('dismissed'),
  toSay('empty'),
  toSay('escalated'),
  toSay('fail'),
  toSay('failed'),
  toSay('judge'),
  toSay('pass'),
  toSay('refused'),
  toSay('rejected'),
  toSay('truncated'),
  toSay('undone'),
]);

/** The name of an outcome, a verdict or a purpose of the ledger: `could not run` for `couldNotRun`. */
export function nameOf(word: string): string {
  const name = word.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return names.has(name) ? say(name) : name;
}

/** The language of what `say` says, for dates and numbers; `english` where that is English. */
export function localeOr(english: string): string {
  return vscode.l10n.bundle ? vscode.env.language : english;
}

/** A number of things: `1,204`. */
export function formatCount(count: number): string {
  return count.toLocaleString(localeOr('en-US'));
}
