import { assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WarmCache } from '../../../../src/routing/caches/warmCache.ts';
import { type SwitchQuestion, weighSwitch } from '../../../../src/routing/caches/weighSwitch.ts';
import type { Model } from '../../../../src/routing/models/model.ts';
import type { Rates } from '../../../../src/routing/models/price.ts';

const usd = (dollars: number) => Math.round(dollars * 1e9);
const nowMs = Date.UTC(2026, 10, 28, 12);
const second = 1000;
const minute = 60 * second;

function model(reference: `${string}/${string}`, rates: Rates | undefined): Model {
  const prices = rates ? [{ from: '2026-11-10', source: 'test', ...rates }] : [];
  return { reference, name: reference, capabilities: {}, simulated: false, prices };
}

/** Rates in USD per million tokens, as Anthropic's price table has them. */
const strong = model('anthropic/strong', {
  input: usd(4),
  output: usd(20),
  cacheRead: usd(0.4),
  cacheWrite: usd(5),
});
const cheap = model('anthropic/cheap', {
  input: usd(1),
  output: usd(5),
  cacheRead: usd(0.1),
  cacheWrite: usd(1.25),
});

const cache = (of: Model, prefixTokens: number, ageMs: number): WarmCache => ({
  model: of.reference,
  prefixTokens,
  atMs: nowMs - ageMs,
});

const question: SwitchQuestion = {
  from: strong,
  to: cheap,
  promptTokens: 100_000,
  outputTokens: 0,
  caches: [cache(strong, 90_000, 10 * second)],
  nowMs,
  today: '2026-11-28',
  turnsToCome: 1,
};

const weighed = (changes: Partial<SwitchQuestion> = {}) =>
  weighSwitch({ ...question, ...changes })!;

// 97.4 % of caches are found while they are kept.
const found = (warm: number, cold: number) => Math.round(usd(0.974 * warm + 0.026 * cold));

