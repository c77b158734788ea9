import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  openJournal,
  readJournal,
  type Journal,
} from '../../../../src/execution/workflow/journal/journal.ts';
import { spentIn, traceOf } from '../../../../src/execution/workflow/journal/trace.ts';
import { runWorkflow } from '../../../../src/execution/workflow/engine.ts';
import type { WorkflowEvent } from '../../../../src/execution/workflow/workflowEvents.ts';
import { brainScript, everyKind, everyKindFiles } from '../../../support/workflowBrain.ts';
import { only, played, workflowFrom, workflowWorld } from '../../../support/workflowWorld.ts';

const inputs = { subject: 'owls' };
const tools = { search: () => ({ matches: [], count: 0 }) };
const world = (ids = 'first') => workflowWorld(brainScript, { files: everyKindFiles, tools, ids });

const nowhere = {
  saved: async () => undefined,
  bytes: () => 0,
  close: async () => undefined,
};
let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'journal-'))));
afterEach(() => rm(folder, { recursive: true }));

/** Runs until the journal holds this many events, then stops as if the window had died. */
async function runUntil(events: number, path: string) {
  const dying = world();
  const { promise: died, resolve: die } = Promise.withResolvers<void>();
  const forever = new Promise<never>(() => undefined);
  const file = await openJournal(path);
  let left = events;
  const journal: Journal = {
    ...file,
    write(event) {
      if (left <= 0) return;
      file.write(event);
      left -= 1;
      if (left === 0) die();
    },
    saved: () => (left > 0 ? file.saved() : forever),
  };
  const { context } = dying;
  const { ledger } = context;
  const mortal = {
    ...context,
    ledger: {
      ...ledger,
      reserve: (...given: Parameters<typeof ledger.reserve>) =>
        left > 0 ? ledger.reserve(...given) : forever,
      settle: (...given: Parameters<typeof ledger.settle>) =>
        left > 0 ? ledger.settle(...given) : forever,
    },
    provider: (id: string) => (left > 0 ? context.provider(id) : forever),
    tool: (...given: Parameters<typeof context.tool>) =>
      left > 0 ? context.tool(...given) : forever,
  };
  const running = runWorkflow(
    { workflow: await workflowFrom(everyKind), inputs, journal },
    mortal,
    new AbortController().signal,
  );
  const readAll = async () => {
    while (!(await running.next()).done);
    return 'ended';
  };
  const how = await Promise.race([readAll(), died]);
  await file.close();
  return { dying, hasEnded: how === 'ended' };
}

test('killed after any event, a run comes to the same end and pays no finished step twice', async () => {
  const workflow = await workflowFrom(everyKind);
  const whole = await played({ workflow, inputs }, world());
  expect(whole.end.status).toBe('done');
  const most = whole.events.filter(({ kind }) => kind !== 'text').length;
  expect(most).toBeGreaterThan(80);

  for (let kept = 1; kept < most; kept += 1) {
    const path = join(folder, `${kept}.jsonl`);
    const { dying, hasEnded } = await runUntil(kept, path);
    expect(hasEnded).toBe(false);
    const before = await readJournal(path);
    expect(before.length).toBe(kept);

    const second = world('second');
    const after: WorkflowEvent[] = [];
    const journal: Journal = { ...nowhere, write: (event) => void after.push(event) };
    const resumed = await played(
      { workflow, inputs: {}, journal, earlier: { use: 'resume', events: before } },
      second,
    );
    const { value, edits } = whole.end;
    expect(resumed.end, `killed after ${kept}`).toMatchObject({ status: 'done', value, edits });

    const finished = new Set(only(before, 'stepEnded').map(({ step }) => step));
    const paidAgain = only(after, 'callStarted').filter(({ step }) => finished.has(step));
    expect(paidAgain, `killed after ${kept}`).toEqual([]);

    const again = only(after, 'stepStarted').filter(({ step, stepKind }) => {
      return finished.has(step) && ['model', 'tool', 'agent'].includes(stepKind);
    });
    expect(again, `killed after ${kept}`).toEqual([]);

    // A call that was running when the window died is settled by the ledger at its worst case.
    const settlements = [...dying.settlements, ...second.settlements];
    const billed = [...dying.reservations, ...second.reservations].map(
      ({ attemptId, worstCaseNanoUsd }) =>
        settlements.find((each) => each.attemptId === attemptId)?.cost.nanoUsd ?? worstCaseNanoUsd!,
    );
    const { nanoUsd } = spentIn(traceOf([...before, ...after]));
    expect(resumed.end.spentNanoUsd).toBe(nanoUsd);
    expect(nanoUsd).toBeGreaterThanOrEqual(billed.reduce((sum, each) => sum + each, 0));
  }
}, 120_000);
