import { expect, test } from 'vitest';
import type { BudgetGuard } from '../../../../src/execution/budgetGuard.ts';
import { modelWith } from '../../../support/tasks.ts';
import { after, costOfOne, hangs, says, type Answer } from '../../../support/scriptedRun.ts';
import {
  endings,
  only,
  played,
  workflowFrom,
  workflowWorld,
} from '../../../support/workflowWorld.ts';
import { parsed } from './parsed.ts';

const chain = (limits: string) => `
description: Trial
model: fast
${limits}
steps:
  one: { prompt: a }
  two: { prompt: b }
  three: { prompt: c }
`;
const three = { 'p/small': [says('1'), says('2'), says('3')] };

test('no call is made whose worst case would pass the limit of the workflow', async () => {
  // Two calls fit, each with fewer tokens to write than the one before; not even the least of a third.
  const world = workflowWorld(three);
  const maxUsd = 0.0006;
  const { events, end } = await played(
    { workflow: await workflowFrom(chain(`maxUsd: ${maxUsd}`)) },
    world,
  );
  expect(end.status).toBe('failed');
  expect(end.problem).toBe(
    '“three”: The budget of the workflow “trial” does not allow this call. Raise the limit, or put “three” on a cheaper tier.',
  );
  expect(endings(events)).toEqual(['one: done', 'two: done', 'three: failed']);
  expect(world.calls.length).toBe(2);
  expect(end.spentNanoUsd).toBe(2 * costOfOne);
});

test('each call may write as much as the money left pays for in the worst case', async () => {
  const world = workflowWorld(three);
  const workflow = await workflowFrom(chain('maxUsd: 0.003'));
  await played({ workflow }, world);
  const most = world.calls.map(({ call }) => call.maxOutputTokens);
  expect(most.every((tokens) => tokens < 1000)).toBe(true);
  expect(most).toEqual(most.toSorted((one, other) => other - one));
  for (const [index, { worstCaseNanoUsd }] of world.reservations.entries()) {
    expect(worstCaseNanoUsd! + index * costOfOne).toBeLessThanOrEqual(3_000_000);
  }
});

test('the tries of a cascade write within the money left as well', async () => {
  const workflow = await workflowFrom(`
description: Trial
maxUsd: 0.003
steps:
  one: { prompt: a, model: { cascade: [fast, reasoning] }, output: { n: integer } }
`);
  const world = workflowWorld({ 'p/small': [says('one')], 'p/large': [says('{"n":1}')] });
  const { end } = await played({ workflow }, world);
  expect(end).toMatchObject({ status: 'done', value: { n: 1 } });
  const [first, second] = world.reservations.map(({ worstCaseNanoUsd }) => worstCaseNanoUsd!);
  expect(first).toBeLessThanOrEqual(3_000_000);
  expect(second).toBeLessThanOrEqual(3_000_000 - costOfOne);
});

test('steps side by side share the limit: a call waits while others might use the money', async () => {
  const workflow = await workflowFrom(`
description: Trial
model: fast
maxUsd: 0.0056
steps:
  all:
    parallel: { one: { prompt: a }, two: { prompt: b }, three: { prompt: c } }
`);
  let open = 0;
  let mostOpen = 0;
  const counted: Answer = async function* answer(call, signal) {
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    await Promise.resolve();
    yield* says('ok')(call, signal);
    open -= 1;
  };
  const world = workflowWorld({ 'p/small': [counted, counted, counted] });
  const { end } = await played({ workflow }, world);
  expect(end).toMatchObject({ status: 'done', spentNanoUsd: 3 * costOfOne });
  expect(mostOpen).toBe(1);
});

test('a step has a limit of its own, judges and retries in it', async () => {
  const workflow = await workflowFrom(`
description: Trial
steps:
  one: { prompt: a, model: fast, maxUsd: 0.0002 }
`);
  const { end } = await played({ workflow }, workflowWorld(three));
  expect(end.problem).toContain('The budget of the step “one” does not allow this call.');
});

test('budgets of the developer hold as well, and may be raised', async () => {
  const workflow = await workflowFrom(chain(''));
  let cap = 6_000_000;
  const asked: string[] = [];
  const budgetGuard: BudgetGuard = {
    limits: () => [{ budgetId: 'a day', capNanoUsd: cap, span: { fromMs: 0 } }],
    async askToRaise({ limit }) {
      asked.push(limit.budgetId);
      cap = 1e9;
      return true;
    },
  };
  const world = workflowWorld(three, { budgetGuard });
  const { events, end } = await played({ workflow }, world);
  expect(end.status).toBe('done');
  expect(asked).toEqual(['a day']);
  expect(only(events, 'callRefused').length).toBe(1);
  expect(end.spentNanoUsd).toBe(3 * costOfOne);
});

