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
  check: { model: fast, prompt: 'Check {{ answer }}', when: 'sort.kind == "hard"' }
  never: { prompt: never, when: 'sort.kind == "easy"' }
result: answer
`);
  const world = workflowWorld({
    'p/small': [saysJson({ kind: 'hard' }), says('fine')],
    'p/large': [says('well')],
  });
  const inputs = { message: '{{ hello }}' };
  const { events, end } = await played({ workflow, inputs }, world);
  expect(end).toMatchObject({ status: 'done', value: 'well', spentNanoUsd: 450_000 });
  expect(asked(world)).toEqual(['p/small', 'p/large', 'p/small']);
  expect(endings(events)).toEqual(['sort: done', 'answer: done', 'check: done', 'never: skipped']);
  // A value in a prompt is data, and is not rendered again.
  expect(world.calls.map(({ call }) => call.messages[0]!.text)).toEqual([
    'Sort {{ hello }}',
    'Answer {{ hello }}, hard',
    'Check well',
  ]);
  expect(only(events, 'decided').map(({ declared, plan }) => `${declared}: ${plan}`)).toEqual([
    'fast: fast (small)',
    'reasoning: reasoning (large)',
    'fast: fast (small)',
  ]);
  expect(only(events, 'ranOther')).toEqual([]);
});

test('values go through branches, lists and steps side by side', async () => {
  const workflow = await workflowFrom(`
description: Trial
model: fast
steps:
  names: { prompt: names, output: { all: { list: text } } }
  each:
    forEach: names.all
    as: name
    maxItems: 2
    atOnce: 1
    steps:
      way:
        branch:
          - { when: 'name == "a"', steps: { one: { prompt: 'one {{ name }}' } } }
          - { steps: { other: { prompt: 'other {{ name }}' } } }
  both:
    parallel:
      left: { prompt: 'left {{ right }}' }
      right: { prompt: 'right {{ each }}' }
result: both.left
`);
  const world = workflowWorld({
    'p/small': [saysJson({ all: ['a', 'b', 'c'] }), ...['A', 'B', 'R', 'L'].map((it) => says(it))],
  });
  const { events, end } = await played({ workflow }, world);
  expect(end.value).toBe('L');
  expect(world.calls.slice(1).map(({ call }) => call.messages[0]!.text)).toEqual([
    'one a',
    'other b',
    'right [\n  "A",\n  "B"\n]',
    'left R',
  ]);
  expect(only(events, 'note').map(({ step, text }) => `${step}: ${text}`)).toEqual([
    'each: Only the first 2 of 3 items were taken. Raise `maxItems` for more.',
  ]);
  expect(endings(events)).toContain('each/2/way/other: done');
});

test('after a failure what runs beside it ends, nothing further begins, and it is said where', async () => {
  const workflow = await workflowFrom(`
description: Trial
model: fast
steps:
  both:
    parallel:
      bad: { tool: search, with: { text: x } }
      good: { prompt: good }
  after: { prompt: after }
`);
  const world = workflowWorld({ 'p/small': [says('ok')] });
  const { events, end } = await played({ workflow }, world);
  expect(end).toMatchObject({
    status: 'failed',
    problem: '“both/bad”: search is not to be had here. Write it.',
    spentNanoUsd: 150_000,
  });
  expect(endings(events)).toEqual(['both/bad: failed', 'both/good: done', 'both: failed']);
  expect(only(events, 'stepEnded').filter(({ problem }) => problem !== undefined).length).toBe(1);
});

test('after an item has failed, no further one begins', async () => {
  const workflow = await workflowFrom(`
description: Trial
model: fast
steps:
  names: { prompt: names, output: { all: { list: text } } }
  each: { forEach: names.all, as: name, atOnce: 1, steps: { one: { prompt: '{{ name }}' } } }
`);
  const script = { 'p/small': [saysJson({ all: ['a', 'b'] }), says('')] };
  const { events } = await played({ workflow }, workflowWorld(script));
  expect(endings(events)).toEqual([
    'names: done',
    'each/1/one: failed',
    'each/1: failed',
    'each: failed',
  ]);
});

const inputs: [what: string, given: Record<string, unknown>, problem: string][] = [
  ['a missing one', {}, '"name" is missing: Who?'],
  ['one of a wrong type', { name: 3 }, '"name" is a text. Write a text.'],
  ['one of no choice', { name: 'a', size: 'huge' }, '"huge" is not a choice for "size".'],
  ['one too many', { name: 'a', nme: 'b' }, 'There is no input "nme". Did you mean "name"?'],
];
test.each(inputs)(
  'inputs are checked against the definition: %s',
  async (_what, given, problem) => {
    const workflow = await workflowFrom(`
description: Trial
inputs:
  name: Who?
  size: { ask: Which?, choices: [small, large], default: small }
steps: { one: { prompt: '{{ inputs.name }} {{ inputs.size }}', model: fast } }
`);
    const right = workflowWorld({ 'p/small': [says('ok')] });
    await played({ workflow, inputs: { name: 'Ada' } }, right);
    expect(right.calls[0]!.call.messages[0]!.text).toBe('Ada small');
    const world = workflowWorld({});
    const { events, end } = await played({ workflow, inputs: given }, world);
    expect(end.problem).toContain(problem);
    expect([events, world.log]).toEqual([[], []]);
  },
);

const reading: [lines: string, value: object][] = [
  ['', { text: 'one\ntwo', startLine: 1, endLine: 2 }],
  ['startLine: 2', { text: 'two', startLine: 2, endLine: 2 }],
  ['startLine: -3, endLine: 9', { text: 'one\ntwo', startLine: 1, endLine: 2 }],
];
test.each(reading)('readFile with %j', async (lines, value) => {
  const { end } = await read(lines);
  expect(end.value).toMatchObject(value);
});

test.each(['startLine: 3', 'startLine: 2, endLine: 1', 'endLine: 0'])(
  'readFile finds no lines at %j, and says so',
  async (lines) => {
    const { end } = await read(lines);
    expect(end.problem).toContain('a.ts has 2 lines, so there are none from');
  },
);

async function read(lines: string): ReturnType<typeof played> {
  const workflow = await workflowFrom(`
description: Trial
steps:
  file: { tool: readFile, with: { path: a.ts, ${lines} } }
`);
  return played({ workflow }, workflowWorld({}, { files: { 'a.ts': 'one\ntwo' } }));
}

test('a policy may move steps to other models while the definition stays', async () => {
  const workflow = await workflowFrom(`
description: Trial
steps:
  one: { prompt: a, model: reasoning }
  two: { branch: [{ steps: { inner: { prompt: b, model: reasoning } } }] }
`);
  const named = (name: string) => ({ kind: 'named', name }) as const;
  const world = workflowWorld({ 'p/small': [says('1')], 'p/medium': [says('2')] });
  const models = { everywhere: named('fast'), steps: { inner: named('balanced') } };
  const { events } = await played({ workflow, models }, world);
  expect(asked(world)).toEqual(['p/small', 'p/medium']);
  const plain = await played({ workflow }, workflowWorld({ 'p/large': [says('1'), says('2')] }));
  const [started, other] = [events, plain.events].map((each) => only(each, 'runStarted')[0]!);
  expect(started!.hash).toBe(other!.hash);
});
