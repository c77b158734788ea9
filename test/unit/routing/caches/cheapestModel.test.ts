import { loopWith } from '../../../support/loops.ts';
import { expect, test } from 'vitest';
import { cheapestModel } from '../../../../src/routing/caches/cheapestModel.ts';
import { shareOfTurns, turnsToCome } from '../../../../src/routing/caches/turnsToCome.ts';
import type { WarmCache } from '../../../../src/routing/caches/warmCache.ts';
import type { Model } from '../../../../src/routing/models/model.ts';
import { type Turn, type TurnKind, turnKinds } from '../../../../src/routing/turns/turn.ts';

const usd = (dollars: number) => Math.round(dollars * 1e9);
const minute = 60_000;
const nowMs = Date.UTC(2026, 10, 28, 12);

function priced(name: string, input: number): Model {
  const rates = { input: usd(input), output: usd(5 * input) };
  const cached = { cacheRead: usd(input / 10), cacheWrite: usd(input * 1.25) };
  const price = { from: '2026-11-10', source: 'test', ...rates, ...cached };
  const reference = `anthropic/${name}` as const;
  return { reference, name, capabilities: {}, simulated: false, prices: [price] };
}

const [low, middle, high] = [priced('low', 1), priced('middle', 2), priced('high', 4)];
const able = (...models: readonly Model[]) =>
  models.map((model) => ({ model })) as [{ model: Model }];
const held = ({ reference }: Model, ageMs = 0): WarmCache => ({
  model: reference,
  prefixTokens: 100_000,
  atMs: nowMs - ageMs,
});
const asked = (caches: readonly WarmCache[], turnsAhead = 1) => ({
  promptTokens: 101_000,
  outputTokens: 500,
  caches,
  nowMs,
  today: '2026-11-28',
  turnsToCome: turnsAhead,
});

test('the lowest that does it well, when all are warm', () => {
  const caches = [held(low), held(middle), held(high)];
  expect(cheapestModel(able(low, middle, high), asked(caches)).model).toBe(low);
});

test('the lowest, when none has been asked before', () => {
  expect(cheapestModel(able(middle, high), asked([])).model).toBe(middle);
});

test('a higher one that is warm, while a switch costs more; its cost says how much', () => {
  const { model, cost } = cheapestModel(able(middle, high), asked([held(high)]));
  expect(model).toBe(high);
  expect(cost).toMatchObject({ pays: false });
  expect(cost!.nowNanoUsd).toBeGreaterThan(usd(0.1));
});

test('the cheapest of several higher ones that are warm', () => {
  expect(cheapestModel(able(low, middle, high), asked([held(middle), held(high)])).model).toBe(
    middle,
  );
});

test('the lowest, when the cache of the higher one has gone cold', () => {
  expect(cheapestModel(able(middle, high), asked([held(high, 6 * minute)])).model).toBe(middle);
});

test('the lowest, when it is needed for long enough to pay for its cache', () => {
  const dearer = { ...high, prices: [{ ...high.prices[0]!, output: usd(400) }] };
  expect(cheapestModel(able(middle, dearer), asked([held(dearer)], 3)).model).toBe(middle);
});

test('the lowest, when a price is unknown', () => {
  const unknown = { ...high, prices: [] };
  expect(cheapestModel(able(middle, unknown), asked([held(unknown)])).model).toBe(middle);
});

test('a higher one whose cache is about to be lost and will soon be needed is kept warm', () => {
  const caches = [held(low), held(middle, 4.9 * minute)];
  const picked = (inLoop: number) =>
    cheapestModel(
      [
        { model: low },
        { model: middle, neededLater: { endsNow: 0.1, ends: 0.1, inLoop, byNext: 0 } },
      ],
      asked(caches),
    ).model;
  expect(picked(0)).toBe(low);
  expect(picked(0.3)).toBe(middle);
});

function turn(kind: TurnKind | 'side', turns: number): Turn {
  return { kind, by: 'agent', loop: loopWith({ turns }) };
}

test('turns to come: this one, and a share of nine more than the loop has lasted, sixty at most', () => {
  expect(turnsToCome(turn('read', 0))).toBeCloseTo(1 + 9 * shareOfTurns(['read']));
  expect(turnsToCome(turn('read', 5), ['read', 'choose', 'read'])).toBeCloseTo(
    1 + 14 * shareOfTurns(['read', 'choose']),
  );
  expect(turnsToCome(turn('edit', 500))).toBe(turnsToCome(turn('edit', 51)));
});

test('an answer is the last turn and a side call the only one', () => {
  expect(turnsToCome(turn('answer', 3))).toBe(1);
  expect(turnsToCome(turn('side', 0))).toBe(1);
});

test('the kinds of turns add up to all turns', () => {
  expect(shareOfTurns(turnKinds)).toBeCloseTo(1);
});
