/** Where a command reads and writes; tests hand in their own. */
export interface Io {
  readonly stdin: AsyncIterable<string | Uint8Array>;
  write(text: string): void;
  writeError(text: string): void;
}

/** One word of the command line. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  /** Resolves to the exit code. */
  run(args: readonly string[], io: Io): Promise<number>;
}
