/** Where a command reads and writes. */
export interface Io {
  readonly stdin: AsyncIterable<string | Uint8Array>;
  write(text: string): void;
  writeError(text: string): void;
}

/** One word of the command line. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** All that `--help` prints. */
  readonly usage: string;
  /** Resolves to the exit code. Throws `UsageError` and `InputError`. */
  run(args: readonly string[], io: Io): Promise<number>;
}

export const exitCodes = { done: 0, failed: 1, wrongUsage: 2 } as const;

/** The command was called wrongly; the message says how to call it. */
export class UsageError extends Error {}

/** What was read cannot be used; the message says where and why. */
export class InputError extends Error {}
