import * as vscode from 'vscode';
import type { WorkflowProblem } from '../../execution/workflow/definition.ts';
import type { WorkflowFile } from './workflowFiles.ts';

/** Shows what is wrong with workflows at its place, in their Markdown files too. */
export function showProblems(
  diagnostics: vscode.DiagnosticCollection,
  files: readonly WorkflowFile[],
): void {
  diagnostics.clear();
  diagnostics.set(
    files.flatMap(({ uri, parsed }) =>
      parsed.problems.map((problem): [vscode.Uri, vscode.Diagnostic[]] => [
        problem.file === undefined ? uri : vscode.Uri.joinPath(uri, '..', problem.file),
        [toDiagnostic(problem)],
      ]),
    ),
  );
}

function toDiagnostic({
  message,
  line,
  column,
  endLine,
  endColumn,
}: WorkflowProblem): vscode.Diagnostic {
  const range = new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
  const diagnostic = new vscode.Diagnostic(range, message);
  diagnostic.source = 'Tierwise';
  return diagnostic;
}
