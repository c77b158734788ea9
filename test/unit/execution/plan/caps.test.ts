import { expect, test } from 'vitest';
import { worstCase } from '../../../../src/execution/attempt/settleCost.ts';
import type { Cap } from '../../../../src/execution/events.ts';
import { affordable, startCapTracker } from '../../../../src/execution/plan/caps.ts';
import type { Caps } from '../../../../src/routing/decision.ts';
import type { Rates } from '../../../../src/routing/models/price.ts';
import { modelWith } from '../../../support/tasks.ts';

const today = '2026-11-21';
const noSignal = new AbortController().signal;

const reached: [
  string,
  Caps,
  used: { attempts?: number; nanoUsd?: number; ms?: number },
  cap: Cap | undefined,
][] = [
  ['nothing is used', { attempts: 2, nanoUsd: 9, seconds: 9 }, {}, undefined],
  ['an attempt is left', { attempts: 2 }, { attempts: 1 }, undefined],
  ['no attempt is left', { attempts: 2 }, { attempts: 2 }, 'attempts'],
  ['money is left', { attempts: 9, nanoUsd: 10 }, { attempts: 1, nanoUsd: 9 }, undefined],
  ['no money is left', { attempts: 9, nanoUsd: 10 }, { nanoUsd: 10 }, 'money'],
  ['money has no cap', { attempts: 9 }, { nanoUsd: 1e12 }, undefined],
  ['time is left', { attempts: 9, seconds: 2 }, { ms: 1999 }, undefined],
  ['the time is over', { attempts: 9, seconds: 2 }, { ms: 2000 }, 'seconds'],
  ['time has no cap', { attempts: 9 }, { ms: 1e9 }, undefined],
];
test.each(reached)('%s', (_, caps, { attempts = 0, nanoUsd = 0, ms = 0 }, cap) => {
  let clock = 5_000;
  const allowance = startCapTracker(caps, () => clock, noSignal);
  for (let begun = 0; begun < attempts; begun += 1) allowance.attemptStarted();
  allowance.add({ real: nanoUsd, practice: 0 });
  clock += ms;
  expect(allowance.reachedCap('real')).toBe(cap);
});

test('what is left is the cap less what was spent, and never less than nothing', () => {
  const allowance = startCapTracker({ attempts: 9, nanoUsd: 10 }, () => 0, noSignal);
  const left = [4, 4, 4].map((nanoUsd) => {
    allowance.add({ real: nanoUsd, practice: 0 });
    return allowance.left('real');
  });
  expect(left).toEqual([6, 2, 0]);
  expect(startCapTracker({ attempts: 9 }, () => 0, noSignal).left('real')).toBeUndefined();
});

const aborted = (signal: AbortSignal) => {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  signal.addEventListener('abort', () => resolve(signal.reason));
  return promise;
};

test('the signal aborts when the time is over', async () => {
  const allowance = startCapTracker({ attempts: 9, seconds: 0.01 }, () => 0, noSignal);
  expect(await aborted(allowance.signal)).toMatchObject({ name: 'TimeoutError' });
});

test('the signal aborts with the developer’s own, which is no cap', async () => {
  const controller = new AbortController();
  const caps = { attempts: 9, seconds: 1e9 };
  const allowance = startCapTracker(caps, () => 0, controller.signal);
  const reason = new Error('enough');
  const stopped = aborted(allowance.signal);
  controller.abort(reason);
  expect(await stopped).toBe(reason);
  expect(allowance.reachedCap('real')).toBeUndefined();
});

const call = {
  system: 'Be brief.',
  maxOutputTokens: 1000,
  messages: [{ role: 'user', text: 'How are you? '.repeat(40) }],
} as const;
const at = (rates: Rates) =>
  modelWith('p/small', { prices: [{ from: today, source: 't', ...rates }] });
const plain = at({ input: 1e9, output: 5e9 });
const worst = (maxOutputTokens: number, model = plain) =>
  worstCase({ ...call, model: 'small', maxOutputTokens }, model, today)!;

const limits: [string, left: number | undefined, limit: number | undefined][] = [
  ['without a cap it is left as it is', undefined, 1000],
  ['enough for all of it', worst(1000), 1000],
  ['a nano-dollar less than all of it', worst(1000) - 1, 999],
  ['half of it', worst(500), 500],
  ['the least that is worth paying for', worst(64), 64],
  ['less than that', worst(64) - 1, undefined],
  ['not even the question', worst(0) - 1, undefined],
  ['nothing', 0, undefined],
];
test.each(limits)('tokens for %s', (_, left, limit) => {
  expect(affordable(call, plain, left, today)?.maxOutputTokens).toBe(limit);
});

const prices: [string, Rates][] = [
  ['plain', { input: 1e9, output: 5e9 }],
  ['with an expensive cache', { input: 1e9, output: 5e9, cacheWrite: 2e9 }],
  ['below a nano-dollar a token', { input: 300_000, output: 900_000 }],
  ['expensive', { input: 150e9, output: 600e9 }],
  ['with free input', { input: 0, output: 5e9 }],
];
test.each(prices)('at a price %s, what fits never costs more than what is left', (_, rates) => {
  const model = at(rates);
  const all = worst(1000, model);
  for (let part = 1; part <= 20; part += 1) {
    const left = Math.floor((all * part) / 20);
    const fits = affordable(call, model, left, today);
    expect(fits ? worst(fits.maxOutputTokens, model) : 0).toBeLessThanOrEqual(left);
  }
  expect(affordable(call, model, all, today)?.maxOutputTokens).toBe(1000);
});

test('a model of unknown price cannot be held to an amount', () => {
  expect(affordable(call, modelWith('p/small', { prices: [] }), 1, today)).toEqual(call);
});

test('a model that costs nothing always fits', () => {
  expect(affordable(call, at({ input: 0, output: 0 }), 0, today)).toEqual(call);
});
