import type { Task } from '../../routing/task.ts';
import { answeredCode, candidateFile } from './parseAnswer.ts';
import { type LineSpan, type NotFound, targetNow } from './targetNow.ts';

/** An answer's code and the whole lines that it replaces. */
export interface AnswerEdit extends LineSpan {
  readonly code: string;
}

/** Where an answer is written into its file as it is now, or why it is not. */
export function answerEdit(
  task: Task,
  answerText: string,
  now: string,
): AnswerEdit | NotFound | 'noCode' {
  const code = answeredCode(task, answerText);
  if (code === undefined) return 'noCode';
  const span = targetNow(task, now);
  return typeof span === 'string' ? span : { ...span, code };
}

/** What an answer writes into a file that did not exist; undefined without any code. */
export function newFileText(task: Task, answerText: string): string | undefined {
  const text = candidateFile(task, answerText);
  return text === undefined ? undefined : `${text.trimEnd()}\n`;
}
