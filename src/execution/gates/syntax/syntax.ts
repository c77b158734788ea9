import type { Task } from '../../../routing/task.ts';
import { couldNotRun, type Finding, type Verdict } from '../../../routing/verdict.ts';
import type { Gate } from '../gate.ts';
import { dataFormat, dataProblem } from './dataSyntax.ts';
import { createGrammars, type Grammars } from './grammars.ts';
import { newErrors, syntaxErrors } from './syntaxErrors.ts';

/*
 * This folder is the `syntax` gate. A candidate file comes in; findings go out for syntax errors that
 * the answer adds. Code is parsed with tree-sitter (`grammars.ts`, `syntaxErrors.ts`), data files with
 * their own parsers (`dataSyntax.ts`).
 */

/** Parsing a larger file would block everything else for too long. Chosen by judgement. */
const mostCharacters = 1_000_000;
/** Chosen by judgement. */
const mostFindings = 5;

export interface SyntaxGate extends Gate {
  dispose(): void;
}

/** Checks that the file has no syntax errors that it did not have before the answer. */
export function createSyntaxGate({
  grammarsFolder,
}: {
  /** See grammars.ts for what it holds. */
  readonly grammarsFolder: URL | string;
}): SyntaxGate {
  const grammars = createGrammars(grammarsFolder);
  return {
    name: 'syntax',
    async check(candidate, signal) {
      signal.throwIfAborted();
      const { fileText, task } = candidate;
      if (fileText === undefined) return couldNotRun('syntax', 'The answer has no code.');
      const format = dataFormat(task);
      if (!format) return checkCode(task, fileText, grammars, signal);
      const problem = await dataProblem(format, fileText);
      const wasUnreadable =
        problem && task.fileText.trim() !== '' && (await dataProblem(format, task.fileText));
      signal.throwIfAborted();
      return fail(problem && !wasUnreadable ? [{ path: task.path, ...problem }] : []);
    },
    dispose: grammars.dispose,
  };
}

async function checkCode(
  task: Task,
  fileText: string,
  grammars: Grammars,
  signal: AbortSignal,
): Promise<Verdict> {
  const loading = grammars.parserFor(task.language);
  if (!loading) return couldNotRun('syntax', `There is no grammar for ${task.language}.`);
  if (Math.max(fileText.length, task.fileText.length) > mostCharacters) {
    return couldNotRun('syntax', 'The file is too large to be parsed.');
  }
  let parser;
  try {
    parser = await loading;
  } catch (error) {
    return couldNotRun(
      'syntax',
      `The grammar for ${task.language} cannot be loaded: ${messageOf(error)}`,
    );
  }
  signal.throwIfAborted();

  const after = syntaxErrors(parser, fileText, task.language);
  if (after?.length === 0) return pass;
  const before = syntaxErrors(parser, task.fileText, task.language);
  if (!before || !after) return couldNotRun('syntax', 'The file takes too long to be parsed.');
  const added = fileText.split('\n').length - task.fileText.split('\n').length;
  const { startLine, endLine } = task.target;
  const found = newErrors(before, after, {
    start: startLine - 1,
    end: endLine,
    newEnd: endLine + added,
  });
  return fail(found.map(({ row, message }) => ({ path: task.path, line: row + 1, message })));
}

const pass: Verdict = { gate: 'syntax', kind: 'pass' };

function fail(evidence: readonly Finding[]): Verdict {
  if (evidence.length === 0) return pass;
  return { gate: 'syntax', kind: 'fail', evidence: evidence.slice(0, mostFindings) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
