import { afterEach, expect, test, vi } from 'vitest';
import type { Memento } from 'vscode';
import { StrategyReview } from '../../../../src/editor/spend/strategyReview.ts';
import type { Policy } from '../../../../src/routing/policy/policy.ts';

vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  EventEmitter: class {
    event = () => {};
    fire = () => {};
  },
}));
afterEach(() => void vi.useRealTimers());

const policy = (critical: string): Policy => ({ tiers: [], rules: [], critical: [critical] });
const day = (n: number) => vi.setSystemTime(new Date(n * 86_400_000));

function openReview() {
  vi.useFakeTimers({ toFake: ['Date'] });
  day(100);
  const kept = new Map<string, unknown>();
  const state = {
    get: (key: string) => kept.get(key),
    update: async (key: string, value: unknown) => void kept.set(key, value),
  };
  return new StrategyReview(state as unknown as Memento);
}

test('each strategy ages from the day it was first seen', () => {
  const review = openReview();
  expect(review.daysSince(policy('a'))).toBe(0);
  day(130);
  expect(review.daysSince(policy('b'))).toBe(0);
  day(195);
  expect([review.daysSince(policy('a')), review.daysSince(policy('b'))]).toEqual([95, 65]);
});

test('a reviewed strategy counts from the review', () => {
  const review = openReview();
  review.daysSince(policy('a'));
  day(195);
  review.markReviewed(policy('a'));
  day(196);
  expect(review.daysSince(policy('a'))).toBe(1);
});