const late: [what: string, yaml: string, problem: string][] = [
  [
    'a step',
    'steps: { slow: { prompt: a, model: fast, maxSeconds: 0.05 } }',
    '“slow”: It took longer than the 0.05 s it may take.',
  ],
  [
    'the workflow',
    'maxSeconds: 0.05\nsteps: { slow: { prompt: a, model: fast } }',
    'The workflow took longer than the 0.05 s it may take.',
  ],
];
test.each(late)('%s is stopped when its time is over', async (_what, yaml, problem) => {
  const world = workflowWorld({ 'p/small': [hangs()] });
  const { end } = await played(
    { workflow: await workflowFrom(`description: Trial\n${yaml}`) },
    world,
  );
  expect(end.status).toBe('failed');
  expect(end.problem).toContain(problem);
  expect(world.settlements.map(({ outcome }) => outcome)).toEqual(['cancelled']);
});

test('side by side, no more run at once than may, and each begins when what it needs is there', async () => {
  const workflow = await workflowFrom(`
description: Trial
model: fast
steps:
  all:
    atOnce: 2
    parallel:
      last: { prompt: 'last {{ first }} {{ second }}' }
      first: { prompt: first }
      second: { prompt: second }
      third: { prompt: third }
`);
  const gate = Promise.withResolvers<void>();
  const world = workflowWorld({
    'p/small': [after(gate.promise, says('1')), says('2'), says('3'), says('4')],
  });
  const { events } = await played({ workflow }, world, (event) => {
    if (event.kind === 'stepEnded' && event.step === 'all/third') gate.resolve();
  });
  expect(only(events, 'stepStarted').map(({ step }) => step)).toEqual([
    'all',
    'all/first',
    'all/second',
    'all/third',
    'all/last',
  ]);
  expect(endings(events)).toEqual([
    'all/second: done',
    'all/third: done',
    'all/first: done',
    'all/last: done',
    'all: done',
  ]);
});

const unpriced = {
  catalog: new Map([['p/small' as const, modelWith('p/small', { prices: [] })]]),
};

test('a call of unknown price stops a workflow that has a limit, and says why', async () => {
  const world = workflowWorld(three, { situation: unpriced });
  const workflow = await workflowFrom(chain('maxUsd: 1'));
  const { end } = await played({ workflow }, world);
  expect(world.calls).toEqual([]);
  expect(end).toMatchObject({ status: 'failed', spentNanoUsd: 0 });
  expect(end.problem).toMatch(/The price of small is unknown.*`worstCaseUsd` of "p\/small"/);
});

test('it counts at the worst case that the developer names, and is never allowed without one', async () => {
  const workflow = await workflowFrom(chain('maxUsd: 1'));
  const answers = [{ kind: 'worstCase', nanoUsd: 6e8 }, { kind: 'mayCostAnything' }] as const;
  let asks = 0;
  const budgetGuard: BudgetGuard = {
    limits: () => [],
    askToRaise: async () => answers[asks++] ?? false,
  };
  const world = workflowWorld(three, { situation: unpriced, budgetGuard });
  const { end } = await played({ workflow }, world);
  expect(world.calls).toHaveLength(1);
  expect(end).toMatchObject({ status: 'failed', spentNanoUsd: 6e8 });
  expect(asks).toBe(2);
});

test('a file may not widen what the user lets a run spend', async () => {
  const workflow = await workflowFrom(chain('maxUsd: 1000\nmaxSeconds: 100000'));
  const limits = { calls: 2, nanoUsd: 1e9, seconds: 60 };
  const world = workflowWorld(three);
  const { end } = await played({ workflow }, { ...world, context: { ...world.context, limits } });
  expect(world.calls).toHaveLength(2);
  expect(end.problem).toBe(
    '“three”: The workflow “trial” has made 2 calls, which is all that it may make.',
  );
  const poor = workflowWorld(three);
  const tight = { calls: 9, nanoUsd: 600_000, seconds: 60 };
  await played({ workflow }, { ...poor, context: { ...poor.context, limits: tight } });
  expect(poor.calls).toHaveLength(2);
});

test('without a word of the user, the usual limits hold a run', async () => {
  const workflow = await workflowFrom(chain(''));
  const world = workflowWorld(three, { situation: dear });
  const { end } = await played({ workflow }, world);
  expect(world.calls).toEqual([]);
  expect(end.problem).toContain('does not allow this call');
});

const rate = 1e15;
/** A call costs thousands of dollars. */
const dear = {
  catalog: new Map([
    [
      'p/small' as const,
      modelWith('p/small', {
        prices: [{ from: '2026-01-01', source: 'test', input: rate, output: rate }],
      }),
    ],
  ]),
};

test('caps of a file that are wider than the user’s are told at their place', async () => {
  const { notices } = await parsed(
    `description: Wide\nmaxUsd: 1000\nsteps:\n  a: { prompt: x, maxUsd: 500 }\n`,
  ).then((read) => ({ notices: read.workflow ? read.notices : undefined }));
  expect(notices?.map(({ line, message }) => `${line}: ${message}`)).toEqual([
    expect.stringMatching(/^2: This is more than you let one run spend.*\$50/),
    expect.stringMatching(/^4: This is more than you let one request spend.*\$20/),
  ]);
});
