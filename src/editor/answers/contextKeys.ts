import * as vscode from 'vscode';
import { isWhole, type Answers } from './answer.ts';
import type { ContextKey } from '../platform/contributed.ts';
import type { RunNews } from '../platform/runNews.ts';
import type { Practice } from '../practice/practiceStarted.ts';
import type { EditPreview } from './editPreview.ts';

interface Sources {
  readonly answers: Answers;
  readonly preview: EditPreview;
  readonly practice: Practice;
  readonly news: RunNews;
  readonly runs: Runs;
}

/** The runs of workflows, as far as the keys depend on them. */
interface Runs {
  readonly running: readonly unknown[];
  readonly onDidChange: vscode.Event<unknown>;
}

/** Keeps the context keys that menus depend on up to date. */
export function contextKeysOf({
  answers,
  preview,
  practice,
  news,
  runs,
}: Sources): vscode.Disposable {
  const told = new Map<ContextKey, boolean>();
  // A running answer changes with every piece of text; VS Code is told what differs.
  const set = (key: ContextKey, value: boolean): void => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const update = () => {
    const { active } = preview;
    set('tierwise.running', answers.running.length > 0);
    set('tierwise.hasAnswers', answers.all.length > 0);
    set('tierwise.acceptable', active !== undefined && isWhole(active));
    const runId = active?.binding.proposed?.runId;
    set('tierwise.acceptableRun', runId !== undefined && answers.waitingOf(runId).length > 1);
    set('tierwise.hasDecision', news.lastDecision !== undefined);
    set('tierwise.workflowRunning', runs.running.length > 0);
    set('tierwise.practising', practice.current !== undefined);
  };
  update();
  return vscode.Disposable.from(
    answers.onDidChange(update),
    practice.onDidChange(update),
    news.onDidDecide(update),
    runs.onDidChange(update),
    vscode.window.tabGroups.onDidChangeTabs(update),
    vscode.window.tabGroups.onDidChangeTabGroups(update),
  );
}
