import { expect, test } from 'vitest';
import {
  compareTiers,
  type TierTrial,
} from '../../../../../src/execution/workflow/compare/compareTiers.ts';
import type { WorkflowEvent } from '../../../../../src/execution/workflow/workflowEvents.ts';
import { costOfOne, says, type Script } from '../../../../support/scriptedRun.ts';
import {
  played,
  saysJson,
  workflowFrom,
  workflowWorld,
  type WorkflowWorld,
} from '../../../../support/workflowWorld.ts';

const yaml = `
description: Looks at names
inputs: { subject: What about? }
model: fast
maxUsd: 1
steps:
  names: { prompt: 'names for {{ inputs.subject }}', output: { list: { list: text } } }
  looks:
    forEach: names.list
    as: each
    steps:
      look:
        prompt: 'look at {{ each }} of {{ inputs.subject }}'
        output: { good: boolean }
        gates: [format]
  end: { prompt: 'end of {{ looks }}' }
`;
const named = saysJson({ list: ['x', 'y'] });
const good = saysJson({ good: true });
const wrong = saysJson({ good: 'perhaps' });

async function recorded(): Promise<WorkflowEvent[]> {
  const world = workflowWorld({ 'p/small': [named, good, good, says('the end')] });
  const request = { workflow: await workflowFrom(yaml), inputs: { subject: 'owls' } };
  const { events, end } = await played(request, world);
  expect(end.status).toBe('done');
  return events;
}

const tiers = ['fast', 'balanced', 'reasoning'];

async function compared(
  step: string,
  script: Script,
  { events, from = yaml }: { events?: readonly WorkflowEvent[]; from?: string } = {},
): Promise<{ trials: TierTrial[]; world: WorkflowWorld }> {
  const world = workflowWorld(script);
  const workflow = await workflowFrom(from);
  const asked = { step, tiers, workflow, events: events ?? (await recorded()) };
  const trials: TierTrial[] = [];
  for await (const trial of compareTiers(asked, world.context, world.controller.signal)) {
    trials.push(trial);
  }
  return { trials, world };
}

test('a step is asked again on each tier with what it was given, and each call is in the ledger', async () => {
  const { trials, world } = await compared('looks/2/look', {
    'p/small': [wrong],
    'p/medium': [good],
    'p/large': [good],
  });
  expect(trials.map(({ tier, answer }) => [tier, answer])).toEqual([
    ['fast', '{"good":"perhaps"}'],
    ['balanced', { good: true }],
    ['reasoning', { good: true }],
  ]);
  const prompts = world.calls.map(({ call }) => call.messages[0]!.text);
  expect(prompts).toEqual(Array(3).fill('look at y of owls'));
  const verdicts = trials.map(({ trace }) =>
    trace.calls.flatMap((call) => call.verdicts.map(({ gate, kind }) => `${gate} ${kind}`)),
  );
  expect(verdicts).toEqual([['format fail'], ['format pass'], ['format pass']]);
  expect(trials[0]!.problem).toContain('not good enough');
  expect(trials.map(({ spent }) => spent.nanoUsd)).toEqual(Array(3).fill(costOfOne));
  expect(world.settlements.map(({ cost }) => cost.nanoUsd)).toEqual(Array(3).fill(costOfOne));
});

test('a step that used what others gave is given the same again', async () => {
  const answers = { 'p/small': [says('a')], 'p/medium': [says('b')], 'p/large': [says('c')] };
  const { trials, world } = await compared('end', answers);
  expect(world.calls[0]!.call.messages[0]!.text).toBe(
    `end of ${JSON.stringify([{ good: true }, { good: true }], null, 2)}`,
  );
  expect(trials.map(({ answer }) => answer)).toEqual(['a', 'b', 'c']);
});

test('a cancelled comparison asks no further tier', async () => {
  const world = workflowWorld({ 'p/small': [says('a')] });
  const asked = {
    step: 'end',
    tiers,
    workflow: await workflowFrom(yaml),
    events: await recorded(),
  };
  const trials: TierTrial[] = [];
  for await (const trial of compareTiers(asked, world.context, world.controller.signal)) {
    trials.push(trial);
    world.controller.abort();
  }
  expect(trials.map(({ tier }) => tier)).toEqual(['fast']);
});

test('what the run has not recorded, or another definition, is refused before anything is asked', async () => {
  const events = await recorded();
  const start = events.findIndex((event) => event.kind === 'stepEnded' && event.step === 'names');
  await expect(compared('end', {}, { events: events.slice(0, start) })).rejects.toThrow(
    'The run has not recorded what “end” was given. Resume the run first.',
  );
  const from = yaml.replace('end of', 'the end of');
  await expect(compared('end', {}, { events, from })).rejects.toThrow('The workflow has changed');
});
