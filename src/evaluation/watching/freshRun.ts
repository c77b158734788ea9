import { join } from 'node:path';
import type { Evaluation } from '../files/evaluation.ts';

/*
 * A watch run asks one candidate for answers that are all new, because kept ones cannot show that a model
 * has changed.
 */

/** The evaluation with one of its candidates. */
export function onlyWith(evaluation: Evaluation, candidateId: string): Evaluation {
  const { candidates } = evaluation;
  return { ...evaluation, candidates: candidates.filter(({ id }) => id === candidateId) };
}

/**
 * Where a watch run keeps its answers: in a folder of its own for each day or moment, so that no earlier answer
 * is taken for a new one, and a run that was cut off pays for nothing twice when it goes on there.
 * @param moment Names the run; later ones sort behind earlier ones.
 */
export function freshAnswersFolder(folder: string, evaluation: string, moment: string): string {
  return join(freshAnswersRoot(folder, evaluation), moment);
}

/** The folder of all watch runs of an evaluation. */
export function freshAnswersRoot(folder: string, evaluation: string): string {
  return join(folder, 'watch', evaluation);
}
