import type { Task } from '../../routing/task.ts';
import { changesInstead } from '../answer/files/changesInstead.ts';
import { otherForm } from '../answer/otherForms.ts';
import { parseEdit, subjectOf } from '../answer/parseAnswer.ts';

/**
 * Says that an edit is written in another form than code, such as a diff; undefined where it is code, where its changes
 * fit the selected lines, or where the instruction speaks of that form.
 */
export function otherFormOf(task: Task, text: string): string | undefined {
  const changes = changesInstead(task, text);
  if (changes && 'code' in changes) return undefined;
  const { code } = parseEdit(text, subjectOf(task));
  const written = code === undefined ? undefined : otherForm(code, task.target.text, task.path);
  const form = changes?.form ?? written;
  if (!form || form.askedFor.test(task.instruction)) return undefined;
  return `The answer ${form.says}${changes ? `, and ${changes.problem}` : ''}.`;
}
