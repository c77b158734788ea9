/** A run cannot start or go on. The message is for people and names the next step. */
export class EvaluationProblem extends Error {
  override readonly name = 'EvaluationProblem';
}
