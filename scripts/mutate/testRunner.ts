import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { endProcessTree, runVariable } from '../../src/execution/sandbox/processTree.ts';
import type { Answer, Progress, Question } from './testProcess.ts';

const startMs = 300_000;

/** How many milliseconds may pass without a report while a test file runs; without one, between files. */
export type SilentMs = (test?: string) => number;

/** Runs tests in a process. If it does not answer in time it is killed; the next request starts another. */
export function testRunner(root: string, { bail }: { bail: boolean }) {
  let current: Promise<TestProcess> | undefined;
  const end = async (): Promise<void> => {
    const ending = current;
    current = undefined;
    await (await ending?.catch(() => undefined))?.end();
  };
  return {
    /** Resolves to `undefined` if a test file reports nothing for longer than it may. */
    async ask(question: Question, silentMs: SilentMs): Promise<Answer | undefined> {
      current ??= startProcess(root, bail ? 1 : 0);
      const answer = await (await current).ask(question, silentMs);
      if (!answer) await end();
      return answer;
    },
    end,
  };
}

export type TestRunner = ReturnType<typeof testRunner>;

interface TestProcess {
  ask(question: Question, silentMs: SilentMs): Promise<Answer | undefined>;
  end(): Promise<void>;
}

async function startProcess(root: string, bail: number): Promise<TestProcess> {
  const run = randomUUID();
  const program = join(import.meta.dirname, 'testProcess.ts');
  const child = fork(program, [root, `${bail}`], {
    cwd: root,
    detached: true,
    env: { ...process.env, [runVariable]: run },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (data: Buffer) => (said = (said + data.toString()).slice(-4000)));

  const message = <T>(silentMs: SilentMs): Promise<T | undefined> =>
    new Promise((resolve) => {
      const timers = new Map<string | undefined, NodeJS.Timeout>();
      const settle = (value?: unknown) => {
        timers.forEach((timer) => clearTimeout(timer));
        child.off('message', hear).off('exit', gone);
        resolve(value as T | undefined);
      };
      const gone = () => settle();
      const watch = (test?: string, isRunning = true) => {
        clearTimeout(timers.get(test));
        if (isRunning) timers.set(test, setTimeout(gone, silentMs(test)));
      };
      const hear = (value: unknown) => {
        if (!isProgress(value)) return settle(value);
        watch(value.test, value.isRunning);
        watch();
      };
      watch();
      child.on('message', hear).once('exit', gone);
    });
  const killNow = () => killGroup(child.pid);
  // A worker in a loop does not see that this process has gone. First of all, for the copy is removed then.
  process.prependOnceListener('exit', killNow);
  const end = async () => {
    if (child.pid !== undefined) await endProcessTree({ pid: child.pid, run });
    process.off('exit', killNow);
  };

  if ((await message(() => startMs)) !== 'ready') {
    await end();
    throw new Error(`The tests could not be started.\n${said.trim()}`);
  }
  return {
    end,
    ask(question, silentMs) {
      child.send(question);
      return message<Answer>(silentMs);
    },
  };
}

function isProgress(value: unknown): value is Progress {
  return typeof value === 'object' && value !== null && 'isRunning' in value;
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // The process has already ended.
  }
}
