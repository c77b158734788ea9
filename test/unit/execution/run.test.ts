import { expect, test } from 'vitest';
import type { AttemptEnd, RunEvent } from '../../../src/execution/events.ts';
import { run, type Runnable, type RunRequest } from '../../../src/execution/run.ts';
import type { SettlementFact } from '../../../src/ledger/facts.ts';
import type { Part } from '../../../src/providers/provider.ts';
import type { GatedPlan } from '../../../src/routing/decision.ts';
import type { Model } from '../../../src/routing/models/model.ts';
import {
  asked,
  eventsOf,
  fails,
  failure,
  finish,
  noWrongs,
  rung,
  says,
  type Script,
  scriptedWorld,
  streams,
  text,
  writes,
} from '../../support/scriptedRun.ts';
import { modelWith, taskWith } from '../../support/tasks.ts';

const usage: Part = { kind: 'usage', usage: { inputTokens: 10, outputTokens: 2 }, raw: {} };

/** One answer of one model: its parts, and how it ends. */
interface Told {
  readonly parts?: readonly Part[];
  readonly error?: Error;
  readonly ledgerBroken?: boolean;
  /** The developer cancels after the parts. */
  readonly abort?: true;
  readonly model?: Partial<Model>;
}

function play({ parts = [], error, ledgerBroken = false, abort, model }: Told) {
  const choice = { tier: 'fast', model: modelWith('p/small', model) };
  const script: Script = {
    'p/small': [
      async function* answer(call, signal) {
        yield* streams(parts, error)(call, signal);
        if (abort) world.controller.abort();
        signal.throwIfAborted();
      },
    ],
  };
  const world = scriptedWorld(script, { ledgerBroken });
  return runIn(world, { kind: 'direct', choice });
}

async function runIn(
  world: ReturnType<typeof scriptedWorld>,
  plan: Runnable,
  more: Pick<RunRequest, 'temperature'> = {},
) {
  const events: RunEvent[] = [];
  const request = {
    task: taskWith(),
    plan,
    maxOutputTokens: 1000,
    baseline: modelWith('p/large', {
      prices: [{ from: '2026-01-01', source: 't', input: 10e9, output: 50e9 }],
    }),
    gates: new Map([['command', noWrongs] as const]),
    ...more,
    fact: {
      requestId: 'request',
      sessionId: 'session',
      atMs: 0,
      workspace: 'w',
      subject: 's',
      taskType: 'refactor',
      reason: 'r',
    },
  };
  for await (const event of run(request, world.context, world.controller.signal)) {
    events.push(event);
  }
  const last = events.at(-1);
  const end = last?.kind === 'finished' ? last.end : undefined;
  return { ...world, events, end: end as AttemptEnd };
}

test('money is reserved before the call and settled after it, and the answer is kept as chosen', async () => {
  const { log, reservations, settlements, end } = await play({
    parts: [text('he'), text('llo'), usage, finish('stop')],
  });
  expect(log).toEqual([
    'request',
    'reserve p/small',
    'call p/small',
    'settle p/small complete',
    'chosen p/small',
  ]);
  // 1000 output tokens at 5 USD per million, and the prompt on top.
  expect(reservations[0]!.worstCaseNanoUsd).toBeGreaterThan(5_000_000);
  expect(end).toMatchObject({ outcome: 'complete', text: 'hello', firstTextMs: 5 });
  expect(settlements[0]).toMatchObject({
    outcome: 'complete',
    cost: { source: 'computed', nanoUsd: 20_000 },
    baseline: { modelName: 'large', nanoUsd: 200_000 },
  });
});

test('of an answer that nobody bills nothing was saved', async () => {
  const unbilled = { ...finish('stop'), isFree: true } as const;
  const { settlements } = await play({ parts: [text('hello'), usage, unbilled] });
  expect(settlements[0]).toMatchObject({
    cost: { source: 'computed', nanoUsd: 0 },
    baseline: { modelName: 'large', nanoUsd: 0 },
  });
});

test('a tool call is reported as it arrives, and ends with the attempt', async () => {
  const call = { id: 'c1', name: 'read', argumentsJson: '{"path":"a.ts"}' };
  const { events, end } = await play({
    parts: [{ kind: 'toolCall', call }, usage, finish('toolCalls')],
  });
  expect(eventsOf(events, 'toolCall').map((event) => event.call)).toEqual([call]);
  expect(end).toMatchObject({ outcome: 'complete', text: '', toolCalls: [call] });
});

