import { afterAll, describe, expect, test } from 'vitest';
import { openMoneyWorld } from '../support/moneyWorld.ts';
import type { Answer, Asked } from '../support/pacedModels.ts';
import { type Played, playWorkflow, toTheEnd, wrongsOfStops } from '../support/stoppedWorkflow.ts';
import { wires } from '../support/wires.ts';
import { endings, only, workflowFrom } from '../support/workflowWorld.ts';

/*
 * Whoever reads the events of a workflow may stop after any of them; several of its steps may be running
 * then. The shapes are own constructions: a workflow of this kind is Tierwise's own.
 */

const world = openMoneyWorld();
afterAll(() => world.close());

const steps = `
description: Steps that climb, stand in, run beside each other and race.
steps:
  climb: { prompt: Count., model: { cascade: [fast, reasoning] }, output: { n: integer } }
  both:
    parallel:
      left: { prompt: left, model: fast }
      right: { prompt: right, model: balanced }
  race: { prompt: Count., model: { speculate: [reasoning, balanced] }, output: { n: integer } }
`;

const saysNumber = (n: number | string): Answer => ({
  acts: [{ thinks: 'Let me see. ' }, { says: JSON.stringify({ n }) }],
});

function answer({ model, before }: Asked): Answer {
  if (model === 'other') return { acts: [{ thinks: 'Hm. ' }, { says: 'Left.' }] };
  if (model === 'small') return before === 0 ? saysNumber('many') : { acts: [], ends: 503 };
  if (model === 'large') return saysNumber(before);
  if (before === 0) return { acts: [{ says: 'Ri' }, { says: 'ght.' }] };
  return { acts: [{ says: 'I write.' }, { begins: 'write', given: { text: 'So. '.repeat(40) } }] };
}

describe.each(wires)('$name', (wire) => {
  test('steps of a workflow: stopped after any event, all of it is booked', async () => {
    const played: Played = { workflow: await workflowFrom(steps), answer };
    const { events, wrongs } = await playWorkflow(played, { world, wire, stop: toTheEnd });
    expect(endings(events).every((ending) => ending.endsWith('done'))).toBe(true);
    const models = only(events, 'callStarted').map(({ model }) => model);
    expect(models.toSorted()).toEqual([
      'p/large',
      'p/large',
      'p/medium',
      'p/medium',
      'p/other',
      'p/small',
      'p/small',
    ]);
    expect(wrongs).toEqual([]);
    expect(await wrongsOfStops(played, { world, wire, whole: events.length })).toEqual([]);
  }, 60_000);
});
