import * as vscode from 'vscode';
import type { Canary } from './canaries.ts';
import type { Problem } from './newProblems.ts';

/** What a language server says of a file, without the canary's error. */
export interface JudgedFile {
  readonly problems: readonly Problem[];
  /** False when the file swallowed the canary, as behind an open brace: there may be more errors. */
  readonly whole: boolean;
}

/** 0-based. */
interface Lines {
  /** Of the file itself. */
  readonly last: number;
  readonly canary: number;
}

const patienceMs = 30_000;

/** Waits until a file that has a tab has been judged; undefined when it never is. */
export function untilJudged(
  uri: vscode.Uri,
  canary: Canary,
  lines: Lines,
  signal: AbortSignal,
): Promise<JudgedFile | undefined> {
  return untilFound(uri, (errors) => judgedIn(errors, canary, lines), signal);
}

/** Waits until the servers have dropped what they said of an earlier text of a file that is closed. */
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

function judgedIn(
  errors: readonly Problem[],
  canary: Canary,
  lines: Lines,
): JudgedFile | undefined {
  const others = errors.filter((each) => !canary.isIn(each, lines.canary));
  const whole = others.length < errors.length;
  const atEnd = others.some(({ line }) => line > lines.last);
  if (!whole && !atEnd && !(canary.atOnce && errors.length > 0)) return undefined;
  // What is missing at the end is missing in the last line of the file.
  const problems = others.map((each) => ({ ...each, line: Math.min(each.line, lines.last) }));
  return { problems, whole };
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
