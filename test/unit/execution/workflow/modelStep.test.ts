import { expect, test } from 'vitest';
import { formatGate } from '../../../../src/execution/gates/format.ts';
import type { Gate } from '../../../../src/execution/gates/gate.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import { asked, fails, noWrongs, says, type Script, writes } from '../../../support/scriptedRun.ts';
import { policyWith, standingWith, took } from '../../../support/tasks.ts';
import {
  only,
  played,
  saysJson,
  workflowFrom,
  workflowWorld,
  type WorldOptions,
} from '../../../support/workflowWorld.ts';

const oneStep = (step: string) => workflowFrom(`description: Trial\nsteps: { one: ${step} }`);

async function play(step: string, script: Script, options?: WorldOptions) {
  const world = workflowWorld(script, options);
  const result = await played({ workflow: await oneStep(step) }, world);
  return { ...result, world };
}

const good = saysJson({ n: 1 });
const bad = says('It is one.');
const form = 'output: { n: integer }';
const outputs: [what: string, step: string, script: Script, ran: string[], ends: string][] = [
  ['at once', `{ prompt: a, model: fast, ${form} }`, { 'p/small': [good] }, ['p/small'], 'done'],
  [
    'in a code block',
    `{ prompt: a, model: fast, ${form} }`,
    { 'p/small': [says('```json\n{"n": 1}\n```')] },
    ['p/small'],
    'done',
  ],
  [
    'corrected after one note',
    `{ prompt: a, model: fast, ${form} }`,
    { 'p/small': [bad, good] },
    ['p/small', 'p/small'],
    'done',
  ],
  [
    'never',
    `{ prompt: a, model: fast, ${form} }`,
    { 'p/small': [bad, saysJson({ n: 'one' })] },
    ['p/small', 'p/small'],
    'Its answer does not have the form of its `output`: n: Invalid input',
  ],
  [
    'one tier higher',
    `{ prompt: a, model: { cascade: [fast, reasoning] }, gates: [complete], ${form} }`,
    { 'p/small': [bad], 'p/large': [good] },
    ['p/small', 'p/large'],
    'done',
  ],
  [
    'on no tier',
    `{ prompt: a, model: { cascade: [fast, reasoning] }, ${form} }`,
    { 'p/small': [bad], 'p/large': [bad] },
    ['p/small', 'p/large'],
    'Its answer is not good enough. The format check failed: The answer holds no JSON object',
  ],
];
test.each(outputs)(
  'an answer has the form of its output %s',
  async (_what, step, script, ran, ends) => {
    const { end, world, events } = await play(step, script);
    expect(asked(world)).toEqual(ran);
    const { status, problem } = only(events, 'stepEnded')[0]!;
    expect(problem ?? status).toContain(ends);
    expect(end.value).toEqual(ends === 'done' ? { n: 1 } : undefined);
    const [first] = world.calls;
    expect(first!.call.outputSchema).toMatchObject({ name: 'one', schema: { required: ['n'] } });
  },
);

test('a model that is asked once more sees its answer and the problem', async () => {
  const step = `{ prompt: a, model: fast, ${form} }`;
  const { world, events } = await play(step, { 'p/small': [bad, good] });
  expect(world.calls[1]!.call.messages.slice(1)).toEqual([
    { role: 'assistant', text: 'It is one.' },
    { role: 'user', text: expect.stringContaining('The answer holds no JSON object.') },
  ]);
  expect(only(events, 'note').map(({ text }) => text)).toEqual([
    'Asked once more: The answer holds no JSON object.',
  ]);
});

const files = { 'a.ts': 'one\ntwo\nthree\n' };
const edit = (more: string) =>
  `{ prompt: Mend it., model: { cascade: [fast, reasoning] }, gates: [format, command], edit: { path: a.ts, ${more} } }`;
const gates: readonly Gate[] = [formatGate, noWrongs];

test('an edit is bound to its lines, judged in the file, and its value says what it replaces', async () => {
  const script = { 'p/small': [writes('wrong')], 'p/large': [writes('TWO')] };
  const { end, events, world } = await play(edit('startLine: 2, endLine: 2'), script, {
    files,
    gates,
  });
  expect(end.value).toEqual({ path: 'a.ts', startLine: 2, endLine: 2, text: 'TWO' });
  expect(end.edits).toEqual([]);
  expect(asked(world)).toEqual(['p/small', 'p/large']);
  expect(only(events, 'verdict').map(({ verdict }) => `${verdict.gate} ${verdict.kind}`)).toEqual([
    'format pass',
    'command fail',
    'format pass',
    'command pass',
  ]);
});

test('an edit that is written as a diff is applied, and a note says so', async () => {
  const script = { 'p/small': [writes(' one\n-two\n+TWO')] };
  const { end, events } = await play(edit('startLine: 2, endLine: 2'), script, { files, gates });
  expect(end.value).toEqual({ path: 'a.ts', startLine: 2, endLine: 2, text: 'TWO' });
  const note = 'Its answer was written as a diff and applied to the selected lines.';
  expect(only(events, 'note').map(({ text }) => text)).toEqual([note]);
});

