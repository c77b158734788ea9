import type { Finding } from '../../../../routing/verdict.ts';
import { errorsIn, type FailedCommand, mostReferences } from './commandEvidence.ts';

type Found = Required<Finding>;

/**
 * What a command finds with an answer and not without it, although it fails without it too. Empty also where that
 * cannot be told: when something that it found without the answer is gone, it may have gone further
 * now, or stopped earlier.
 */
export async function addedFindings(
  without: FailedCommand,
  withAnswer: FailedCommand,
): Promise<readonly Found[]> {
  const before = await errorsIn(without);
  const added = [...(await errorsIn(withAnswer))];
  if (before.length === 0) return [];
  for (const known of before) {
    const at = added.findIndex((each) => isSame(each, known));
    if (at < 0) return [];
    added.splice(at, 1);
  }
  return added.slice(0, mostReferences);
}

/** Lines move when code is added; times and addresses differ from run to run. */
function isSame(one: Found, other: Found): boolean {
  return one.path === other.path && steady(one.message) === steady(other.message);
}

const steady = (message: string): string => message.replace(/0x[\da-f]+|\d+/gi, '#');
