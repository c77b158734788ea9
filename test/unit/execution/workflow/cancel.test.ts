import { expect, test } from 'vitest';
import { runWorkflow } from '../../../../src/execution/workflow/engine.ts';
import { hangs, says } from '../../../support/scriptedRun.ts';
import { brainScript, everyKind, everyKindFiles } from '../../../support/workflowBrain.ts';
import {
  endings,
  only,
  played,
  workflowFrom,
  workflowWorld,
} from '../../../support/workflowWorld.ts';

const inputs = { subject: 'owls' };
const tools = { search: () => ({ matches: [], count: 0 }) };
const world = () => workflowWorld(brainScript, { files: everyKindFiles, tools });

test('cancelled after any event, it ends at once and every call is settled', async () => {
  const workflow = await workflowFrom(everyKind);
  const whole = await played({ workflow, inputs }, world());
  for (let at = 1; at < whole.events.length; at += 1) {
    const stopped = world();
    let seen = 0;
    const { events, end } = await played({ workflow, inputs }, stopped, () => {
      seen += 1;
      if (seen === at) stopped.controller.abort();
    });
    const where = `cancelled after ${at}`;
    expect(end.status === 'cancelled' || events.at(-1)!.kind === 'runEnded', where).toBe(true);
    expect(stopped.settlements.length, where).toBe(stopped.reservations.length);
    const open = new Set(only(events, 'stepStarted').map(({ step }) => step));
    for (const { step } of only(events, 'stepEnded')) open.delete(step);
    expect([...open], where).toEqual([]);
    // Inner steps end before the ones around them.
    const order = only(events, 'stepEnded').map(({ step }) => step);
    for (const [index, step] of order.entries()) {
      expect(
        order.slice(index + 1).some((later) => later.startsWith(`${step}/`)),
        where,
      ).toBe(false);
    }
  }
});

test('a cancelled call is broken off, and nothing further begins', async () => {
  const workflow = await workflowFrom(`
description: Trial
model: fast
steps:
  both: { parallel: { one: { prompt: a }, two: { prompt: b }, three: { prompt: c } }, atOnce: 2 }
  after: { prompt: d }
`);
  const stopped = workflowWorld({ 'p/small': [hangs('half'), hangs('half')] });
  let texts = 0;
  const { events, end } = await played({ workflow }, stopped, ({ kind }) => {
    texts += Number(kind === 'text');
    if (texts === 2) stopped.controller.abort();
  });
  expect(end.status).toBe('cancelled');
  expect(endings(events)).toEqual([
    'both/one: cancelled',
    'both/two: cancelled',
    'both: cancelled',
  ]);
  expect(stopped.settlements.map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled']);
});

test('when nobody listens any more, the run ends and settles', async () => {
  const workflow = await workflowFrom(`
description: Trial
steps: { one: { prompt: a, model: fast }, two: { prompt: b, model: fast } }
`);
  const left = workflowWorld({ 'p/small': [hangs('half'), says('never')] });
  const running = runWorkflow({ workflow, inputs: {} }, left.context, left.controller.signal);
  for await (const event of running) if (event.kind === 'text') break;
  expect(left.settlements.map(({ outcome }) => outcome)).toEqual(['cancelled']);
  expect(left.calls.length).toBe(1);
});
