import { isTrouble } from '../../ledger/ledger.ts';

/**
 * Reads from the ledger; returns `otherwise` when the ledger cannot be used. That must not stop a task,
 * and the developer is warned when the task is recorded. Any other error is reported as a bug.
 */
export async function unlessTroubled<T>(
  read: () => Promise<T>,
  otherwise: T,
  report: (bug: unknown) => void,
): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    if (!isTrouble(thrown)) report(thrown);
    return otherwise;
  }
}
