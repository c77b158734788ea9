import { expect, test } from 'vitest';
import { asked, says } from '../../../support/scriptedRun.ts';
import {
  endings,
  only,
  played,
  saysJson,
  workflowFrom,
  workflowWorld,
} from '../../../support/workflowWorld.ts';

test('steps run in order, each on its own model, with the values of those before', async () => {
  const workflow = await workflowFrom(`
description: Trial
inputs: { message: What is said? }
model: fast
steps:
  sort: { prompt: 'Sort {{ inputs.message }}', output: { kind: [easy, hard] } }
  answer:
    model: { from: sort.kind, map: { hard: reasoning }, else: balanced }
    prompt: 'Answer {{ inputs.message }}, {{ sort.kind }}'
  check: { model: p/small, prompt: 'Check {{ answer }}', when: 'sort.kind == "hard"' }
result: answer
`);
  const world = workflowWorld({
    'p/small': [saysJson({ kind: 'hard' }), says('fine')],
    'p/large': [says('well')],
  });
  const { events, end } = await played({ workflow, inputs: { message: 'hello' } }, world);
  expect(end).toMatchObject({ status: 'done', value: 'well', spentNanoUsd: 450_000 });
  expect(asked(world)).toEqual(['p/small', 'p/large', 'p/small']);
  expect(endings(events)).toEqual(['sort: done', 'answer: done', 'check: done']);
  expect(world.calls.map(({ call }) => call.messages[0]!.text)).toEqual([
    'Sort hello',
    'Answer hello, hard',
    'Check well',
  ]);
  expect(only(events, 'decided').map(({ declared, reason }) => `${declared}: ${reason}`)).toEqual(
    [],
  );
});
