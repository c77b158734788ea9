import * as vscode from 'vscode';
import { editedText } from '../../../execution/answer/files/editedText.ts';
import { fileEditsIn, loneBlock } from '../../../execution/answer/files/fileEdits.ts';
import type { FileEdit } from '../../../execution/answer/files/writtenChange.ts';
import { StepFailure } from '../../../execution/workflow/stepFailure.ts';
import type { TaskType } from '../../../routing/task.ts';
import { answerKinds } from '../../../routing/taskTypes.ts';
import { locate } from '../../platform/workspacePaths.ts';
import { workspaceDocument } from '../../workflows/workspaceFile.ts';
import type { ShownFile } from './shownFile.ts';
import { say } from '../../platform/say.ts';

/*
 * Edits from the chat: the text of an answer comes in; diffs to accept or reject go out, the same as those of
 * commands and workflows. This file finds what changes, `editAnswers.ts` makes an answer of each file, and
 * `reviewEdits.ts` shows them when the developer asks for it.
 */

/** A file as an answer would change it. */
export interface ChangedFile {
  readonly path: string;
  readonly uri: vscode.Uri;
  /** Undefined for a new file. */
  readonly before: string | undefined;
  readonly after: string;
  /** VS Code language id. */
  readonly language: string;
  /** The document's version; undefined for a new file. */
  readonly version: number | undefined;
}

/** A file that an answer would change and cannot. */
export interface FailedFile {
  readonly path: string;
  /** The end of a sentence about the file. */
  readonly why: string;
}

export interface ReadEdits {
  readonly changes: readonly ChangedFile[];
  readonly failed: readonly FailedFile[];
}

/** What an answer to a task of this type changes in the workspace as it is now. Writes nothing. */
export async function readEdits(
  answer: string,
  { type, shown }: { readonly type: TaskType; readonly shown: readonly ShownFile[] },
): Promise<ReadEdits> {
  const changes: ChangedFile[] = [];
  const failed: FailedFile[] = [];
  for (const edit of editsIn(answer, type, shown)) {
    const read = await readEdit(edit, shown);
    if ('why' in read) failed.push(read);
    else if (changes.some(({ uri }) => uri.toString() === read.uri.toString())) {
      failed.push({ path: edit.path, why: say('the answer names it in two ways') });
    } else if (read.after !== read.before) changes.push(read);
  }
  return { changes, failed };
}

/** An answer's edits; a block alone replaces the only lines that were shown, where the task asks for an edit. */
function editsIn(answer: string, type: TaskType, shown: readonly ShownFile[]): readonly FileEdit[] {
  const edits = fileEditsIn(answer);
  const [only, another] = shown;
  const isAboutLines = only && !another && only.shown !== 'whole';
  // Tests go elsewhere than the code that they are for.
  if (edits.length > 0 || !isAboutLines || type === 'test' || answerKinds[type] !== 'edit') {
    return edits;
  }
  const code = loneBlock(answer);
  return code === undefined ? [] : [{ path: only.path, changes: [{ kind: 'whole', text: code }] }];
}

async function readEdit(
  edit: FileEdit,
  shown: readonly ShownFile[],
): Promise<ChangedFile | FailedFile> {
  if (!vscode.workspace.isTrusted) {
    return {
      path: edit.path,
      why: say('trust this workspace and ask again to have changes offered'),
    };
  }
  try {
    const { path, uri } = await locate(edit.path);
    const document = await workspaceDocument(path);
    const before = document?.getText();
    const known = shown.find((each) => each.path === path);
    const isWhole = edit.changes.some(({ kind }) => kind === 'whole');
    if (isWhole && known && known.text !== before) {
      return { path, why: say('it was edited while the model wrote, so ask again') };
    }
    const applied = editedText(edit, { text: before, shown: known?.shown });
    if ('problem' in applied) return { path, why: applied.problem };
    const language = document?.languageId ?? '';
    return { path, uri, before, after: applied.text, language, version: document?.version };
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    return { path: edit.path, why: error.message.replace(/\.$/, '') };
  }
}
