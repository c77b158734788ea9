import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { journalsIn } from '../../../../src/editor/workflows/journals.ts';
import {
  daysToKeep,
  findOldJournals,
  removeJournals,
} from '../../../../src/editor/workflows/oldJournals.ts';
import { openJournal } from '../../../../src/execution/workflow/journal/journal.ts';
import type { WorkflowEvent } from '../../../../src/execution/workflow/workflowEvents.ts';
import { dayMs } from '../../../../src/routing/time.ts';

const nowMs = Date.parse('2026-11-29');
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tierwise-runs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const started: WorkflowEvent = {
  kind: 'runStarted',
  runId: 'run',
  workflow: 'review',
  hash: 'x',
  inputs: { text: 'code' },
  atMs: 0,
};
const failed: WorkflowEvent = { kind: 'runEnded', status: 'failed', ms: 1 };
const resumed: WorkflowEvent = { kind: 'runResumed', atMs: 1 };
const done: WorkflowEvent = { kind: 'runEnded', status: 'done', ms: 1 };

/** A journal of a workspace with these events, last written some days ago. */
async function journal(workspace: string, events: readonly WorkflowEvent[], daysAgo: number) {
  const path = await journalsIn(join(folder, workspace)).begin('own/review', nowMs);
  const file = await openJournal(path);
  for (const event of events) file.write(event);
  await file.saved();
  await file.close();
  const then = new Date(nowMs - daysAgo * dayMs);
  await utimes(path, then, then);
  return path;
}

test('finished runs of all workspaces go when they are older than the limit', async () => {
  const old = await journal('one', [started, done], 31);
  const other = await journal('two', [started, failed, resumed, done], 31);
  await journal('three', [started, done], 29);
  const found = await findOldJournals(folder, {
    beforeMs: nowMs - 30 * dayMs,
    keepUnfinished: true,
  });
  expect(found.toSorted()).toEqual([old, other].toSorted());
  await removeJournals(found);
  expect(found.filter((path) => existsSync(path) || existsSync(`${path}.lock`))).toEqual([]);
});

test.each([
  ['failed', [started, failed]],
  ['was killed', [started]],
  ['was resumed and killed', [started, done, resumed]],
  ['has nothing yet', []],
])('a run that %s can be resumed, so its age does not matter', async (_, events) => {
  const path = await journal('one', events, 400);
  const beforeMs = nowMs - 30 * dayMs;
  expect(await findOldJournals(folder, { beforeMs, keepUnfinished: true })).toEqual([]);
  expect(await findOldJournals(folder, { keepUnfinished: false })).toEqual([path]);
});

test('a run that goes on in some window stays, whatever was asked', async () => {
  const path = await journal('one', [started, done], 400);
  const open = await openJournal(path);
  expect(await findOldJournals(folder, { keepUnfinished: false })).toEqual([]);
  await open.close();
  expect(await findOldJournals(folder, { keepUnfinished: false })).toEqual([path]);
});

test('other files stay, and a folder that is not there has nothing', async () => {
  await mkdir(join(folder, 'one'));
  await removeJournals(await findOldJournals(folder, { keepUnfinished: false }));
  expect(await readdir(folder)).toEqual(['one']);
  expect(await findOldJournals(join(folder, 'gone'), { keepUnfinished: false })).toEqual([]);
});

test.each([
  [7, 7],
  [1, 1],
  [0, 30],
  [-5, 30],
  [Number.NaN, 30],
  [Infinity, 30],
  ['7', 30],
  [undefined, 30],
])('the setting %s means %i days', (setting, days) => {
  expect(daysToKeep(setting)).toBe(days);
});
