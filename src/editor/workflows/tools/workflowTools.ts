import * as vscode from 'vscode';
import { StepFailure } from '../../../execution/workflow/stepFailure.ts';
import type { WorkflowContext } from '../../../execution/workflow/workflowContext.ts';
import { locate, shownPath, trustedFolders } from '../../platform/workspacePaths.ts';
import { isPrivateUri, notReadable, readableBy } from '../../reading/reading.ts';
import type { RunConsent } from '../../reading/runConsent.ts';
import { activeCodeEditor } from '../../selection/codeEditor.ts';
import { targetOf } from '../../selection/taskFromEditor.ts';
import { commandTool } from './commandTool.ts';
import { foldersDiff } from './foldersDiff.ts';
import { lookupTool } from './lookupTool.ts';
import { referencesTool } from './referencesTool.ts';
import { searchTool } from './searchTool.ts';

/*
 * Tools: the editor's actions that steps and agents of a workflow may take.
 *
 * In come the name of a tool and its arguments, which the engine has checked. Out comes a JSON
 * value: the selection, diagnostics, a git diff, references, matches of a search, the end of a
 * command, an entry of a table. Anything that the author of the workflow can fix rejects with
 * StepFailure.
 */

export interface ToolContext {
  /** The workflow's own folder. */
  readonly folder: vscode.Uri;
  readonly consent: RunConsent;
  readonly scratchFolder: string;
  readonly state: vscode.Memento;
  readonly report: (bug: unknown) => void;
}

/** The editor's actions that steps and agents may take. */
export function workflowTools(context: ToolContext): WorkflowContext['tool'] {
  return async (name, given, { signal, by, edits }) => {
    // The engine has checked the arguments against the tool's inputs.
    const read = <T>() => given as unknown as T;
    switch (name) {
      case 'readSelection':
        return readSelection(by, context.consent);
      case 'diagnostics':
        return diagnostics(read<{ path?: string }>(), signal, context.consent);
      case 'gitDiff':
        return foldersDiff(read(), signal);
      case 'references':
        return referencesTool(read(), signal, context.consent);
      case 'search':
        return searchTool(read(), signal);
      case 'command':
        return commandTool(read<{ name: string }>().name, { edits, signal }, context);
      case 'lookup':
        return lookupTool(read(), context.folder);
    }
  };
}

/** The developer's selection. In a private file, a step asks for it, and a model is refused. */
async function readSelection(by: 'model' | 'step', consent: RunConsent): Promise<unknown> {
  const { document, range } = await targetOf(codeEditor());
  const path = shownPath(document.uri);
  if (by === 'step') await consent.askAbout(document.uri, path);
  else if (await isPrivateUri(document.uri)) throw notReadable(path, 'private');
  return {
    path,
    language: document.languageId,
    text: document.getText(range),
    startLine: range.start.line + 1,
    endLine: range.end.line + 1,
  };
}

function codeEditor(): vscode.TextEditor {
  try {
    return activeCodeEditor();
  } catch (error) {
    throw new StepFailure('Open a file and select the code that it is about, then run again.', {
      cause: error,
    });
  }
}

const severities = ['error', 'warning', 'info', 'hint'] as const;

/** The problems that the editor shows. Those of hidden files are left out, because they quote them. */
async function diagnostics(
  { path }: { readonly path?: string },
  signal: AbortSignal,
  consent: RunConsent,
): Promise<unknown> {
  const only = path === undefined ? undefined : await locate(path);
  if (only) await consent.refuse(only.uri, { path: only.path, signal });
  trustedFolders();
  const all = vscode.languages
    .getDiagnostics()
    .filter(
      ([uri, found]) => found.length > 0 && vscode.workspace.getWorkspaceFolder(uri) !== undefined,
    );
  const uris = all.map(([uri]) => uri);
  const open = new Set(await readableBy(uris, signal));
  const problems = all
    .filter(([uri]) => open.has(uri))
    .map(([uri, found]) => ({ file: shownPath(uri), found }))
    .filter(({ file }) => only === undefined || file === only.path)
    .flatMap(({ file, found }) =>
      found.map(({ range, severity, message }) => ({
        path: file,
        line: range.start.line + 1,
        severity: severities[severity],
        message,
      })),
    );
  return { problems, count: problems.length };
}
