import { expect, test } from 'vitest';
import {
  attemptOrFallback,
  type FallbackContext,
} from '../../../../src/execution/attempt/fallback.ts';
import { createRetries, waitFor } from '../../../../src/execution/attempt/retries.ts';
import { ProviderError, type ProviderErrorKind } from '../../../../src/providers/providerError.ts';
import {
  type Answer,
  asked,
  drain,
  eventsOf,
  failure,
  fails,
  rung,
  says,
  type Script,
  scriptedWorld,
  streams,
  text,
} from '../../../support/scriptedRun.ts';

const call = {
  system: '',
  messages: [{ role: 'user', text: 'hello' }],
  maxOutputTokens: 9,
} as const;

/** Runs one request; the clock moves by what is waited. `random` is always one half. */
async function play(
  script: Script,
  { cancelWhileWaiting = false, fallbacks = ['q/second'] as `${string}/${string}`[] } = {},
) {
  const world = scriptedWorld(script);
  const waits: number[] = [];
  let now = 0;
  const retries = createRetries({
    now: () => now,
    random: () => 0.5,
    async wait(ms) {
      waits.push(ms);
      now += ms;
      if (cancelWhileWaiting) world.controller.abort();
    },
  });
  const context: FallbackContext = { ...world.context, retries };
  const request = { requestId: 'request', call: () => call, choice: rung('fast', fallbacks) };
  const { events, end } = await drain(attemptOrFallback(request, context, world.controller.signal));
  return { ...world, events, end: end.end, waits };
}

const failsFor = (kind: ProviderErrorKind, retryAfterMs: number): Answer =>
  streams([], failure(kind, retryAfterMs));

test('a failure that may pass is asked again twice, each time as an attempt of its own', async () => {
  const { events, waits, end, settlements, ...world } = await play({
    'p/fast': [fails('overloaded'), fails('overloaded'), says('hello')],
  });
  expect(asked(world)).toEqual(['p/fast', 'p/fast', 'p/fast']);
  expect(waits).toEqual([375, 750]);
  expect(eventsOf(events, 'attemptStarted').map(({ how }) => how)).toEqual([
    'first',
    'again',
    'again',
  ]);
  expect(settlements.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'complete']);
  expect(new Set(settlements.map(({ attemptId }) => attemptId)).size).toBe(3);
  expect(end.text).toBe('hello');
  expect([...world.context.coolDowns.current()]).toEqual([]);
});

test('then another model stands in, and the failing one is left alone once', async () => {
  const world = await play({
    'p/fast': [fails('overloaded'), fails('overloaded'), fails('overloaded')],
    'q/second': [says('hello')],
  });
  expect(asked(world)).toEqual(['p/fast', 'p/fast', 'p/fast', 'q/second']);
  const resting = [...world.context.coolDowns.current()];
  expect(resting).toEqual([['p', { secondsLeft: 15, why: 'overloaded' }]]);
});

test.each([
  [1_000, 1_250],
  [34_000, 34_250],
  [60_000, 60_250],
])('a wait of %i ms that a server asks for is waited out', async (retryAfterMs, waited) => {
  const { waits, ...world } = await play({
    'p/fast': [failsFor('rateLimited', retryAfterMs), says('hello')],
  });
  expect(waits).toEqual([waited]);
  expect(asked(world)).toEqual(['p/fast', 'p/fast']);
});

test('a longer wait is not waited out: another model answers, and the model rests that long', async () => {
  const { waits, ...world } = await play({
    'p/fast': [failsFor('rateLimited', 3_600_000)],
    'q/second': [says('hello')],
  });
  expect(waits).toEqual([]);
  expect(asked(world)).toEqual(['p/fast', 'q/second']);
  const resting = [...world.context.coolDowns.current()];
  expect(resting).toEqual([['p/fast', { secondsLeft: 3600, why: 'rate limited' }]]);
});

test.each<ProviderErrorKind>([
  ...(['noKey', 'badKey', 'forbidden', 'billing', 'modelNotFound', 'wrongAddress'] as const),
  ...(['certificate', 'badRequest', 'tooLong', 'contentPolicy', 'redirected'] as const),
  ...(['notAnAnswer', 'malformed', 'timeout', 'overBudget'] as const),
])('after %s the same model is not asked again', async (kind) => {
  const { waits } = await play({ 'p/fast': [fails(kind)] }, { fallbacks: [] });
  expect(waits).toEqual([]);
});

const said = (kind: ProviderErrorKind, retryable: boolean) =>
  streams(
    [],
    new ProviderError({ kind, retryable, provider: 'p', origin: 'http://h', message: 'No.' }),
  );

test.each<[string, Answer, calls: number]>([
  ['a server that says so is asked again', said('badRequest', true), 2],
  ['a server that forbids it is not', said('overloaded', false), 1],
  ['a bill is never asked again, whatever the server says', said('billing', true), 1],
])('%s', async (_, first, calls) => {
  const world = await play({ 'p/fast': [first, says('hello')] }, { fallbacks: [] });
  expect(asked(world)).toHaveLength(calls);
});

test.each<[string, Answer]>([
  ['text', streams([text('half')], failure('overloaded'))],
  [
    'a tool call',
    streams(
      [
        { kind: 'toolCall', call: { id: 'c', name: 'write', argumentsJson: '{}' } },
        { kind: 'reasoning', text: 'Then …' },
      ],
      failure('overloaded'),
    ),
  ],
])('once %s was handed on nothing is asked again', async (_, answer) => {
  const world = await play({ 'p/fast': [answer] });
  expect(asked(world)).toEqual(['p/fast']);
});

test('who cancels while it waits gets no further call', async () => {
  const world = await play({ 'p/fast': [fails('overloaded')] }, { cancelWhileWaiting: true });
  expect(asked(world)).toEqual(['p/fast']);
});

/** How often a hundred requests that all fail are asked, `everyMs` apart. */
function storm(everyMs: number): number {
  let now = 0;
  const retries = createRetries({ now: () => now, random: Math.random, wait: async () => {} });
  let repeated = 0;
  for (let request = 0; request < 100; request += 1) {
    retries.began();
    for (let repeats = 0; retries.next(failure('overloaded'), repeats) !== undefined;) {
      repeats += 1;
      repeated += 1;
    }
    now += everyMs;
  }
  return repeated;
}

test('of a hundred requests that fail together a fifth is repeated', () => {
  expect(storm(10)).toBe(20);
});

test('requests that are far apart are repeated twice each', () => {
  expect(storm(10 * 60_000)).toBe(200);
});

test('windows that failed together do not ask together again', () => {
  const delay = (random: number) =>
    createRetries({ now: () => 0, random: () => random, wait: async () => {} }).next(
      failure('overloaded'),
      0,
    );
  expect([delay(0), delay(0.999)]).toEqual([250, 500]);
});

test('a wait ends at once when it is cancelled', async () => {
  const controller = new AbortController();
  const waiting = waitFor(2 ** 31 - 1, controller.signal);
  controller.abort();
  await expect(waiting).resolves.toBeUndefined();
  await expect(waitFor(2 ** 31 - 1, controller.signal)).resolves.toBeUndefined();
});
