import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Set in a program's environment, so that its descendants are found even outside its group. */
export const runVariable = 'TIERWISE_RUN';

/** A program that leads its own process group, and the value of its `runVariable`. */
export interface ProcessTree {
  readonly pid: number;
  readonly run: string;
}

/** How long a signal may take. Chosen by judgement. */
const patienceMs = { SIGTERM: 1000, SIGKILL: 2000 } as const;

/** Ends a program and everything that it started: first with SIGTERM, then with SIGKILL. */
export async function endProcessTree(tree: ProcessTree): Promise<void> {
  if (process.platform === 'win32') return endOnWindows(tree.pid);
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const giveUpAt = performance.now() + patienceMs[signal];
    const signalled = new Set<number>();
    do {
      const alive = await aliveIn(tree);
      if (alive.length === 0) return;
      for (const pid of alive.filter((pid) => !signalled.has(pid))) send(pid, signal);
      alive.forEach((pid) => signalled.add(pid));
      await delay(25);
    } while (performance.now() < giveUpAt);
  }
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** The ids of processes that still run; a negative id stands for the whole group. */
async function aliveIn({ pid, run }: ProcessTree): Promise<number[]> {
  const listed = await readdir('/proc').catch(() => []);
  const pids = listed.filter((name) => /^\d+$/.test(name));
  if (pids.length > 0) return aliveAmong(pids, pid, run);
  return send(-pid, 0) ? [-pid] : [];
}

/** For Linux, where /proc lists processes: finds also those that left the group, by `runVariable`. */
async function aliveAmong(pids: readonly string[], group: number, run: string): Promise<number[]> {
  const mark = `${runVariable}=${run}`;
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [stat, environment] = await Promise.all([
        readFile(`/proc/${pid}/stat`, 'latin1').catch(() => ''),
        readFile(`/proc/${pid}/environ`, 'latin1').catch(() => ''),
      ]);
      // The fields after the name, which may contain anything: state, parent, group.
      const [state, , itsGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state === undefined || state === '' || 'ZX'.includes(state)) return [];
      const ours = Number(itsGroup) === group || environment.split('\0').includes(mark);
      return ours ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}

function endOnWindows(pid: number): Promise<void> {
  const taskkill = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe');
  return new Promise((resolve) => {
    execFile(taskkill, ['/pid', String(pid), '/T', '/F'], { windowsHide: true }, () => resolve());
  });
}
