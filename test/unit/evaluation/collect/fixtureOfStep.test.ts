import { expect, test } from 'vitest';
import { fixtureProblem } from '../../../../src/evaluation/collect/checkFixture.ts';
import { fixtureOfStep } from '../../../../src/evaluation/collect/fixtureOfStep.ts';
import { modelStepsOf } from '../../../../src/evaluation/collect/modelSteps.ts';
import { parseWorkflow } from '../../../../src/execution/workflow/parse/parseWorkflow.ts';
import { usualLimits } from '../../../../src/routing/budgets/requestLimits.ts';

const yaml = `
description: Sorts and answers
model: fast
inputs:
  letter: { type: text, ask: Which letter? }
steps:
  sort:
    prompt: 'Sort {{ inputs.letter }}'
    output: { kind: text }
  answer:
    prompt: 'Answer {{ inputs.letter }} of {{ sort.kind }}'
  shorten:
    prompt: 'Shorten {{ answer }}'
`;

async function steps() {
  const { workflow, problems } = await parseWorkflow(yaml, {
    name: 'letters',
    tiers: ['fast'],
    commands: [],
    limits: usualLimits,
    readFile: () => Promise.resolve(undefined),
  });
  expect(problems).toEqual([]);
  return new Map(modelStepsOf(workflow!).map((step) => [step.name, step]));
}

const values = {
  inputs: { letter: 'Hello' },
  sort: { kind: 'greeting' },
  answer: 'Hi',
  other: 'secret',
};

test('a step brings the values that it uses and no others, and what it gave', async () => {
  const step = (await steps()).get('answer')!;
  const fixture = fixtureOfStep({ step, values, value: 'Hi', tags: ['accepted'] });
  expect(fixture).toEqual({
    values: { inputs: { letter: 'Hello' }, sort: { kind: 'greeting' } },
    reference: 'Hi',
    tags: ['accepted'],
  });
  const subject = { kind: 'step', workflow: 'letters', step: 'answer' } as const;
  expect(fixtureProblem(fixture, subject)).toBeUndefined();
});

test('an answer of a form is what is expected; without a good one there is none', async () => {
  const step = (await steps()).get('sort')!;
  expect(fixtureOfStep({ step, values, value: { kind: 'greeting' }, tags: [] })).toEqual({
    values: { inputs: { letter: 'Hello' } },
    expected: { kind: 'greeting' },
  });
  expect(fixtureOfStep({ step, values, tags: [] })).not.toHaveProperty('expected');
});
