import { expect, test } from 'vitest';
import {
  attemptOrFallback,
  type FallbackContext,
} from '../../../../src/execution/attempt/fallback.ts';
import type { ProviderErrorKind } from '../../../../src/providers/providerError.ts';
import type { Choice } from '../../../../src/routing/decision.ts';
import type { ModelReference } from '../../../../src/routing/models/model.ts';
import { modelWith } from '../../../support/tasks.ts';
import {
  asked,
  drain,
  eventsOf,
  failure,
  fails,
  finish,
  hangs,
  rung,
  says,
  scriptedWorld,
  streams,
  text,
  type Script,
} from '../../../support/scriptedRun.ts';

const call = {
  system: '',
  messages: [{ role: 'user', text: 'hello' }],
  maxOutputTokens: 9,
} as const;

async function play(script: Script, cancelled?: 'at text') {
  const world = scriptedWorld(script);
  const request = {
    requestId: 'request',
    how: 'climb' as const,
    call: () => call,
    choice: rung('fast', ['q/second', 'r/third']),
  };
  const { signal } = world.controller;
  const { events } = await drain(attemptOrFallback(request, world.context, signal), ({ kind }) => {
    if (cancelled && kind === 'text') world.controller.abort();
  });
  const { end } = eventsOf(events, 'attemptEnded').at(-1)!;
  return { ...world, events, end, cooling: [...world.context.coolDowns.current().keys()] };
}

const hello = [says('hello')];

const outages: [ProviderErrorKind, cooling: string][] = [
  ['rateLimited', 'p/fast'],
  ['overloaded', 'p'],
  ['unreachable', 'p'],
  ['timeout', 'p'],
  ['modelNotFound', 'p/fast'],
  ['billing', 'p'],
  ['badKey', 'p'],
  ['forbidden', 'p'],
  ['wrongAddress', 'p'],
  ['notAnAnswer', 'p'],
];
test.each(outages)('on %s the next model is asked, and %s is left alone', async (kind, cooling) => {
  const world = await play({ 'p/fast': [fails(kind)], 'q/second': hello });
  expect(asked(world)).toEqual(['p/fast', 'q/second']);
  expect(world.end).toMatchObject({ outcome: 'complete', text: 'hello' });
  expect(world.cooling).toEqual([cooling]);
});

const faults: ProviderErrorKind[] = ['badRequest', 'tooLong', 'contentPolicy'];
test.each(faults)('on %s no other model is asked', async (kind) => {
  const world = await play({ 'p/fast': [fails(kind)] });
  expect(asked(world)).toEqual(['p/fast']);
  expect(world.end.error?.kind).toBe(kind);
  expect(world.cooling).toEqual([]);
});

test('models are asked in their order, and each says how it came to be asked', async () => {
  const world = await play({
    'p/fast': [fails('overloaded')],
    'q/second': [fails('timeout')],
    'r/third': hello,
  });
  expect(
    eventsOf(world.events, 'attemptStarted').map(({ choice, how }) => [
      choice.model.reference,
      how,
    ]),
  ).toEqual([
    ['p/fast', 'climb'],
    ['q/second', 'fallback'],
    ['r/third', 'fallback'],
  ]);
  expect(world.end.choice.model.reference).toBe('r/third');
  expect(world.settlements.map(({ errorKind }) => errorKind)).toEqual([
    'overloaded',
    'timeout',
    undefined,
  ]);
});

test('when no model can be reached, the run ends with the last error', async () => {
  const world = await play({
    'p/fast': [fails('overloaded')],
    'q/second': [fails('unreachable')],
    'r/third': [fails('timeout')],
  });
  expect(world.end.error?.kind).toBe('timeout');
  expect(world.cooling).toEqual(['p', 'q', 'r']);
});

test('once text was shown no other model begins, but the endpoint is left alone', async () => {
  const world = await play({ 'p/fast': [streams([text('half')], failure('overloaded'))] });
  expect(asked(world)).toEqual(['p/fast']);
  expect(world.end).toMatchObject({ outcome: 'cutOff', text: 'half' });
  expect(world.cooling).toEqual(['p']);
});

test('once a tool call was handed on no other model begins', async () => {
  const call = { id: 'c', name: 'write', argumentsJson: '{}' };
  const thinking = { kind: 'reasoning', text: 'Then …' } as const;
  const world = await play({
    'p/fast': [streams([{ kind: 'toolCall', call }, thinking], failure('overloaded'))],
    'q/second': hello,
  });
  expect(asked(world)).toEqual(['p/fast']);
  expect(eventsOf(world.events, 'toolCall')).toHaveLength(1);
});

test('reasoning that nobody saw does not keep another model from answering', async () => {
  const world = await play({
    'p/fast': [streams([{ kind: 'reasoning', text: 'Hm.' }], failure('overloaded'))],
    'q/second': hello,
  });
  expect(asked(world)).toEqual(['p/fast', 'q/second']);
});

