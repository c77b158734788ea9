import { expect, test } from 'vitest';
import { run } from '../../../../src/execution/run.ts';
import {
  type Answer,
  drain,
  finish,
  rung,
  scriptedWorld,
  text,
  usage,
} from '../../../support/scriptedRun.ts';
import { taskWith } from '../../../support/tasks.ts';

const fact = {
  requestId: 'request',
  sessionId: 's',
  atMs: 0,
  workspace: 'w',
  subject: 's',
  taskType: 'refactor',
  reason: 'r',
};

test('the time to the first text is that of the first text, not of thinking or of later text', async () => {
  let now = 1_000;
  const answer: Answer = async function* thinksFirst() {
    now += 200;
    yield { kind: 'reasoning', text: 'hm' };
    now += 300;
    yield text('he');
    now += 400;
    yield text('llo');
    yield usage;
    now += 100;
    yield finish('stop');
  };
  const world = scriptedWorld({ 'p/fast': [answer] }, { monotonic: () => now });
  const request = {
    task: taskWith(),
    fact,
    gates: new Map(),
    maxOutputTokens: 1_000,
    plan: { kind: 'direct', choice: rung('fast') } as const,
  };
  const { events } = await drain(run(request, world.context, world.controller.signal));
  expect(events.at(-1)).toMatchObject({
    kind: 'finished',
    end: { outcome: 'complete', firstTextMs: 500, latencyMs: 1_000 },
  });
});
