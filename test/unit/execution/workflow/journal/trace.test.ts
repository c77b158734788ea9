import { expect, test } from 'vitest';
import { spentIn, traced, traceOf } from '../../../../../src/execution/workflow/journal/trace.ts';
import type { WorkflowEvent } from '../../../../../src/execution/workflow/workflowEvents.ts';
import { costOfOne, noWrongs, writes } from '../../../../support/scriptedRun.ts';
import { brainScript, everyKind, everyKindFiles } from '../../../../support/workflowBrain.ts';
import { played, workflowFrom, workflowWorld } from '../../../../support/workflowWorld.ts';

async function everyKindEvents(): Promise<WorkflowEvent[]> {
  const tools = { search: () => ({ matches: [], count: 0 }) };
  const world = workflowWorld(brainScript, { files: everyKindFiles, tools });
  const workflow = await workflowFrom(everyKind);
  return (await played({ workflow, inputs: { subject: 'owls' } }, world)).events;
}

test('a trace is the tree of the steps, and its total is the sum of the calls', async () => {
  const events = await everyKindEvents();
  const trace = traceOf(events);
  const tree = (ids: readonly string[]): unknown =>
    Object.fromEntries(ids.map((id) => [id, tree(trace.steps.get(id)!.children)]));
  expect(trace).toMatchObject({ status: 'done', workflow: 'trial', inputs: { subject: 'owls' } });
  expect(tree(trace.roots)).toEqual({
    parts: {},
    both: { 'both/left': {}, 'both/right': {}, 'both/far': {} },
    each: {
      'each/1': { 'each/1/look': {} },
      'each/2': { 'each/2/look': {} },
      'each/3': { 'each/3/look': {} },
    },
    way: { 'way/change': {}, 'way/told': {} },
    team: { 'team/writer/1': {}, 'team/critic/2': {} },
    end: {},
  });
  const calls = [...trace.steps.values()].flatMap((step) => step.calls);
  expect(spentIn(trace)).toEqual({
    nanoUsd: calls.length * costOfOne,
    isEstimated: false,
    unknownCalls: 0,
  });
  expect(spentIn(trace, 'each').nanoUsd).toBe(3 * costOfOne);
  expect(trace.steps.get('each/2')!.about).toBe('y');
  expect(trace.steps.get('team/writer/1')!.messages.length).toBe(5);
});

test('while it runs, a step shows what has arrived', async () => {
  const events = await everyKindEvents();
  const upTo = events.findIndex(({ kind }) => kind === 'text');
  const step = traceOf(events.slice(0, upTo + 1)).steps.get('parts')!;
  expect(step.status).toBe('running');
  expect(step.calls[0]).toMatchObject({ text: '{"names":["x","y","z"]}', tier: 'fast' });
  expect(spentIn(traceOf(events.slice(0, upTo + 1))).nanoUsd).toBe(0);
});

test('verdicts stand at the call they judge', async () => {
  const workflow = await workflowFrom(`
description: Trial
steps:
  fix:
    { prompt: a, model: { cascade: [fast, reasoning] }, gates: [command], edit: { path: a.ts } }
`);
  const world = workflowWorld(
    { 'p/small': [writes('wrong')], 'p/large': [writes('good')] },
    { files: everyKindFiles, gates: [noWrongs] },
  );
  const { calls } = traceOf((await played({ workflow }, world)).events).steps.get('fix')!;
  expect(calls.map(({ tier, verdicts }) => [tier, ...verdicts.map(({ kind }) => kind)])).toEqual([
    ['fast', 'fail'],
    ['reasoning', 'pass'],
  ]);
});

test('a call that was interrupted by a closed window counts at its worst case', async () => {
  const events = await everyKindEvents();
  const started = events.findIndex(({ kind }) => kind === 'callStarted');
  const before = traceOf(events.slice(0, started + 1));
  const resumed = traced(before, { kind: 'runResumed', atMs: 1 });
  expect(spentIn(resumed)).toEqual({ nanoUsd: 5_201_000, isEstimated: true, unknownCalls: 0 });
});

test('an earlier trace is not changed by the next event', async () => {
  const events = await everyKindEvents();
  const half = traceOf(events.slice(0, 20));
  const copy = structuredClone(half);
  for (const event of events.slice(20)) traced(half, event);
  expect(half).toEqual(copy);
});
