import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { endProcessTree, runVariable } from './processTree.ts';

export interface ProgramRun {
  /** Absolute path of the program. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** How many bytes of output are kept, counted from the end. */
  readonly outputLimit: number;
}

/** How a program ended. `output` is what it wrote to stdout and stderr, in order of arrival. */
export type ProgramEnd =
  | { readonly kind: 'exited'; readonly code: number; readonly output: string }
  | { readonly kind: 'killed'; readonly signal: NodeJS.Signals; readonly output: string }
  | { readonly kind: 'timedOut'; readonly output: string }
  | { readonly kind: 'notStarted'; readonly why: string };

type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null } | Error;

/**
 * Runs a program without a shell and without input. When the promise settles, nothing that the
 * program started is still running.
 * @throws the signal's reason when the signal aborts.
 */
export async function runProgram(run: ProgramRun, signal: AbortSignal): Promise<ProgramEnd> {
  signal.throwIfAborted();
  const mark = randomUUID();
  let child: ChildProcess;
  try {
    child = spawn(run.file, run.args, {
      cwd: run.cwd,
      env: { ...run.env, [runVariable]: mark },
      shell: false,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its own process group, so that all of it can be ended.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
  } catch (thrown) {
    return { kind: 'notStarted', why: (thrown as Error).message };
  }
  const tail = keepTail(child, run.outputLimit);
  const { exit, timedOut } = await exitOf(child, run.timeoutMs, mark, signal);
  if (exit instanceof Error) return { kind: 'notStarted', why: exit.message };
  await streamsClosed(child);
  signal.throwIfAborted();
  const output = tail();
  if (timedOut) return { kind: 'timedOut', output };
  if (exit.signal) return { kind: 'killed', signal: exit.signal, output };
  return { kind: 'exited', code: exit.code ?? 0, output };
}

async function exitOf(
  child: ChildProcess,
  timeoutMs: number,
  mark: string,
  signal: AbortSignal,
): Promise<{ readonly exit: Exit; readonly timedOut: boolean }> {
  const exited = new Promise<Exit>((resolve) => {
    child.once('error', resolve);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const stop = Promise.withResolvers<'timedOut' | 'aborted'>();
  const abort = (): void => stop.resolve('aborted');
  signal.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(() => stop.resolve('timedOut'), timeoutMs);
  try {
    const first = await Promise.race([exited.then(() => 'exited' as const), stop.promise]);
    // Processes that a program leaves behind are found by its group, which Windows does not have.
    const nothingToEnd = first === 'exited' && process.platform === 'win32';
    if (child.pid !== undefined && !nothingToEnd) {
      await endProcessTree({ pid: child.pid, run: mark });
    }
    return { exit: await exited, timedOut: first === 'timedOut' };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** The last bytes of both streams. When some are cut off, the text starts with a whole line. */
function keepTail(child: ChildProcess, limit: number): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  let cut = false;
  const keep = (chunk: Buffer): void => {
    chunks.push(chunk);
    size += chunk.length;
    while (size - chunks[0]!.length >= limit) {
      size -= chunks.shift()!.length;
      cut = true;
    }
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => {
    const kept = Buffer.concat(chunks);
    const text = kept.subarray(-limit).toString('utf8');
    return cut || kept.length > limit ? text.slice(text.indexOf('\n') + 1) : text;
  };
}

/** Reads what is still in the pipes, but does not wait for a process that keeps them open. */
async function streamsClosed(child: ChildProcess): Promise<void> {
  const streams = [child.stdout!, child.stderr!];
  const timer = setTimeout(() => streams.forEach((stream) => stream.destroy()), 500);
  await Promise.all(
    streams.map((stream) =>
      stream.closed ? undefined : new Promise<void>((resolve) => stream.once('close', resolve)),
    ),
  );
  clearTimeout(timer);
}
