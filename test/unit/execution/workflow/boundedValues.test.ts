import { expect, test } from 'vitest';
import { withModels } from '../../../../src/execution/workflow/steps/withModels.ts';
import { evaluateCondition } from '../../../../src/execution/workflow/values/condition.ts';
import {
  calls,
  only,
  played,
  workflowFrom,
  workflowWorld,
} from '../../../support/workflowWorld.ts';
import { parsed } from './parsed.ts';

const items = Array.from({ length: 2_000 }, (_, index) => ({ n: index, text: 'x'.repeat(50) }));
const values = { a: items, few: items.slice(0, 50), long: 'x'.repeat(1_000_000) };

test.each([
  Array.from({ length: 20 }, () => 'a.all(x, a.all(y, x.n >= 0))').join(' && '),
  'a.all(x, x in a)',
  'a.all(x, !long.contains("y"))',
  '(a + a + a).all(x, (a + a).all(y, x.n >= 0))',
])('the condition %s is refused before it takes long', (condition) => {
  expect(() => evaluateCondition(condition, values)).toThrow('goes through too many items');
});

test.each([
  'a.exists(x, x.n == 1999)',
  'few.all(x, few.exists(y, y.n == x.n))',
  '!long.contains("y")',
])('the condition %s is judged', (condition) => {
  expect(evaluateCondition(condition, values)).toBe(true);
});

test('the parts of all templates of a workflow count together', async () => {
  const prompt = JSON.stringify('{{ inputs }}'.repeat(200));
  const steps = ['a', 'b', 'c'].map((name) => `  ${name}: { prompt: ${prompt} }`).join('\n');
  const { problems } = await parsed(`description: d\nsteps:\n${steps}\n`);
  expect(problems[0]?.message).toContain('these have 600');
});

test.each(['constructor', 'toString', 'hasOwnProperty'])(
  'a step named %s keeps its own model where the policy names others',
  async (name) => {
    const workflow = await workflowFrom(
      `description: d\nsteps:\n  ${name}: { prompt: x, model: fast }\n`,
    );
    expect(withModels(workflow, { steps: {}, agents: {} })).toEqual(workflow);
  },
);

test('an answer with more tool calls than any model makes is ended', async () => {
  const flood = Array.from({ length: 400 }, (_, n) => ['search', { n }] as const);
  const world = workflowWorld({ 'p/small': [calls(...flood)] }, { tools: { search: () => ({}) } });
  const workflow = await workflowFrom(`
description: d
agents: { one: { role: r, instructions: i, model: fast, tools: [search] } }
steps: { work: { agent: one, task: Do it. } }
`);
  const { events, end } = await played({ workflow }, world);
  expect(end.status).toBe('failed');
  expect(only(events, 'callEnded')[0]).toMatchObject({ errorKind: 'endless' });
  expect(world.log).not.toContain('tool search');
});
