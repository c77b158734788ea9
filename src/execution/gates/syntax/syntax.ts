import type { Task } from '../../../routing/task.ts';
import { couldNotRun, type Finding, type Verdict } from '../../../routing/verdict.ts';
import type { Parser } from '@vscode/tree-sitter-wasm';
import type { Gate } from '../gate.ts';
import { dataFormat, dataProblem } from './dataSyntax.ts';
import { createGrammars, type Grammars } from './grammars.ts';
import { type AddedErrors, addedErrors } from './newErrors.ts';
import { inOlderSyntax } from './newerSyntax.ts';
import type { ParseError } from './parseError.ts';
import { parsedText } from './parsedText.ts';
import { syntaxErrors } from './syntaxErrors.ts';

/*
 * This folder is the `syntax` gate. A candidate file comes in; findings go out for syntax errors that
 * the answer adds. Code is parsed with tree-sitter (`grammars.ts`, `syntaxErrors.ts`), of components their scripts
 * (`parsedText.ts`), and data files with their own parsers (`dataSyntax.ts`).
 */

/** Parsing a larger file would hold up the other checks for too long. Chosen by judgement. */
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
  written: Task,
  writtenText: string,
  grammars: Grammars,
  signal: AbortSignal,
): Promise<Verdict> {
  const { language, read, isRelated = false } = parsedText(written, writtenText);
  const task = { ...written, language, fileText: read(written.fileText) };
  const fileText = read(writtenText);
  if (fileText.trim() === '' && writtenText.trim() !== '') {
    return couldNotRun('syntax', 'The file has no script that a grammar reads.');
  }
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
  const before = after && syntaxErrors(parser, task.fileText, task.language);
  if (!before) return couldNotRun('syntax', 'The file takes too long to be parsed.');
  const errors = added(task, fileText, { before, after });
  const { sure, doubtful } = errors;
  const found = isRelated ? { sure: [], doubtful: [...sure, ...doubtful] } : errors;
  return verdictOn(found, task, fileText, parser);
}

interface Errors {
  readonly before: readonly ParseError[];
  readonly after: readonly ParseError[];
}

function added(task: Task, fileText: string, { before, after }: Errors): AddedErrors {
  const { startLine, endLine } = task.target;
  const more = fileText.split('\n').length - task.fileText.split('\n').length;
  const replacement = { start: startLine - 1, end: endLine, newEnd: endLine + more };
  return addedErrors(before, after, replacement, task.type !== 'debug');
}

/** Errors that go away when newer code is written as older code are the grammar's own. */
function verdictOn(
  { sure, doubtful }: AddedErrors,
  task: Task,
  fileText: string,
  parser: Parser,
): Verdict {
  const [first] = [...sure, ...doubtful];
  if (!first) return pass;
  const errors = sure.length === 0 ? [] : (errorsInOlder(task, fileText, parser) ?? sure);
  if (errors.length > 0) {
    return fail(errors.map(({ row, message }) => ({ path: task.path, line: row + 1, message })));
  }
  const { language } = task;
  return couldNotRun(
    'syntax',
    `The grammar for ${language} cannot read line ${first.row + 1}: it is a macro, newer than the grammar, or like other lines of this file.`,
  );
}

/** The sure errors that stay when the file is written in older syntax; undefined when it is already. */
function errorsInOlder(
  task: Task,
  fileText: string,
  parser: Parser,
): readonly ParseError[] | undefined {
  const { language, fileText: original } = task;
  const older = inOlderSyntax(fileText, language, original);
  if (older === undefined) return undefined;
  const olderOriginal = inOlderSyntax(original, language, original) ?? original;
  const before = syntaxErrors(parser, olderOriginal, language);
  const after = syntaxErrors(parser, older, language);
  return before && after && added(task, fileText, { before, after }).sure;
}

const pass: Verdict = { gate: 'syntax', kind: 'pass' };

function fail(evidence: readonly Finding[]): Verdict {
  if (evidence.length === 0) return pass;
  return { gate: 'syntax', kind: 'fail', evidence: evidence.slice(0, mostFindings) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
