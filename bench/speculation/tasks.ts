import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Task } from '../../src/routing/task.ts';
import { defaultInstructions } from '../../src/routing/taskTypes.ts';

// Tasks that the small practice model gets right, and tasks that it gets wrong so that a test notices.
const places = [
  { path: 'src/search.ts', startLine: 9, endLine: 15 },
  { path: 'src/money.ts', startLine: 21, endLine: 28 },
];

/** Debug tasks on the practice workspace. */
export function bookshopTasks(workspace: string): Task[] {
  return places.map(({ path, startLine, endLine }) => {
    const fileText = readFileSync(join(workspace, path), 'utf8');
    const lines = fileText.split('\n').slice(startLine - 1, endLine);
    return {
      id: path,
      type: 'debug',
      answerKind: 'edit',
      instruction: defaultInstructions.debug,
      language: 'typescript',
      path,
      fileText,
      target: { startLine, endLine, text: lines.join('\n') },
      diagnostics: [],
      earlier: [],
    };
  });
}
