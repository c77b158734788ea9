import { createHash } from 'node:crypto';
import type { TaskType } from '../../../routing/task.ts';

/** A developer's own command that checks answers: tests, a type check, a linter. */
export interface GateCommand {
  readonly name: string;
  /** The program and its arguments, run without a shell. */
  readonly argv: readonly string[];
  /** The task types whose answers it checks; debug, refactor and feature when omitted. */
  readonly taskTypes?: readonly TaskType[];
  /** 120 when omitted. */
  readonly timeoutSeconds?: number;
  /** Relative to the workspace folder, with forward slashes. */
  readonly cwd?: string;
  /** Where the command is defined, such as `user settings`. */
  readonly source: string;
}

/** The hash that an approval is bound to: SHA-256, in hex, of program, arguments, folder and source. */
export function commandHash({ argv, cwd = '.', source }: GateCommand): string {
  return createHash('sha256')
    .update(JSON.stringify([argv, cwd, source]))
    .digest('hex');
}
