import { evaluationName, isEvaluationName } from '../../evaluation/files/evaluationName.ts';
import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Evaluation } from '../../evaluation/files/evaluation.ts';
import {
  type EvaluationSurroundings,
  parseEvaluation,
} from '../../evaluation/files/parseEvaluation.ts';
import { isInside } from '../../execution/sandbox/paths.ts';
import type { WorkflowProblem } from '../../execution/workflow/definition.ts';
import { InputError, UsageError } from '../command.ts';
import { isOfSystem, problemsIn, readInput, unreadable } from '../read/readInput.ts';
import { readInside } from './workflows.ts';

/** Where evaluations stand in a project. */
export const evaluationsFolder = '.tierwise/evaluations';

/** An evaluation and the file it stands in, as people named it. */
export interface EvaluationFile {
  readonly file: string;
  readonly evaluation: Evaluation;
}

/** What evaluations may name. */
export type Known = Pick<EvaluationSurroundings, 'tierNames' | 'steps'> & {
  readonly privateFiles: readonly string[];
};

/**
 * Reads evaluations: those that are named, or all of the project's. Throws `InputError` with the lines of all
 * problems in all files, and `UsageError` for a file that is no evaluation.
 */
export async function readEvaluations(
  project: string,
  named: readonly string[],
  known: Known,
): Promise<readonly EvaluationFile[]> {
  const files = named.length > 0 ? named : await evaluationsIn(project);
  const read = await Promise.allSettled(files.map((file) => readEvaluation(project, file, known)));
  const failed = read.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  const bug = failed.find((reason) => !(reason instanceof InputError));
  if (bug !== undefined) throw bug;
  if (failed.length > 0) {
    throw new InputError(failed.map(({ message }: InputError) => message).join('\n'));
  }
  return read.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

async function evaluationsIn(project: string): Promise<readonly string[]> {
  const folder = join(project, evaluationsFolder);
  const names = await readdir(folder).catch((error: unknown) => {
    if (isOfSystem(error) && error.code === 'ENOENT') return [];
    throw unreadable(folder, error);
  });
  const found = names.filter(isEvaluationName).toSorted();
  if (found.length > 0) return found.map((name) => join(folder, name));
  throw new InputError(
    `There is no evaluation in ${evaluationsFolder}. Write one there, or name a file.`,
  );
}

async function readEvaluation(
  project: string,
  file: string,
  { privateFiles, ...known }: Known,
): Promise<EvaluationFile> {
  if (!/\.ya?ml$/.test(file)) {
    throw new UsageError(
      `${file} is no evaluation: name the .yaml file that says the thresholds, and which names its .jsonl file.`,
    );
  }
  const path = resolve(project, file);
  const shown = relative(project, path);
  const folder = dirname(path);
  const text = await readInput(path);
  const { evaluation, problems } = await parseEvaluation(text, {
    ...known,
    name: evaluationName(basename(path)),
    // A file of the project is the repository's, which names tiers only.
    isOwnFile: !isInside(await realpath(project), await realpath(path)),
    readFile: (beside) => readInside(folder, beside, privateFiles),
  });
  if (!evaluation) throw allProblems(shown, dirname(shown), problems);
  return { file: shown, evaluation };
}

function allProblems(
  file: string,
  folder: string,
  problems: readonly WorkflowProblem[],
): InputError {
  const byFile = Map.groupBy(problems, (each) => each.file);
  const told = [...byFile].map(
    ([beside, found]) =>
      problemsIn(beside === undefined ? file : join(folder, beside), found).message,
  );
  return new InputError(told.join('\n'));
}
