/** The lock file beside a journal. The window that holds it may go on with the run. */
export function leasePathOf(journal: string): string {
  return `${journal}.lock`;
}
