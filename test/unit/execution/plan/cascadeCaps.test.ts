import { expect, test } from 'vitest';
import type { Gate } from '../../../../src/execution/gates/gate.ts';
import type { Cascade, Choice } from '../../../../src/routing/decision.ts';
import { bothWrong, type CascadeOptions, playCascade } from '../../../support/playCascade.ts';
import {
  asked,
  costOfOne,
  eventsOf,
  fails,
  failure,
  fenced,
  hangs,
  looksForever,
  rung,
  type Script,
  streams,
  usage,
  writes,
} from '../../../support/scriptedRun.ts';
import { modelWith } from '../../../support/tasks.ts';

const aSecondAtEachLook = () => {
  let clock = 0;
  return () => (clock += 1000);
};
const stops: [string, CascadeOptions][] = [
  ['attempts', { plan: { caps: { attempts: 1 } } }],
  ['money', { plan: { caps: { attempts: 9, nanoUsd: costOfOne } } }],
  ['seconds', { plan: { caps: { attempts: 9, seconds: 3 } }, monotonic: aSecondAtEachLook() }],
];
test.each(stops)('no attempt begins beyond the cap on %s, and it says so', async (cap, options) => {
  const world = await playCascade(bothWrong, options);
  expect(asked(world)).toEqual(['p/fast']);
  expect(world.end.text).toBe(fenced('wrong 1'));
  expect(world.events.at(-1)).toEqual({ kind: 'capped', cap });
});

test('a call may cost no more, at worst, than what is left of the money', async () => {
  const nanoUsd = 2_000_000;
  const world = await playCascade(bothWrong, { plan: { caps: { attempts: 9, nanoUsd } } });
  expect(asked(world)).toEqual(['p/fast', 'p/reasoning']);
  const [first, second] = world.reservations.map((fact) => fact.worstCaseNanoUsd!);
  // All the money goes to answers, except for less than the price of a token.
  expect(first).toBeLessThanOrEqual(nanoUsd);
  expect(first).toBeGreaterThan(nanoUsd - 5_000);
  expect(costOfOne + second!).toBeLessThanOrEqual(nanoUsd);
  expect(costOfOne + second!).toBeGreaterThan(nanoUsd - 5_000);
  const limits = world.calls.map(({ call }) => call.maxOutputTokens);
  expect(limits[0]).toBeLessThan(1000);
  expect(limits[1]).toBeLessThan(limits[0]!);
});

test('a cap that is high enough leaves the calls as they are', async () => {
  const world = await playCascade(bothWrong, { plan: { caps: { attempts: 9, nanoUsd: 1e9 } } });
  expect(world.calls.map(({ call }) => call.maxOutputTokens)).toEqual([1000, 1000]);
});

test('the first try is made however little money there is, with the shortest answer', async () => {
  const world = await playCascade(bothWrong, { plan: { caps: { attempts: 9, nanoUsd: 1 } } });
  expect(asked(world)).toEqual(['p/fast']);
  expect(world.calls[0]!.call.maxOutputTokens).toBe(64);
});

test('a try that what is left cannot pay for is not made', async () => {
  // After the first there is money left, but for fewer tokens than an answer needs.
  const nanoUsd = costOfOne + 100_000;
  const world = await playCascade(bothWrong, { plan: { caps: { attempts: 9, nanoUsd } } });
  expect(asked(world)).toEqual(['p/fast']);
  expect(world.events.at(-1)).toEqual({ kind: 'capped', cap: 'money' });
});

const charging = (nanoUsd: number): Gate => ({
  name: 'judge',
  async check({ fileText = '' }) {
    const charge = { cost: { source: 'computed', nanoUsd }, by: 'a judge' } as const;
    if (!fileText.includes('wrong')) return { gate: 'judge', kind: 'pass', charge };
    return { gate: 'judge', kind: 'fail', evidence: [{ message: 'no good' }], charge };
  },
});

test('what a judge cost is taken from the money left', async () => {
  const [nanoUsd, charged] = [3_000_000, 1_200_000];
  const world = await playCascade(bothWrong, {
    plan: { caps: { attempts: 9, nanoUsd } },
    gate: () => charging(charged),
  });
  const { worstCaseNanoUsd } = world.reservations[1]!;
  expect(costOfOne + charged + worstCaseNanoUsd!).toBeLessThanOrEqual(nanoUsd);
});

