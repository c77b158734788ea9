import { createHash } from 'node:crypto';
import type { TaskType } from '../../../routing/task.ts';

/** A command of the developer's own that judges answers: tests, a type check, a linter. */
export interface GateCommand {
  readonly name: string;
  /** The program and its arguments; run as they are, without a shell. */
  readonly argv: readonly string[];
  /** The task types whose answers it judges; debug, refactor and feature when left out. */
  readonly taskTypes?: readonly TaskType[];
  /** 120 when left out. */
  readonly timeoutSeconds?: number;
  /** Relative to the workspace folder, with forward slashes. */
  readonly cwd?: string;
  /** Where it was written, such as `user settings`. */
  readonly source: string;
}

/** What an approval is bound to: SHA-256, in hex, over program, arguments, folder and source. */
export function commandHash({ argv, cwd = '.', source }: GateCommand): string {
  return createHash('sha256')
    .update(JSON.stringify([argv, cwd, source]))
    .digest('hex');
}
