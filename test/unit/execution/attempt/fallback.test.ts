import { expect, test } from 'vitest';
import { attemptOrFallback } from '../../../../src/execution/attempt/fallback.ts';
import type { ProviderErrorKind } from '../../../../src/providers/providerError.ts';
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
  ['rateLimited', 'p'],
  ['overloaded', 'p'],
  ['unreachable', 'p'],
  ['timeout', 'p'],
  ['modelNotFound', 'p/fast'],
];
test.each(outages)('on %s the next model is asked, and %s is left alone', async (kind, cooling) => {
  const world = await play({ 'p/fast': [fails(kind)], 'q/second': hello });
  expect(asked(world)).toEqual(['p/fast', 'q/second']);
  expect(world.end).toMatchObject({ outcome: 'complete', text: 'hello' });
  expect(world.cooling).toEqual([cooling]);
});

const faults: ProviderErrorKind[] = [
  ...(['noKey', 'badKey', 'forbidden', 'billing', 'badRequest', 'tooLong'] as const),
  ...(['redirected', 'notAnAnswer', 'malformed'] as const),
];
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
