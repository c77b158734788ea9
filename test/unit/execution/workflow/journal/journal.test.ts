import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  isJournalInUse,
  openJournal,
  readJournal,
  type Journal,
} from '../../../../../src/execution/workflow/journal/journal.ts';
import type { WorkflowEvent } from '../../../../../src/execution/workflow/workflowEvents.ts';
import { brainScript, everyKind, everyKindFiles } from '../../../../support/workflowBrain.ts';
import {
  endings,
  only,
  played,
  workflowFrom,
  workflowWorld,
} from '../../../../support/workflowWorld.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
  path = join(folder, 'run.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const note = (text: string): WorkflowEvent => ({ kind: 'note', text });

test('what was written is read again, also after it is opened once more', async () => {
  const first = await openJournal(path);
  first.write(note('one'));
  first.write(note('two\nlines'));
  await first.saved();
  await first.close();
  const second = await openJournal(path);
  second.write(note('three'));
  await second.saved();
  await second.close();
  expect(await readJournal(path)).toEqual([note('one'), note('two\nlines'), note('three')]);
});

test('a line that was cut off is dropped, and the next one is whole', async () => {
  const first = await openJournal(path);
  first.write(note('one'));
  await first.close();
  await appendFile(path, '{"kind":"no');
  expect(await readJournal(path)).toEqual([note('one')]);
  const second = await openJournal(path);
  second.write(note('two'));
  await second.close();
  expect(await readJournal(path)).toEqual([note('one'), note('two')]);
  expect((await readFile(path, 'utf8')).endsWith('\n')).toBe(true);
});

test('a journal is in use until it is closed, and checking that changes nothing', async () => {
  expect(isJournalInUse(path)).toBe(false);
  const first = await openJournal(path);
  expect(isJournalInUse(path)).toBe(true);
  await expect(openJournal(path)).rejects.toThrow('Another window');
  await first.close();
  expect(isJournalInUse(path)).toBe(false);
  const second = await openJournal(path);
  await second.close();
});

const inputs = { subject: 'owls' };
const tools = { search: () => ({ matches: [], count: 0 }) };

async function recorded(): Promise<WorkflowEvent[]> {
  const world = workflowWorld(brainScript, { files: everyKindFiles, tools });
  const { events } = await played({ workflow: await workflowFrom(everyKind), inputs }, world);
  return events.filter(({ kind }) => kind !== 'text');
}

test('recorded values are played again without a call, to the same end', async () => {
  const events = await recorded();
  const workflow = await workflowFrom(everyKind);
  const idle = workflowWorld({});
  const again = await played({ workflow, earlier: { use: 'replay', events } }, idle);
  expect(again.end).toMatchObject({
    status: 'done',
    value: 'end of done after 1!',
    spentNanoUsd: 0,
  });
  expect(again.end.edits.map((edit) => edit.path)).toEqual(['a.ts', 'b.ts']);
  const leaves = (events: readonly WorkflowEvent[]) =>
    only(events, 'stepEnded').flatMap(({ step, value }) =>
      value === undefined || step.startsWith('team/') ? [] : [[step, value]],
    );
  expect(Object.fromEntries(leaves(again.events))).toEqual(Object.fromEntries(leaves(events)));
  expect(idle.log).toEqual([]);
});

test('a replay of a run that did not come to its end says where it stops', async () => {
  const events = await recorded();
  const cut = events.findIndex((event) => event.kind === 'stepEnded' && event.step === 'team');
  const workflow = await workflowFrom(everyKind);
  const earlier = { use: 'replay', events: events.slice(0, cut) } as const;
  const { end } = await played({ workflow, earlier }, workflowWorld({}));
  expect(end.problem).toBe(
    '“team”: No value of it is recorded. Resume the run instead of replaying it.',
  );
});

const refused: [
  what: string,
  change: (events: WorkflowEvent[]) => WorkflowEvent[],
  says: string,
][] = [
  ['a changed definition', (events) => events, 'The workflow has changed since this run'],
  ['an empty journal', () => [], 'The journal of this run holds nothing. Start a new run.'],
];
test.each(refused)('%s is not resumed', async (_what, change, says) => {
  const workflow = await workflowFrom(everyKind.replace("prompt: 'left'", "prompt: 'Left'"));
  const world = workflowWorld(brainScript);
  const earlier = { use: 'resume', events: change(await recorded()) } as const;
  const { events, end } = await played({ workflow, earlier }, world);
  expect(end).toMatchObject({ status: 'failed', problem: expect.stringContaining(says) });
  expect([events, world.log]).toEqual([[], []]);
});

test('a failed run is resumed where it failed', async () => {
  const workflow = await workflowFrom(`
description: Trial
model: fast
steps: { one: { prompt: one }, two: { tool: search, with: { text: '{{ one }}' } } }
`);
  const first = await played({ workflow }, workflowWorld(brainScript, { ids: 'first' }));
  expect(first.end.status).toBe('failed');
  const world = workflowWorld(brainScript, { tools, ids: 'second' });
  const second = await played(
    { workflow, earlier: { use: 'resume', events: first.events } },
    world,
  );
  expect(second.end).toMatchObject({ status: 'done', spentNanoUsd: first.end.spentNanoUsd });
  expect(world.log).toEqual(['tool search']);
  expect(endings(second.events)).toEqual(['one: done', 'two: failed', 'two: done']);
});

test('a journal that cannot be written only prevents a resume, and one note says so', async () => {
  const broken: Journal = {
    write: () => undefined,
    saved: () => Promise.reject(new Error('no space left on device')),
    bytes: () => 0,
    close: async () => undefined,
  };
  const world = workflowWorld(brainScript, { files: everyKindFiles, tools });
  const workflow = await workflowFrom(everyKind);
  const { events, end } = await played({ workflow, inputs, journal: broken }, world);
  expect(end.status).toBe('done');
  expect(only(events, 'note').map(({ text }) => text)).toEqual([
    'The run cannot be resumed after this window closes: no space left on device',
  ]);
});
