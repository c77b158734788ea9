import * as vscode from 'vscode';
import type { Canary } from './canaries.ts';
import { judgedIn, type JudgedFile, type Lines } from './judgedIn.ts';
import type { Problem } from './newProblems.ts';

/** How long a language server may take. Chosen by judgement. */
const patienceMs = 30_000;

/** Waits until a language server has judged a file that has a tab; undefined after a timeout. */
export function untilJudged(
  uri: vscode.Uri,
  canary: Canary,
  lines: Lines,
  signal: AbortSignal,
): Promise<JudgedFile | undefined> {
  return untilFound(uri, (errors) => judgedIn(errors, canary, lines), signal);
}

/** Waits until a closed file has no errors of its earlier text left; false after a timeout. */
export async function waitUntilCleared(uri: vscode.Uri, signal: AbortSignal): Promise<boolean> {
  return (await untilFound(uri, (errors) => errors.length === 0 || undefined, signal)) === true;
}

function untilFound<T>(
  uri: vscode.Uri,
  find: (errors: readonly Problem[]) => T | undefined,
  signal: AbortSignal,
): Promise<T | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<T | undefined>();
  const look = () => {
    const found = find(errorsOf(uri));
    if (found !== undefined) resolve(found);
  };
  const timer = setTimeout(() => resolve(undefined), patienceMs);
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const watch = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
    if (uris.some((each) => each.toString() === uri.toString())) look();
  });
  if (signal.aborted) stop();
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
    .map(({ message, range, code }) => ({
      message,
      line: range.start.line,
      column: range.start.character,
      code: typeof code === 'object' ? code.value : code,
    }));
}
