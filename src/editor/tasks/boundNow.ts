import * as vscode from 'vscode';
import { type LineSpan, targetNow } from '../../execution/answer/targetNow.ts';
import { visiblePath } from '../../execution/safety/visiblePath.ts';
import { type Answer, placesOf } from '../answers/answer.ts';
import { documentNow } from '../writing/documentNow.ts';
import { HumanError } from '../platform/humanError.ts';
import { type BoundTask, linesIn } from '../selection/taskFromEditor.ts';

/**
 * An answer's task on the file as it is now, to be run again: its lines may have moved, or be what the accepted answer
 * made of them. Throws HumanError, before anything is paid, where an edit would have no place any more.
 */
export async function boundNow(answer: Answer): Promise<BoundTask> {
  const { task, binding, others } = answer;
  const same = { task, binding, ...(others && { others }) };
  const document = await documentNow(binding.uri);
  if (!document && binding.version === undefined) return same;
  const range = document && rangeNow(answer, document);
  if (!range) {
    if (task.answerKind !== 'edit') return same;
    throw placeless(task.path);
  }
  const { diagnostics, ...lines } = linesIn(document, range);
  return {
    ...same,
    task: { ...task, ...lines, diagnostics: task.related ? [] : diagnostics },
    binding: { ...binding, version: document.version },
  };
}

function rangeNow(answer: Answer, document: vscode.TextDocument): vscode.Range | undefined {
  // A file of tests is replaced as a whole.
  if (answer.task.related) return rangeOf({ startLine: 1, endLine: document.lineCount }, document);
  const spans = placesOf(answer).map((place) => targetNow(place, document.getText()));
  const span = spans.find((each) => typeof each !== 'string');
  return span && rangeOf(span, document);
}

function rangeOf({ startLine, endLine }: LineSpan, document: vscode.TextDocument): vscode.Range {
  return new vscode.Range(startLine - 1, 0, endLine - 1, document.lineAt(endLine - 1).text.length);
}

function placeless(path: string): HumanError {
  return new HumanError(
    vscode.l10n.t(
      'The lines that this answer was about are not in {0} any more, so no model was asked. Select the code, and run the task again.',
      visiblePath(path),
    ),
  );
}