const told = (kind: ProviderErrorKind, fallbacks: readonly ModelReference[], script: Script) => {
  const world = scriptedWorld({ 'p/fast': [fails(kind)], ...script });
  const standIns: (string | undefined)[] = [];
  const context: FallbackContext = {
    ...world.context,
    onStandIn: ({ choice, error }) => standIns.push(`${choice.model.reference} ${error.kind}`),
  };
  const request = { requestId: 'request', call: () => call, choice: rung('fast', fallbacks) };
  const running = attemptOrFallback(request, context, world.controller.signal);
  return { world, standIns, ended: drain(running) };
};

test.each<[ProviderErrorKind, string[]]>([
  ['billing', ['p/fast', 'q/second']],
  ['unreachable', ['p/fast', 'q/second']],
  ['certificate', ['p/fast', 'q/second']],
  // A server that answers with an error, and a limit of one model, say nothing about its other models.
  ['overloaded', ['p/fast', 'p/sibling']],
  ['rateLimited', ['p/fast', 'p/sibling']],
])('on %s a model of the same account is asked only where it may answer', async (kind, models) => {
  const script = { 'p/sibling': hello, 'q/second': hello };
  const { world, standIns, ended } = told(kind, ['p/sibling', 'q/second'], script);
  await ended;
  expect(asked(world)).toEqual(models);
  expect(standIns).toEqual([`p/fast ${kind}`]);
});

test('without another account a refused one is the result', async () => {
  const { world, standIns, ended } = told('billing', ['p/sibling'], {});
  expect((await ended).end.end.error?.kind).toBe('billing');
  expect(asked(world)).toEqual(['p/fast']);
  expect(standIns).toEqual([]);
});

/** A choice whose models take so many tokens. */
function sized(
  tokens: number | undefined,
  ...larger: readonly (readonly [string, number])[]
): Choice {
  const size = (contextTokens: number | undefined) => (contextTokens ? { contextTokens } : {});
  return {
    tier: 'fast',
    model: modelWith('p/fast', size(tokens)),
    larger: larger.map(([tier, window]) => ({ tier, model: modelWith(`q/${tier}`, size(window)) })),
  };
}

test.each<[string, Choice, Script, string[]]>([
  [
    'a larger one',
    sized(8_000, ['balanced', 100_000]),
    { 'q/balanced': hello },
    ['p/fast', 'q/balanced'],
  ],
  [
    'the next larger one when that is too small as well',
    sized(8_000, ['balanced', 100_000], ['reasoning', 200_000]),
    { 'q/balanced': [fails('tooLong')], 'q/reasoning': hello },
    ['p/fast', 'q/balanced', 'q/reasoning'],
  ],
  ['none that is no larger', sized(8_000, ['balanced', 8_000]), {}, ['p/fast']],
  [
    'a larger one, though its own window is unknown',
    sized(undefined, ['balanced', 100_000]),
    { 'q/balanced': hello },
    ['p/fast', 'q/balanced'],
  ],
])('when a task is too long for a model, %s is asked', async (_, choice, script, models) => {
  const world = scriptedWorld({ 'p/fast': [fails('tooLong')], ...script });
  const request = { requestId: 'request', call: () => call, choice };
  const running = attemptOrFallback(request, world.context, world.controller.signal);
  const { events } = await drain(running);
  expect(asked(world)).toEqual(models);
  expect(
    eventsOf(events, 'attemptStarted')
      .slice(1)
      .map(({ how }) => how),
  ).toEqual(models.slice(1).map(() => 'larger'));
  expect([...world.context.coolDowns.current()]).toEqual([]);
});

test('an answer that is not whole is no outage', async () => {
  const world = await play({ 'p/fast': [streams([text('no'), finish('refusal')])] });
  expect(asked(world)).toEqual(['p/fast']);
  expect(world.cooling).toEqual([]);
});

test('an answer ends the cool-down of its endpoint', async () => {
  const world = scriptedWorld({ 'p/fast': hello });
  world.context.coolDowns.note('p/fast', failure('overloaded'));
  const request = { requestId: 'request', choice: rung('fast'), call: () => call };
  await drain(attemptOrFallback(request, world.context, world.controller.signal));
  expect([...world.context.coolDowns.current()]).toEqual([]);
});

test('a cancelled call is no word about its endpoint', async () => {
  const world = await play({ 'p/fast': [hangs()] }, 'at text');
  expect(asked(world)).toEqual(['p/fast']);
  expect(world.end.outcome).toBe('cancelled');
  expect(world.cooling).toEqual([]);
});

test('a cancelled call does not fall back to another model', async () => {
  const script: Script = {
    'p/fast': [
      async function* answer(call, signal) {
        world.controller.abort();
        yield* fails('unreachable')(call, signal);
      },
    ],
  };
  const world = scriptedWorld(script);
  const request = { requestId: 'request', choice: rung('fast', ['q/second']), call: () => call };
  const { events } = await drain(
    attemptOrFallback(request, world.context, world.controller.signal),
  );
  expect(asked(world)).toEqual(['p/fast']);
  expect(eventsOf(events, 'attemptEnded')[0]!.end.outcome).toBe('cancelled');
  expect([...world.context.coolDowns.current()]).toEqual([]);
});
