import type { Task } from '../../routing/task.ts';
import { answeredCode, candidateFile } from './parseAnswer.ts';
import { type FittedEdit, spanWith } from './takeOut.ts';
import { type NotFound, targetNow } from './targetNow.ts';

/*
 * This folder reads a model's answer. A task and the answer's text come in; the code block, the review
 * findings or the stated confidence go out (`parseAnswer.ts`), and the lines of the file that the code
 * replaces (`targetNow.ts`). An answer is taken apart by its structure: thoughts (`thoughts.ts`), fenced
 * blocks and blocks inside them (`fences.ts`), JSON among words (`readJson.ts`). `fitIndent.ts` indents
 * code where that is missing and leaves alone what stands in texts of several lines (`texts.ts`).
 */

/** Where an answer goes in the file as it is now, or why it cannot be written there. */
export function answerEdit(
  task: Task,
  answerText: string,
  now: string,
): FittedEdit | NotFound | 'noCode' {
  const code = answeredCode(task, answerText);
  if (code === undefined) return 'noCode';
  const span = targetNow(task, now);
  return typeof span === 'string' ? span : spanWith(code, span, now.split(/\r\n|\r|\n/));
}

/** The text that an answer gives to a new file; undefined when the answer has no code. */
export function newFileText(task: Task, answerText: string): string | undefined {
  const text = candidateFile(task, answerText);
  return text === undefined ? undefined : `${text.trimEnd()}\n`;
}