test('a judge may use the money up', async () => {
  const nanoUsd = 3_000_000;
  const world = await playCascade(bothWrong, {
    plan: { caps: { attempts: 9, nanoUsd } },
    gate: () => charging(nanoUsd - costOfOne),
  });
  expect(asked(world)).toEqual(['p/fast']);
  expect(world.events.at(-1)).toEqual({ kind: 'capped', cap: 'money' });
});

// The clock of these tests stands still, so only the cap's own timer can end them.
const still = () => 0;
test('the cap on seconds stops a running attempt, and nothing begins after it', async () => {
  const world = await playCascade(
    { 'p/fast': [hangs()] },
    { plan: { caps: { attempts: 9, seconds: 0.02 } }, monotonic: still },
  );
  expect(world.log).toEqual([
    'reserve p/fast',
    'call p/fast',
    'abort p/fast',
    'settle p/fast cancelled',
  ]);
  expect(world.end).toMatchObject({ outcome: 'cancelled', text: 'half' });
  expect(world.events.at(-1)).toEqual({ kind: 'capped', cap: 'seconds' });
});

test('the cap on seconds is reported when it stops the last try too', async () => {
  const world = await playCascade(
    { 'p/fast': [writes('wrong')], 'p/reasoning': [hangs()] },
    { plan: { caps: { attempts: 2, seconds: 0.02 } }, monotonic: still },
  );
  expect(asked(world)).toEqual(['p/fast', 'p/reasoning']);
  expect(world.end.outcome).toBe('cancelled');
  expect(world.events.at(-1)).toEqual({ kind: 'capped', cap: 'seconds' });
});

test('the cap on seconds interrupts a gate, which is no pass', async () => {
  const world = await playCascade(bothWrong, {
    plan: { caps: { attempts: 9, seconds: 0.02 } },
    gate: () => looksForever(),
    monotonic: still,
  });
  expect(asked(world)).toEqual(['p/fast']);
  expect(eventsOf(world.events, 'verdict')).toEqual([]);
  expect(world.events.at(-1)).toEqual({ kind: 'capped', cap: 'seconds' });
});

// The same list price, but writing to its cache costs more: its worst case is more expensive.
const expensive: Choice = {
  tier: 'any',
  model: modelWith('q/expensive', {
    prices: [{ from: '2026-01-01', source: 't', input: 1e9, output: 5e9, cacheWrite: 1e12 }],
  }),
};
const [low, high] = [rung('fast'), rung('reasoning')];
const unaffordable: [string, Script, Partial<Cascade>, string[]][] = [
  [
    'first',
    { 'p/fast': [fails('overloaded')], 'p/reasoning': [writes('right')] },
    { ladder: [{ ...low, fallbacks: [expensive] }, high] },
    ['p/fast', 'p/reasoning'],
  ],
  [
    'second',
    { 'p/fast': [writes('wrong')], 'p/reasoning': [fails('overloaded')] },
    { ladder: [low, { ...high, fallbacks: [expensive] }] },
    ['p/fast', 'p/reasoning'],
  ],
];
test.each(unaffordable)(
  'a stand-in of the %s rung that what is left cannot pay for is not asked',
  async (_, script, plan, expected) => {
    const caps = { attempts: 9, nanoUsd: 10_000_000 };
    expect(asked(await playCascade(script, { plan: { ...plan, caps } }))).toEqual(expected);
  },
);

test('what a call cost that timed out is taken from the money of those that follow', async () => {
  const nanoUsd = 4_000_000;
  const world = await playCascade(
    {
      'p/fast': [streams([usage], failure('timeout'))],
      'q/other': [writes('wrong')],
      'p/reasoning': [writes('wrong')],
    },
    {
      plan: {
        ladder: [rung('fast', ['q/other']), rung('reasoning')],
        caps: { attempts: 9, nanoUsd },
      },
    },
  );
  expect(asked(world)).toEqual(['p/fast', 'q/other', 'p/reasoning']);
  const [, second, third] = world.reservations.map((fact) => fact.worstCaseNanoUsd!);
  expect(costOfOne + second!).toBeLessThanOrEqual(nanoUsd);
  expect(2 * costOfOne + third!).toBeLessThanOrEqual(nanoUsd);
});
