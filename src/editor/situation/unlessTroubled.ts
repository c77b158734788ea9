import { isTrouble } from '../../ledger/ledger.ts';

/**
 * What is read of the ledger, or something else where the ledger cannot be used: that must not stop a
 * task, and is told when the task is written down. Whatever else goes wrong is reported as a bug.
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
