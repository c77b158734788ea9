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
  const wrong: string[] = [];
  for (let at = 1; at < whole.events.length; at += 1) {
    const stopped = world();
    let seen = 0;
    const { events, end } = await played({ workflow, inputs }, stopped, () => {
      seen += 1;
      if (seen === at) stopped.controller.abort();
    });
    const started = only(events, 'stepStarted').map(({ step }) => step);
    const ended = only(events, 'stepEnded').map(({ step }) => step);
    wrong.push(
      ...started.filter((step) => !ended.includes(step)).map((step) => `${at}: ${step} is open`),
      ...ended.filter((step, index) => endsBeforeInner(step, ended.slice(index + 1))),
      ...(end.status === 'cancelled' || events.at(-1)!.kind === 'runEnded' ? [] : [`${at}: runs`]),
      ...(stopped.settlements.length === stopped.reservations.length ? [] : [`${at}: unsettled`]),
    );
  }
  expect(wrong).toEqual([]);
});

function endsBeforeInner(step: string, later: readonly string[]): boolean {
  return later.some((other) => other.startsWith(`${step}/`));
}

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

test('when the reader stops, the run ends and settles', async () => {
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
