import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { labelsFile, readLabels } from '../../evaluation/files/readLabels.ts';
import {
  checkJudge,
  describeJudgeCheck,
  hasJudge,
  keptAnswers,
} from '../../evaluation/run/judgedAnswers.ts';
import type { Evaluated } from '../evaluated.ts';
import type { EvaluationFile } from './readFiles.ts';

/**
 * How far the judge of an evaluation agrees with the labels beside it; undefined without a judge.
 * @param folder where the answers are kept
 */
export async function checkedJudge(
  { file, evaluation }: EvaluationFile,
  folder: string,
): Promise<Evaluated['judge']> {
  if (!hasJudge(evaluation)) return undefined;
  const { name } = evaluation;
  const labelling = `Label answers in ${labelsFile(name)} beside the evaluation.`;
  const path = join(dirname(resolve(file)), labelsFile(name));
  if (!existsSync(path)) return { words: describeJudgeCheck(undefined, labelling) };
  const { answers, problems } = readLabels(readFileSync(path, 'utf8'), evaluation);
  if (!answers) {
    const words = problems.map(
      ({ line, message }) => `${labelsFile(name)}, line ${line}: ${message}`,
    );
    return { words: [...words, 'The judge was not checked.'].join(' ') };
  }
  const check = checkJudge(answers, await keptAnswers(folder, name));
  return { words: describeJudgeCheck(check, labelling), check };
}
