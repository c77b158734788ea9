/** Whether a file of `.tierwise/workflows` is a workflow. */
export function isWorkflowFile(file: string): boolean {
  return /\.ya?ml$/.test(file);
}

/** The name of a workflow: its file's, without the ending. */
export function nameOfWorkflow(file: string): string {
  return file.replace(/\.ya?ml$/, '');
}
