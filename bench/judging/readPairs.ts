import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseEvaluation } from '../../src/evaluation/files/parseEvaluation.ts';
import { labelsFile, readLabels } from '../../src/evaluation/files/readLabels.ts';
import { scorersOf } from '../../src/evaluation/files/evaluation.ts';
import type { LabelledAnswer } from '../../src/evaluation/scorers/judge/judgeAgreement.ts';
import type { JudgeScorerSettings } from '../../src/evaluation/scorers/settings.ts';
import type { WorkflowProblem } from '../../src/execution/workflow/definition.ts';

/** Answers with people's labels, each with the judge that its evaluation describes. */
export interface JudgedPair {
  readonly pair: LabelledAnswer;
  readonly settings: JudgeScorerSettings;
}

/** Reads an evaluation and the labels beside it. Throws with the problems and their lines. */
export async function readPairs(path: string): Promise<readonly JudgedPair[]> {
  const name = basename(path).replace(/\.ya?ml$/, '');
  const beside = join(dirname(path), labelsFile(name));
  if (!existsSync(path)) throw new Error(`There is no evaluation ${path}. Name its file.`);
  if (!existsSync(beside)) {
    throw new Error(`There is no file of labels ${beside}. Write one beside the evaluation.`);
  }
  const { evaluation, problems } = await parseEvaluation(readFileSync(path, 'utf8'), {
    name,
    // The labels are about answers and the bench names its judges: candidates may be called anything.
    tierNames: ['fast', 'balanced', 'reasoning'],
    readFile: async (file) => {
      const full = join(dirname(path), file);
      return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
    },
  });
  if (!evaluation) throw new Error(listed(path, problems));
  const labels = readLabels(readFileSync(beside, 'utf8'), evaluation);
  if (!labels.answers) throw new Error(listed(beside, labels.problems));
  return labels.answers.map((pair) => {
    const scorers = scorersOf(evaluation, pair.fixture.id);
    const settings = scorers.find((each) => each.kind === 'judge');
    if (settings) return { pair, settings };
    throw new Error(`No judge scores the fixture ${pair.fixture.id}. Add one to its scorers.`);
  });
}

function listed(path: string, problems: readonly WorkflowProblem[]): string {
  return problems.map(({ line, message }) => `${path}:${line}: ${message}`).join('\n');
}
