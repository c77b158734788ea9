import type { Task } from '../routing/task.ts';
import { fitIndent, parseEdit } from './answer.ts';

/** The code of an edit answer, at the indentation of the lines it replaces; undefined without any. */
export function answeredCode(task: Task, answerText: string): string | undefined {
  const { code } = parseEdit(answerText);
  if (code === undefined) return undefined;
  const fitted = fitIndent(code, task.target.text);
  // A code block does not tell whether a line end follows its last line; the target does.
  return task.target.text.endsWith('\n') && !fitted.endsWith('\n') ? `${fitted}\n` : fitted;
}

/** The task's file with the answer in it, at the file's own line ends; undefined without any code. */
export function candidateFile(task: Task, answerText: string): string | undefined {
  const code = answeredCode(task, answerText);
  if (code === undefined) return undefined;
  const { startLine, endLine } = task.target;
  const lines = task.fileText.split(/\r?\n/);
  lines.splice(startLine - 1, endLine - startLine + 1, ...code.split(/\r?\n/));
  return lines.join(task.fileText.includes('\r\n') ? '\r\n' : '\n');
}