describe('costs by hand, one turn', () => {
  test('Anthropic: the warm part is read, the rest is written', () => {
    const { stayNanoUsd, switchNanoUsd, nowNanoUsd, pays } = weighed();
    // Warm: 90,000 at $0.40 and 10,000 at $5 = $0.086. Cold: 100,000 at $5 = $0.50.
    expect(stayNanoUsd).toBe(found(0.086, 0.5));
    // 100,000 at $1.25.
    expect(switchNanoUsd).toBe(usd(0.125));
    expect(nowNanoUsd).toBe(usd(0.125) - found(0.086, 0.5));
    expect(pays).toBe(false);
  });

  test('Anthropic: five minutes after the last call the cache is gone', () => {
    const at = (ageMs: number) => weighed({ caches: [cache(strong, 90_000, ageMs)] }).stayNanoUsd;
    expect(at(5 * minute - 1)).toBe(found(0.086, 0.5));
    expect(at(5 * minute)).toBe(usd(0.5));
  });

  test('OpenAI before GPT-5.6: writing costs nothing more, and the cache fades from 5 to 60 minutes', () => {
    const older = model('openai/older', { input: usd(2.5), output: usd(15), cacheRead: usd(0.25) });
    const stays = (ageMs: number) =>
      weighed({ from: older, caches: [cache(older, 90_000, ageMs)] }).stayNanoUsd;
    // Warm: 90,000 at $0.25 and 10,000 at $2.50 = $0.0475. Cold: 100,000 at $2.50 = $0.25.
    expect(stays(minute)).toBe(found(0.0475, 0.25));
    // In the middle, half of 97.4 %.
    expect(stays(32.5 * minute)).toBe(Math.round(usd(0.487 * 0.0475 + 0.513 * 0.25)));
    expect(stays(60 * minute)).toBe(usd(0.25));
  });

  test('OpenAI since GPT-5.6: writing costs a quarter more, and the cache stays for 30 minutes', () => {
    const newer = model('openai/newer', {
      input: usd(2),
      output: usd(10),
      cacheRead: usd(0.1),
      cacheWrite: usd(2.5),
    });
    const { stayNanoUsd } = weighed({
      from: newer,
      caches: [cache(newer, 90_000, 29 * minute)],
    });
    // Warm: 90,000 at $0.10 and 10,000 at $2.50 = $0.034. Cold: 100,000 at $2.50 = $0.25.
    expect(stayNanoUsd).toBe(found(0.034, 0.25));
  });

  test('DeepSeek: kept on disk, still there after an hour', () => {
    const deep = model('deepseek/deep', {
      input: usd(0.28),
      output: usd(0.42),
      cacheRead: usd(0.028),
    });
    const { stayNanoUsd } = weighed({ from: deep, caches: [cache(deep, 90_000, 60 * minute)] });
    // Warm: 90,000 at $0.028 and 10,000 at $0.28 = $0.00532. Cold: $0.028.
    expect(stayNanoUsd).toBe(found(0.00532, 0.028));
  });

  test('a model without a price for cached input costs the same warm and cold', () => {
    const plain = model('vscode/copilot/plain', { input: usd(2), output: usd(10) });
    const { stayNanoUsd } = weighed({ from: plain, caches: [cache(plain, 90_000, second)] });
    expect(stayNanoUsd).toBe(usd(0.2));
  });

  test('a model of this machine costs nothing either way, where its price says so', () => {
    const local = model('ollama/local', { input: 0, output: 0 });
    const { switchNanoUsd, pays } = weighed({ to: local });
    expect(switchNanoUsd).toBe(0);
    expect(pays).toBe(true);
  });

  test('output and the fee of a call count', () => {
    const fee = { ...cheap, prices: [{ ...cheap.prices[0]!, perRequest: usd(0.01) }] };
    // 1,000 tokens of output at $5.
    expect(weighed({ to: fee, outputTokens: 1000 }).switchNanoUsd).toBe(usd(0.125 + 0.005 + 0.01));
  });

  test('a prompt below the least size is neither written nor read', () => {
    const small = { promptTokens: 4000, caches: [cache(strong, 3000, second)] };
    // 4,000 at $4, not at $5.
    expect(weighed(small).stayNanoUsd).toBe(usd(0.016));
  });

  test('a cache never holds more than the prompt', () => {
    const { stayNanoUsd } = weighed({ caches: [cache(strong, 300_000, second)] });
    expect(stayNanoUsd).toBe(found(0.04, 0.5));
  });

  test('a long prompt has the higher rates, cached ones too', () => {
    const above = [{ inputTokens: 50_000, input: usd(2), output: usd(9), cacheWrite: usd(2.5) }];
    const dear = { ...cheap, prices: [{ ...cheap.prices[0]!, above }] };
    expect(weighed({ to: dear }).switchNanoUsd).toBe(usd(0.25));
  });
});

describe('over the turns to come', () => {
  test('each later turn reads what the one before it left, at the steady price', () => {
    const { stayNanoUsd, switchNanoUsd, pays } = weighed({ turnsToCome: 3 });
    // A later turn: 100,000 read and 2,000 written. Strong: $0.05 or, cold, 102,000 at $5 = $0.51.
    expect(stayNanoUsd).toBe(found(0.086, 0.5) + 2 * found(0.05, 0.51));
    // Cheap: $0.0125 or, cold, 102,000 at $1.25 = $0.1275.
    expect(switchNanoUsd).toBe(usd(0.125) + 2 * found(0.0125, 0.1275));
    expect(pays).toBe(true);
  });

  test('does not look further ahead than a third of the life of a cache: 3.5 turns of 28 seconds', () => {
    expect(weighed({ turnsToCome: 4 })).toEqual(weighed({ turnsToCome: 400 }));
    expect(weighed({ turnsToCome: 3 })).not.toEqual(weighed({ turnsToCome: 4 }));
  });

  test('a call that keeps a cache for turns that need it is worth more the older the cache is', () => {
    const stays = (ageMs: number, inLoop: number) =>
      weighed({
        caches: [cache(strong, 90_000, ageMs)],
        neededLater: { endsNow: 0.1, ends: 0.1, inLoop, byNext: 0 },
      }).stayNanoUsd;
    const kept = (ageMs: number) => stays(ageMs, 0) - stays(ageMs, 0.3);
    expect(kept(4 * minute)).toBeGreaterThan(kept(minute));
    expect(kept(minute)).toBeGreaterThan(0);
    expect(kept(6 * minute)).toBe(kept(5 * minute));
  });
});

