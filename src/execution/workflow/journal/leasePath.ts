/** Beside each journal lies the file that says who may go on with its run. */
export function leasePathOf(journal: string): string {
  return `${journal}.lock`;
}
