import { section } from '../../execution/attempt/prompt.ts';
import { StepFailure } from '../../execution/workflow/stepFailure.ts';
import type { Attachment } from '../../routing/attachment.ts';
import { relativeToFolders } from '../../routing/reading/attachments.ts';
import { namedFolders } from '../platform/workspacePaths.ts';
import { refuseHidden } from '../reading/reading.ts';
import { workspaceDocument } from '../workflows/workspaceFile.ts';

/** A longer file is cut, in characters. Chosen by judgement. */
const mostCharacters = 60_000;

/** The files of a question: what is sent of them, and why some are not. */
export interface QuestionFiles {
  readonly sections: readonly string[];
  readonly attachments: readonly Attachment[];
  /** A sentence about each file that is not sent. */
  readonly missing: readonly string[];
}

/** Reads the files that an agent names, as its tools may read them. */
export async function questionFiles(
  paths: readonly string[],
  signal: AbortSignal,
): Promise<QuestionFiles> {
  const read = await Promise.all(paths.map((path) => readOne(inFolders(path), signal)));
  return {
    sections: read.flatMap((file) => ('section' in file ? [file.section] : [])),
    attachments: read.flatMap((file) => ('path' in file ? [{ path: file.path }] : [])),
    missing: read.flatMap((file) => ('missing' in file ? [file.missing] : [])),
  };
}

/** Agents name files by their whole paths; tasks name them from the workspace folder. */
export function inFolders(path: string): string {
  return relativeToFolders(path, namedFolders());
}

async function readOne(
  path: string,
  signal: AbortSignal,
): Promise<{ section: string; path: string } | { missing: string }> {
  try {
    const document = await workspaceDocument(path);
    if (!document) return { missing: `There is no text file “${path}”.` };
    await refuseHidden(document.uri, { path, signal });
    const text = document.getText();
    const isCut = text.length > mostCharacters;
    const shown = isCut ? `${text.slice(0, mostCharacters)}\n(cut here)` : text;
    return { path, section: section('file', { path, language: document.languageId }, shown) };
  } catch (error) {
    if (error instanceof StepFailure) return { missing: error.message };
    throw error;
  }
}
