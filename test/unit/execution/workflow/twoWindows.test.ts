import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  startPracticeServer,
  type PracticeServer,
} from '../../../../demo/practiceServer/server.ts';
import { startTriageProcess } from '../../../support/triageProcess.ts';

let practice: PracticeServer;
beforeAll(async () => void (practice = await startPracticeServer({ pace: 0 })));
beforeEach(() => practice.reset());
afterAll(() => practice.close());

const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

/** A window in a process of its own: what it says first, and how it ends. */
function openWindow(folder: string, stopAfter = '') {
  const { child, closed } = startTriageProcess(practice.url, folder, stopAfter);
  children.add(child);
  const first = Promise.withResolvers<string>();
  child.stdout.once('data', (chunk) => first.resolve(String(chunk).trim()));
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await closed;
  };
  return { first: first.promise, kill, closed };
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'windows-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const eachStepOnce = [
  'practice-small',
  'practice-small',
  'practice-medium',
  'practice-large',
  'practice-small',
];

test(
  'a run that goes on in one window is not taken up by another, until the first one has died',
  () =>
    inFolder(async (folder) => {
      const first = openWindow(folder, 'triage');
      expect(await first.first).toBe('stopped');
      const second = openWindow(folder);
      expect(await second.first).toBe('in use');
      await first.kill();
      const third = openWindow(folder);
      expect(JSON.parse(await third.first).end.status).toBe('done');
      await Promise.all([second.closed, third.closed, practice.idle()]);
      expect(practice.billing().map(({ model }) => model)).toEqual(eachStepOnce);
    }),
  30_000,
);

test(
  'two windows take up a run at once, and each step is paid once',
  () =>
    inFolder(async (folder) => {
      const dead = openWindow(folder, 'customer');
      expect(await dead.first).toBe('stopped');
      await dead.kill();
      practice.addFaults(
        ...Array.from({ length: 3 }, () => ({ kind: 'slow' as const, msPerChunk: 150 })),
      );
      const both = [openWindow(folder), openWindow(folder)];
      const said = await Promise.all(both.map(({ first }) => first));
      await Promise.all([...both.map(({ closed }) => closed), practice.idle()]);
      const ends = said.filter((each) => each !== 'in use').map((each) => JSON.parse(each).end);
      expect(ends).toContainEqual(expect.objectContaining({ status: 'done' }));
      expect(practice.billing().map(({ model }) => model)).toEqual(eachStepOnce);
    }),
  30_000,
);
