import { afterAll, describe, expect, test } from 'vitest';
import { openMoneyWorld } from '../support/moneyWorld.ts';
import type { Answer, Asked } from '../support/pacedModels.ts';
import { type Played, playWorkflow, toTheEnd, wrongsOfStops } from '../support/stoppedWorkflow.ts';
import { wires } from '../support/wires.ts';
import { endings, only, workflowFrom } from '../support/workflowWorld.ts';

/*
 * Whoever reads the events of an agent may stop after any of them: between its turns, while a tool runs, or
 * while an agent that it leads is asked. The shapes are own constructions.
 */

const world = openMoneyWorld();
afterAll(() => world.close());

const team = `
description: An agent that leads another one.
maxUsd: 1
agents:
  lead: { role: a lead, instructions: Lead., model: balanced, agents: [writer], maxTasks: 2 }
  writer: { role: a writer, instructions: Write., model: fast, tools: [search] }
steps:
  team: { agent: lead, task: Write about owls. }
`;

function answer({ model, before }: Asked): Answer {
  if (before > 0) return { acts: [{ thinks: 'Good. ' }, { says: 'It is done.' }] };
  return model === 'medium'
    ? { acts: [{ says: 'I ask.' }, { calls: 'delegate', given: { agent: 'writer', task: 'Go.' } }] }
    : { acts: [{ thinks: 'Where? ' }, { calls: 'search', given: { text: 'owls' } }] };
}

describe.each(wires)('$name', (wire) => {
  test('agents: stopped after any event, all of it is booked', async () => {
    const played: Played = { workflow: await workflowFrom(team), answer };
    const { events, wrongs } = await playWorkflow(played, { world, wire, stop: toTheEnd });
    expect(endings(events)).toEqual(['team/writer/1: done', 'team: done']);
    const models = only(events, 'callStarted').map(({ model }) => model);
    expect(models).toEqual(['p/medium', 'p/small', 'p/small', 'p/medium']);
    expect(wrongs).toEqual([]);
    expect(await wrongsOfStops(played, { world, wire, whole: events.length })).toEqual([]);
  }, 60_000);
});
