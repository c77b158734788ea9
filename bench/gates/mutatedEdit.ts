import type { AttemptOutcome } from '../../src/ledger/facts.ts';
import type { TaskType } from '../../src/routing/task.ts';
import { localNames, renamed } from './text.ts';

/** What a mutation makes of a function: an answer to a task about it. */
export interface MutatedEdit {
  readonly kind: string;
  readonly code: readonly string[];
  readonly type?: TaskType;
  readonly instruction?: string;
  readonly outcome?: AttemptOutcome;
  /** The function as it was in the file, where it is not the corpus's own. */
  readonly original?: readonly string[];
  /** The whole answer; by default the code in one block. */
  readonly text?: string;
}

export function inBlock(code: readonly string[], language: string): string {
  return `\`\`\`${language}\n${code.join('\n')}\n\`\`\``;
}

/** Answers differ from the original elsewhere too. */
export function lightlyEdited(lines: readonly string[]): string[] {
  const [name] = localNames(lines);
  return name === undefined ? [...lines] : renamed(lines, name, `${name}New`);
}
