import { expect, test } from 'vitest';
import { joinInstructions } from '../../../../src/execution/projectInstructions.ts';
import { policyWith } from '../../../support/tasks.ts';
import { says } from '../../../support/scriptedRun.ts';
import {
  calls,
  only,
  played,
  workflowFrom,
  workflowWorld,
  type WorldOptions,
} from '../../../support/workflowWorld.ts';

const text = `
description: An agent, then a step
agents:
  worker: { role: a worker, instructions: Work., model: fast, tools: [search] }
steps:
  work: { agent: worker, task: Do it. }
  sum: { model: fast, prompt: "Sum up {{ work }}" }
`;
const project = joinInstructions([{ path: 'AGENTS.md', text: 'Write whole cents.' }], 1000)!;

function worldWith(script: Parameters<typeof workflowWorld>[0], options: WorldOptions = {}) {
  const world = workflowWorld(script, { tools: { search: () => ({ matches: [] }) }, ...options });
  const context = { ...world.context, projectInstructions: async () => project };
  return { ...world, context };
}

test('each turn of an agent begins alike, with its own words and then the project’s; a plain step has none', async () => {
  const world = worldWith({
    'p/small': [calls(['search', { text: 'owl' }]), says('found'), says('summed up')],
  });
  const { end } = await played({ workflow: await workflowFrom(text) }, world);
  expect(end).toMatchObject({ status: 'done', value: 'summed up' });
  const [first, second, plain] = world.calls.map(({ call }) => call.system);
  expect(first).toMatch(/^You are a worker, an agent[^]*Write whole cents\./);
  expect(second).toBe(first);
  expect(plain).not.toContain('Write whole cents.');
});

test('a local rule for the file keeps the agent, and all that follows, on this machine', async () => {
  const localRules = [{ name: 'ours', when: { path: ['AGENTS.md'] }, origin: 'settings' } as const];
  const world = worldWith({}, { situation: { policy: policyWith({ localRules }) } });
  const { events, end } = await played({ workflow: await workflowFrom(text) }, world);
  expect(end.status).toBe('failed');
  const [failed] = only(events, 'stepEnded');
  expect(failed?.problem).toContain('stays on this machine: rule “ours” for AGENTS.md');
  expect(world.calls).toEqual([]);
});
