/** Where a command reads and writes. */
export interface Io {
  readonly stdin: AsyncIterable<string | Uint8Array>;
  write(text: string): void;
  writeError(text: string): void;
}

/** One command of the program, such as `plan`. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The text that `--help` prints. */
  readonly usage: string;
  /** Resolves to the exit code. Throws `UsageError` and `InputError`. */
  run(args: readonly string[], io: Io): Promise<number>;
}

export const exitCodes = { done: 0, failed: 1, wrongUsage: 2 } as const;

/** The arguments are wrong; the message says how to correct them. */
export class UsageError extends Error {}

/** The input cannot be used; the message says where and why. */
export class InputError extends Error {}
