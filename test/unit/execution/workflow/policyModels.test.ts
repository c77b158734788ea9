import { expect, test } from 'vitest';
import { workflowHash } from '../../../../src/execution/workflow/journal/workflowHash.ts';
import type { WorkflowChoices } from '../../../../src/routing/policy/policy.ts';
import { says, type Script } from '../../../support/scriptedRun.ts';
import { only, played, workflowFrom, workflowWorld } from '../../../support/workflowWorld.ts';

const yaml = `
description: Two steps and an agent
model: fast
agents:
  one: { role: one, instructions: Do. }
steps:
  first: { prompt: 'first' }
  both:
    parallel:
      left: { prompt: 'left', model: balanced }
      right: { prompt: 'right' }
  team: { agent: one, task: Do it. }
`;

const named = (name: string) => ({ kind: 'named', name }) as const;
const script: Script = Object.fromEntries(
  ['p/small', 'p/medium', 'p/large'].map((model) => [
    model,
    Array.from({ length: 4 }, () => says('ok')),
  ]),
);

const cases: [
  what: string,
  models: WorkflowChoices | undefined,
  tiers: Readonly<Record<string, string>>,
  note: string | undefined,
][] = [
  [
    'nothing',
    undefined,
    { first: 'fast', left: 'balanced', right: 'fast', team: 'fast' },
    undefined,
  ],
  [
    'a step',
    { steps: { right: named('reasoning') } },
    { first: 'fast', left: 'balanced', right: 'reasoning', team: 'fast' },
    'The policy puts the step “right” on reasoning.',
  ],
  [
    'everything, and an agent else',
    { everywhere: named('balanced'), agents: { one: named('reasoning') } },
    { first: 'balanced', left: 'balanced', right: 'balanced', team: 'reasoning' },
    'The policy puts the agent “one” on reasoning, all else on balanced.',
  ],
];
test.each(cases)('a policy that moves %s', async (_what, models, tiers, note) => {
  const workflow = await workflowFrom(yaml);
  const request = { workflow, ...(models && { models }) };
  const { events, end } = await played(request, workflowWorld(script));
  expect(end.status).toBe('done');
  const ran = only(events, 'callStarted').map(({ step, tier }) => [step.split('/').at(-1), tier]);
  expect(Object.fromEntries(ran)).toEqual(tiers);
  expect(only(events, 'note').map(({ text }) => text)).toEqual(note === undefined ? [] : [note]);
  expect(only(events, 'ranOther')).toEqual([]);
  expect(only(events, 'runStarted')[0]!.hash).toBe(workflowHash(workflow));
});

const strangers: [string, WorkflowChoices][] = [
  ['fisrt', { steps: { fisrt: named('fast') } }],
  ['both', { steps: { both: named('fast') } }],
  ['team', { agents: { team: named('fast') } }],
];
test.each(strangers)(
  'a policy that names “%s” is refused before anything is asked',
  async (name, models) => {
    const world = workflowWorld(script);
    const { end } = await played({ workflow: await workflowFrom(yaml), models }, world);
    expect(end).toMatchObject({ status: 'failed', spentNanoUsd: 0 });
    expect(end.problem).toContain(`names a model for “${name}”, which asks none in “trial”`);
    expect(world.calls).toEqual([]);
  },
);
