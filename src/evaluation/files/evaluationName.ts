/** Whether a file of `.tierwise/evaluations` is an evaluation: people's labels for a judge are none. */
export function isEvaluationName(file: string): boolean {
  return /(?<!\.labels)\.ya?ml$/.test(file);
}

/** The name of an evaluation: its file's, without the ending. */
export function evaluationName(file: string): string {
  return file.replace(/\.ya?ml$/, '');
}
