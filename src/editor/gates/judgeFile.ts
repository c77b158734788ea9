import * as vscode from 'vscode';
import type { Canary } from './canaries.ts';
import { judgedIn, type JudgedFile, type Lines } from './judgedIn.ts';
import type { Problem } from './newProblems.ts';

/** How long the errors of a closed file may stay. VS Code's servers withdraw them at once. Chosen by judgement. */
const clearingMs = 500;

/**
 * Waits until a language server has judged a file that has a tab; undefined after a timeout.
 * @param leftover The errors that were there before it was opened.
 */
export function untilJudged(
  uri: vscode.Uri,
  canary: Canary,
  lines: Lines,
  leftover: readonly Problem[],
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<JudgedFile | undefined> {
  const find = (reported: readonly Problem[]) => judgedIn(reported, canary, lines, leftover);
  return untilFound(uri, find, timeoutMs, signal);
}

/**
 * The errors of its earlier text that a closed file keeps, mostly none: when a report of TypeScript's server comes
 * after its file was closed, nothing withdraws it.
 */
export async function leftoverOf(uri: vscode.Uri, signal: AbortSignal): Promise<Problem[]> {
  const find = (reported: readonly Problem[]) => errorsIn(reported).length === 0 || undefined;
  await untilFound(uri, find, clearingMs, signal);
  return errorsIn(reportedOf(uri));
}

function untilFound<T>(
  uri: vscode.Uri,
  find: (reported: readonly Problem[]) => T | undefined,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<T | undefined>();
  const look = () => {
    const found = find(reportedOf(uri));
    if (found !== undefined) resolve(found);
  };
  const timer = setTimeout(() => resolve(undefined), timeoutMs);
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

function errorsIn(reported: readonly Problem[]): Problem[] {
  return reported.filter(({ isHint }) => !isHint);
}

/** The errors and the hints of a file. */
function reportedOf(uri: vscode.Uri): Problem[] {
  const { Error, Hint } = vscode.DiagnosticSeverity;
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ severity }) => severity === Error || severity === Hint)
    .map(({ message, range, code, severity }) => ({
      message,
      line: range.start.line,
      column: range.start.character,
      code: typeof code === 'object' ? code.value : code,
      ...(severity === Hint && { isHint: true }),
    }));
}