describe('what is not known', () => {
  test('is undefined where one of the prices is unknown', () => {
    const unknown = model('vscode/copilot/unknown', undefined);
    expect(weighSwitch({ ...question, to: unknown })).toBeUndefined();
    expect(weighSwitch({ ...question, from: unknown })).toBeUndefined();
  });

  test('is undefined before a price has begun', () => {
    expect(weighSwitch({ ...question, today: '2026-11-01' })).toBeUndefined();
  });

  test('practice money is not compared with real money', () => {
    expect(weighSwitch({ ...question, to: { ...cheap, simulated: true } })).toBeUndefined();
    const both = { from: { ...strong, simulated: true }, to: { ...cheap, simulated: true } };
    expect(weighSwitch({ ...question, ...both })).toEqual(weighed());
  });
});

describe('whatever the numbers', () => {
  const sizes = record({
    promptTokens: integer({ min: 5_000, max: 400_000 }),
    held: integer({ min: 4_096, max: 400_000 }),
    more: integer({ min: 1, max: 100_000 }),
    ageMs: integer({ min: 0, max: 20 * minute }),
    turnsToCome: integer({ min: 1, max: 40 }),
    to: constantFrom(cheap, strong),
  });

  test('a longer warm prefix makes switching dearer at once', () => {
    assert(
      property(sizes, ({ promptTokens, held, more, ageMs }) => {
        const now = (tokens: number) =>
          weighed({ promptTokens, caches: [cache(strong, tokens, ageMs)] }).nowNanoUsd;
        expect(now(held + more)).toBeGreaterThanOrEqual(now(held));
      }),
    );
  });

  test('an older cache makes staying dearer', () => {
    assert(
      property(sizes, ({ promptTokens, held, more, ageMs, turnsToCome }) => {
        const stay = (age: number) =>
          weighed({ promptTokens, turnsToCome, caches: [cache(strong, held, age)] }).stayNanoUsd;
        expect(stay(ageMs + more)).toBeGreaterThanOrEqual(stay(ageMs));
      }),
    );
  });

  test('a return to a warm model costs less than a switch to it cold', () => {
    assert(
      property(sizes, ({ promptTokens, held, ageMs, to }) => {
        const switches = (caches: readonly WarmCache[]) =>
          weighed({ promptTokens, to, caches }).switchNanoUsd;
        const age = ageMs % (5 * minute);
        expect(switches([cache(to, held, age)])).toBeLessThan(switches([]));
      }),
    );
  });

  test('staying is switching to the same model', () => {
    assert(
      property(sizes, ({ promptTokens, held, ageMs, turnsToCome }) => {
        const caches = [cache(strong, held, ageMs)];
        const same = weighed({ promptTokens, caches, turnsToCome, to: strong });
        expect(same.stayNanoUsd).toBe(same.switchNanoUsd);
        expect(same).toMatchObject({ nowNanoUsd: 0, pays: false });
      }),
    );
  });

  test('a switch to a model that is cheaper at once and after that pays', () => {
    assert(
      property(sizes, ({ promptTokens, turnsToCome }) => {
        expect(weighed({ promptTokens, turnsToCome, caches: [] }).pays).toBe(true);
      }),
    );
  });
});
