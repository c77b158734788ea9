import { beforeEach, expect, test, vi } from 'vitest';
import type { Memento } from 'vscode';
import type { MadeDecision } from '../../../../src/editor/platform/runNews.ts';
import { remindOfPrices } from '../../../../src/editor/spend/priceReminder.ts';
import type { PriceDoubt } from '../../../../src/routing/hindsight/stalePrices.ts';
import { modelWith } from '../../../support/tasks.ts';

const asked = vi.hoisted(() => ({ messages: [] as string[], answers: [] as string[] }));
vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  window: {
    async showInformationMessage(message: string) {
      asked.messages.push(message);
      return asked.answers.shift();
    },
  },
}));
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  asked.messages = [];
  return () => void vi.useRealTimers();
});

const month = 31 * 24 * 60 * 60 * 1000;
const old: PriceDoubt = { kind: 'old', model: modelWith('p/a'), checked: '2026-09-01', days: 81 };
const withdrawn: PriceDoubt = { kind: 'withdrawn', reference: 'p/b' };

/** A window that reminds, by what all windows share; its decisions are told by the returned function. */
function open(state: Memento): (doubts: readonly PriceDoubt[]) => void {
  let tell: (made: MadeDecision) => unknown = () => undefined;
  remindOfPrices((listener) => {
    tell = listener;
    return { dispose: () => undefined };
  }, state);
  return (doubts) => void tell({ doubts } as MadeDecision);
}

function sharedState(): Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: (key: string) => values.get(key),
    update: async (key: string, value: unknown) => void values.set(key, value),
  } as Memento;
}

test('a window reminds once, and no other window within a month', async () => {
  const state = sharedState();
  const window = open(state);
  window([old]);
  window([withdrawn]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked.messages).toEqual([expect.stringContaining('last checked')]);
  const another = open(state);
  another([old]);
  another([withdrawn]);
  await expect.poll(() => asked.messages).toHaveLength(2);
  expect(asked.messages[1]).toContain('p/b');
});

test('a model of which the developer wants no reminder is named by no window again', async () => {
  const state = sharedState();
  asked.answers.push('Don’t Remind for This Model');
  open(state)([old]);
  await expect.poll(() => JSON.stringify(state.get('priceReminders'))).toContain('["p/a"]');
  vi.setSystemTime(Date.now() + month);
  open(state)([old]);
  open(state)([{ kind: 'noPrice', model: modelWith('p/b') }]);
  await expect.poll(() => asked.messages).toHaveLength(2);
  expect(asked.messages[1]).toContain('b has no price');
});
