import * as vscode from 'vscode';
import type { Candidate, Gate } from '../execution/gates/gate.ts';
import type { ProjectCopy } from '../execution/projectCopy.ts';
import type { Evidence, Verdict } from '../routing/gate.ts';
import { newProblems, type Problem } from './newProblems.ts';
import { withinTab } from './withinTab.ts';

/**
 * A line that every server of the language finds wrong. It is put at the end of the copied file: once
 * its error is there, the server has judged the whole file, and no error means that there is none.
 */
const canaries: Readonly<Record<string, string>> = {
  typescript: "export const tierwiseCanary: 'canary' = 0;",
  typescriptreact: "export const tierwiseCanary: 'canary' = 0;",
};
const patienceMs = 20_000;

/** No errors from VS Code's own language servers that the file did not have before. */
export function createDiagnosticsGate(
  copy: (signal: AbortSignal) => Promise<ProjectCopy>,
  document: vscode.Uri,
): Gate {
  return {
    name: 'diagnostics',
    async check(candidate, signal) {
      const { task, fileText } = candidate;
      if (fileText === undefined) return couldNotRun('The answer has no code.');
      const canary = canaries[task.language];
      if (!canary) return couldNotRun(`Nothing tells when ${task.language} has been judged.`);
      const project = await copy(signal);
      return project.inTurn(async () => {
        try {
          return await judge(candidate, { project, document, fileText, canary }, signal);
        } finally {
          await project.restore(task.path);
        }
      }, signal);
    },
  };
}

interface Judging {
  readonly project: ProjectCopy;
  readonly document: vscode.Uri;
  readonly fileText: string;
  readonly canary: string;
}

async function judge(
  { task }: Candidate,
  { project, document, fileText, canary }: Judging,
  signal: AbortSignal,
): Promise<Verdict> {
  const original = errorsOf(document);
  await project.write(task.path, `${fileText}\n${canary}\n`);
  const uri = vscode.Uri.joinPath(vscode.Uri.file(project.folder), task.path);
  const canaryLine = fileText.split('\n').length;
  const title = `Checking ${task.path.slice(task.path.lastIndexOf('/') + 1)}`;
  const found = await withinTab({ left: document, right: uri, title }, () =>
    errorsOnce(uri, canaryLine, signal),
  );
  if (!found) return couldNotRun('The language server did not answer in time.');
  const evidence = newProblems(original, found, task, fileText).map(
    ({ line, message }): Evidence => ({ path: task.path, line: line + 1, message }),
  );
  if (evidence.length === 0) return { gate: 'diagnostics', kind: 'pass' };
  return { gate: 'diagnostics', kind: 'fail', evidence };
}

/** The errors of a file without the canary's, once that is there; undefined when it never comes. */
function errorsOnce(
  uri: vscode.Uri,
  canaryLine: number,
  signal: AbortSignal,
): Promise<Problem[] | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Problem[] | undefined>();
  const look = () => {
    const errors = errorsOf(uri);
    if (!errors.some(({ line }) => line >= canaryLine)) return;
    resolve(errors.filter(({ line }) => line < canaryLine));
  };
  const timer = setTimeout(() => resolve(undefined), patienceMs);
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const watch = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
    if (uris.some((each) => each.toString() === uri.toString())) look();
  });
  look();
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    watch.dispose();
  });
}

function errorsOf(uri: vscode.Uri): Problem[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
    .map(({ message, range }) => ({ message, line: range.start.line }));
}

function couldNotRun(why: string): Verdict {
  return { gate: 'diagnostics', kind: 'couldNotRun', why };
}
