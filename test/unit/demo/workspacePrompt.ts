import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Prompt, promptFor } from '../../../src/execution/attempt/prompt.ts';
import type { AnswerKind, EarlierAnswer, Task, TaskType } from '../../../src/routing/task.ts';

export const workspace = join(import.meta.dirname, '../../../demo/workspace');

const kinds: Partial<Record<TaskType, AnswerKind>> = {
  review: 'findings',
  explain: 'prose',
  design: 'prose',
  other: 'prose',
};

/** The whole declaration of a symbol of the demo workspace, as the editor would select it. */
export function taskAbout(
  type: TaskType,
  path: string,
  symbol: string,
  earlier: readonly EarlierAnswer[] = [],
): Task {
  const fileText = readFileSync(join(workspace, path), 'utf8');
  const lines = fileText.split('\n');
  const start = lines.findIndex((line) => new RegExp(`^export .*\\b${symbol}\\b`).test(line));
  const end = lines.indexOf('}', start);
  return {
    id: 'task',
    type,
    answerKind: kinds[type] ?? 'edit',
    instruction: '',
    language: 'typescript',
    path,
    fileText,
    target: {
      startLine: start + 1,
      endLine: end + 1,
      text: lines.slice(start, end + 1).join('\n'),
    },
    diagnostics: [],
    earlier,
  };
}

export function promptAbout(...task: Parameters<typeof taskAbout>): Prompt {
  return promptFor(taskAbout(...task));
}