test('an answer that no gate passes fails the step', async () => {
  const script = { 'p/small': [writes('wrong')], 'p/large': [writes('wrong too')] };
  const { end } = await play(edit('startLine: 2, endLine: 2'), script, { files, gates });
  expect(end.problem).toContain('Its answer is not good enough. The command check failed');
});

test('a file that is not there yet is written whole', async () => {
  const step = '{ prompt: Write it., model: fast, edit: { path: b.ts } }';
  const { end } = await play(step, { 'p/small': [writes('new')] }, { files });
  expect(end.value).toEqual({ path: 'b.ts', startLine: 1, endLine: 1, text: 'new' });
});

test.each([
  ['startLine: 9, endLine: 9', 'a.ts has 4 lines, so lines 9 to 9 cannot be replaced.'],
  ['startLine: 3, endLine: 2', 'a.ts has 4 lines, so lines 3 to 2 cannot be replaced.'],
])('lines that are not there are refused before any money is spent: %s', async (lines, problem) => {
  const { end, world } = await play(edit(lines), {}, { files, gates });
  expect(end.problem).toContain(problem);
  expect(world.reservations).toEqual([]);
});

test('a judge also judges the last answer, because its no counts', async () => {
  const lasts: (boolean | undefined)[] = [];
  const judge: Gate = {
    name: 'judge',
    async check({ origin }) {
      lasts.push(origin?.last);
      return { gate: 'judge', kind: 'fail', evidence: [{ message: 'too short' }] };
    },
  };
  const step = '{ prompt: a, model: fast, gates: [judge] }';
  const { end } = await play(step, { 'p/small': [says('short')] }, { gates: [judge] });
  expect(lasts).toEqual([false]);
  expect(end.problem).toContain('The judge check failed: too short.');
});

const two = {
  policy: policyWith({ tiers: toTiers({ fast: ['p/small', 'p/medium'], reasoning: ['p/large'] }) }),
};
const resting = new Map([['p/small', { secondsLeft: 9, why: 'rate limited' }]]);
const others: [what: string, model: string, script: Script, options: WorldOptions, said: string][] =
  [
    [
      'a stand-in after an outage',
      'fast',
      { 'p/small': [fails('overloaded')], 'p/medium': [says('ok')] },
      { situation: two },
      'fast (medium), because small could not be reached',
    ],
    [
      'a stand-in for one that rests',
      'fast',
      { 'p/medium': [says('ok')] },
      { situation: { ...two, coolingDown: resting } },
      'fast (medium), because small: rate limited a moment ago, not asked again for 9 s',
    ],
    [
      'a lower tier when money is short',
      'reasoning',
      { 'p/medium': [says('ok')] },
      { situation: { budgets: [standingWith({ spentNanoUsd: 3.5e9 })] } },
      'balanced (medium), because the workflow’s step “one”, one tier down because $1.50 of $5.00 per session is left',
    ],
  ];
test.each(others)(
  'another model than declared is said loudly: %s',
  async (_what, model, script, options, said) => {
    const { events, end } = await play(`{ prompt: a, model: ${model} }`, script, options);
    expect(end.status).toBe('done');
    const [other, ...more] = only(events, 'ranOther');
    expect(more).toEqual([]);
    expect(other!.declared).toBe(model);
    expect(`${other!.ran}, because ${other!.why}`).toBe(said);
  },
);

const quick = new Map(Object.entries({ 'p/medium': took(900), 'p/large': took(2000) }));
const fastest: [model: string, asked: 'p/medium' | 'p/large', declared: string][] = [
  ['fastest', 'p/medium', 'the fastest'],
  ['{ fastest: [fast, reasoning] }', 'p/medium', 'the fastest of fast and reasoning'],
  ['{ fastest: [reasoning] }', 'p/large', 'the fastest of reasoning'],
];
test.each(fastest)(
  'a step on %s asks the model that is measured to be the fastest',
  async (model, quickest, declared) => {
    const { events, end } = await play(
      `{ prompt: a, model: ${model} }`,
      { [quickest]: [says('ok')] },
      { situation: { ...two, latencies: quick, coolingDown: resting } },
    );
    expect(end.status).toBe('done');
    expect(only(events, 'ranOther')).toEqual([]);
    const [decided] = only(events, 'decided');
    expect(decided).toMatchObject({ declared });
    expect(decided!.reason).toContain('the workflow’s step “one”, the fastest of');
  },
);

const failures: [what: string, script: Script, problem: string][] = [
  [
    'an outage',
    { 'p/small': [fails('badRequest')] },
    'The model could not be asked: badRequest! Resume the run to ask again.',
  ],
  [
    'silence',
    { 'p/small': [says('')] },
    'The model returned an empty answer. Resume the run to ask again.',
  ],
];
test.each(failures)('a step fails with what to do: %s', async (_what, script, problem) => {
  const { end } = await play('{ prompt: a, model: fast }', script);
  expect(end.problem).toBe(`“one”: ${problem}`);
});

test('without a ready model, the step fails before any request', async () => {
  const { end, world } = await play(
    '{ prompt: a, model: fast }',
    {},
    {
      situation: { providers: new Map() },
    },
  );
  expect(end.problem).toBe(
    '“one”: Ask could not run: no model of the tier fast is ready. small: there is no provider “p” in your settings. Set a key for one of its models, or name a tier whose model can do it.',
  );
  expect(world.log).toEqual([]);
});
