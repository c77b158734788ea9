import { runCommandLine } from '../../src/cli/commandLine.ts';

/** Runs the command line in this process. Resolves to its output and its exit code. */
export async function runCli(
  args: readonly string[],
  stdin: readonly (string | Uint8Array)[] = [],
): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommandLine(args, {
    stdin: (async function* () {
      yield* stdin;
    })(),
    write: (text) => out.push(text),
    writeError: (text) => err.push(text),
  });
  return { code, out: out.join(''), err: err.join('') };
}
