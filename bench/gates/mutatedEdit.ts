import type { AttemptOutcome } from '../../src/ledger/facts.ts';
import type { TaskType } from '../../src/routing/task.ts';
import { localNames, renamed } from './text.ts';

/** A mutated function, as an answer to a task about it. */
export interface MutatedEdit {
  readonly kind: string;
  readonly code: readonly string[];
  readonly type?: TaskType;
  readonly instruction?: string;
  readonly outcome?: AttemptOutcome;
  /** The original function, if it is not the corpus's own. */
  readonly original?: readonly string[];
  /** The whole answer; defaults to the code in one block. */
  readonly text?: string;
}

export function inBlock(code: readonly string[], language: string): string {
  return `\`\`\`${language}\n${code.join('\n')}\n\`\`\``;
}

/** Makes an answer differ from the original in harmless ways, too. */
export function lightlyEdited(lines: readonly string[]): string[] {
  const [name] = localNames(lines);
  return name === undefined ? [...lines] : renamed(lines, name, `${name}New`);
}

/** A diff that replaces all lines. */
export function asDiff(before: readonly string[], after: readonly string[]): string[] {
  return [
    `@@ -1,${before.length} +1,${after.length} @@`,
    ...before.map((line) => `-${line}`),
    ...after.map((line) => `+${line}`),
  ];
}

export function asSearchReplace(before: readonly string[], after: readonly string[]): string[] {
  return ['<<<<<<< SEARCH', ...before, '=======', ...after, '>>>>>>> REPLACE'];
}