const outcomes: [string, Told, Partial<AttemptEnd>][] = [
  ['no finish reason means cut off', { parts: [text('half'), usage] }, { outcome: 'cutOff' }],
  [
    'stopped at the limit',
    { parts: [text('half'), usage, finish('length')] },
    { outcome: 'truncated' },
  ],
  ['declined', { parts: [text('no'), usage, finish('refusal')] }, { outcome: 'refused' }],
  [
    'an unknown reason is not a success',
    { parts: [text('x'), finish('other')] },
    { outcome: 'cutOff' },
  ],
  ['no text at all', { parts: [text(' \n'), usage, finish('stop')] }, { outcome: 'empty' }],
  ['a call that never came', { parts: [usage, finish('toolCalls')] }, { outcome: 'empty' }],
  ['failed before any text', { error: failure('unreachable') }, { outcome: 'failed' }],
  [
    'failed after some text',
    { parts: [text('half')], error: failure('timeout') },
    { outcome: 'cutOff' },
  ],
  [
    'cancelled keeps what arrived',
    { parts: [text('half')], abort: true },
    { outcome: 'cancelled', text: 'half' },
  ],
];
test.each(outcomes)('%s', async (_, script, expected) => {
  const { end, settlements } = await play(script);
  expect(end).toMatchObject(expected);
  expect(settlements).toHaveLength(1);
});

const costs: [string, Told, SettlementFact['cost']][] = [
  [
    'the provider’s own figure comes first',
    { parts: [text('x'), { ...usage, reportedNanoUsd: 7 } as Part, finish('stop')] },
    { source: 'reported', nanoUsd: 7 },
  ],
  [
    'the last usage counts',
    {
      parts: [
        usage,
        text('x'),
        { ...usage, usage: { inputTokens: 1, outputTokens: 1 } } as Part,
        finish('stop'),
      ],
    },
    { source: 'computed', nanoUsd: 6000 },
  ],
  [
    'tokens without a price have an unknown cost',
    { parts: [text('x'), usage, finish('stop')], model: { prices: [] } },
    { source: 'unknown' },
  ],
  [
    'a call that was refused at the door is free',
    { error: failure('badKey') },
    { source: 'computed', nanoUsd: 0 },
  ],
];
test.each(costs)('%s', async (_, script, cost) => {
  expect((await play(script)).settlements[0]!.cost).toEqual(cost);
});

test.each([
  ['no usage came', { parts: [text('hello'), finish('stop')] }],
  ['it was cancelled', { parts: [text('hello')], abort: true as const }],
  ['it timed out after sending', { error: failure('timeout') }],
])('when %s the tokens are counted here and the cost is an estimate', async (_, script) => {
  const [settlement] = (await play(script)).settlements;
  expect(settlement!.cost.source).toBe('estimated');
  expect(settlement!.cost.nanoUsd).toBeGreaterThan(0);
});

test('a broken ledger does not cost the answer', async () => {
  const { events, end } = await play({ parts: [text('x'), finish('stop')], ledgerBroken: true });
  expect(end.outcome).toBe('complete');
  expect(eventsOf(events, 'notRecorded')).toHaveLength(4);
});

test('a bug is settled before it is thrown', async () => {
  const bug = new TypeError('bug');
  await expect(play({ parts: [text('x')], error: bug })).rejects.toBe(bug);
});

test('a direct plan falls back inside its tier, and the stand-in is the chosen one', async () => {
  const world = scriptedWorld({ 'p/fast': [fails('overloaded')], 'q/other': [says('hello')] });
  const { end, log } = await runIn(world, { kind: 'direct', choice: rung('fast', ['q/other']) });
  expect(end.text).toBe('hello');
  expect(log.at(-1)).toBe('chosen q/other');
});

const checked: GatedPlan = {
  ladder: [rung('fast'), rung('reasoning')],
  gates: ['command'],
  judges: [],
  caps: { attempts: 2 },
};
const script = { 'p/fast': [writes('wrong')], 'p/reasoning': [writes('right')] };
const plans: [Runnable['kind'], Runnable, log: string[]][] = [
  [
    'cascade',
    { kind: 'cascade', ...checked, retry: false, raiseEffort: false },
    ['settle p/fast complete', 'reserve p/reasoning'],
  ],
  ['speculation', { kind: 'speculation', ...checked }, ['reserve p/fast', 'reserve p/reasoning']],
];
test.each(plans)('a %s ends with its chosen answer', async (_, plan, log) => {
  const world = await runIn(scriptedWorld(script), plan);
  expect(asked(world)).toEqual(['p/fast', 'p/reasoning']);
  expect(world.log.filter((entry) => log.includes(entry))).toEqual(log);
  expect(world.log.at(-1)).toBe('chosen p/reasoning');
  expect(world.end.choice.tier).toBe('reasoning');
});

test('a temperature goes to the models that take one, and to no fallback that reasons', async () => {
  const thinker = modelWith('p/large', { capabilities: { reasoning: true } });
  const choice = {
    tier: 'fast',
    model: modelWith('p/small'),
    fallbacks: [{ tier: 'fast', model: thinker }],
  };
  const world = scriptedWorld({ 'p/small': [fails('overloaded')], 'p/large': [says('good')] });
  const { calls } = await runIn(world, { kind: 'direct', choice }, { temperature: 0 });
  expect(calls.map(({ call }) => call.temperature)).toEqual([0, undefined]);
});
