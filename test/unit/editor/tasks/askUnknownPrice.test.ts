import { beforeEach, expect, test, vi } from 'vitest';
import { askUnknownPrice } from '../../../../src/editor/tasks/askUnknownPrice.ts';
import type { Limit } from '../../../../src/ledger/facts.ts';

const seen = vi.hoisted(() => ({
  models: undefined as unknown,
  answer: undefined as string | undefined,
  typed: undefined as string | undefined,
  message: '',
  detail: '',
  buttons: [] as string[],
  refused: ((text) => text) as (text: string) => unknown,
}));

vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  ConfigurationTarget: { Global: 1 },
  workspace: {
    getConfiguration: () => ({
      inspect: () => ({ globalValue: seen.models }),
      update: async (_: string, value: unknown) => void (seen.models = value),
    }),
  },
  window: {
    async showWarningMessage(message: string, { detail }: { detail: string }, ...labels: string[]) {
      Object.assign(seen, { message, detail, buttons: labels });
      return seen.answer;
    },
    async showInputBox({ validateInput }: { validateInput: (text: string) => unknown }) {
      seen.refused = validateInput;
      return seen.typed;
    },
  },
}));

beforeEach(() => Object.assign(seen, { models: undefined, answer: undefined, typed: undefined }));

const call = { model: 'vscode/copilot/gpt-6.1-sol', modelName: 'GPT-6.1 Sol' } as const;
const day: Limit = { budgetId: '$5.00 per day', capNanoUsd: 5e9, span: { fromMs: 0 } };
const ask = (limit: Partial<Limit> = {}, spentNanoUsd = 0) =>
  askUnknownPrice({ limit: { ...day, ...limit }, spentNanoUsd }, call);
const worst = 'Allow with a Worst Case…';

test('the question names the model, the budget and what is left', async () => {
  expect(await ask({}, 1e9)).toBeUndefined();
  expect(seen.message).toContain('GPT-6.1 Sol');
  expect(seen.detail).toContain('$5.00 per day has $4.00 left');
  expect(seen.buttons).toEqual(['Allow Once', worst]);
});

test.each([
  ['a budget of which nothing is left', {}, 5e9],
  ['a budget of zero', { capNanoUsd: 0 }, 0],
  ['a limit of a run', { isHard: true } as const, 0],
])('%s allows nothing once', async (_what, limit, spent) => {
  await ask(limit, spent);
  expect(seen.buttons).toEqual([worst]);
});

test('allowed once, nothing is kept', async () => {
  seen.answer = 'Allow Once';
  expect(await ask()).toEqual({ kind: 'mayCostAnything' });
  expect(seen.models).toBeUndefined();
});

test('a worst case is kept beside what the user wrote about models', async () => {
  Object.assign(seen, {
    answer: worst,
    typed: '0',
    models: { 'a/b': {}, [call.model]: { name: 'Sol' } },
  });
  expect(await ask()).toEqual({ kind: 'worstCase', nanoUsd: 0 });
  expect(seen.models).toEqual({ 'a/b': {}, [call.model]: { name: 'Sol', worstCaseUsd: 0 } });
});

test.each([['a list'], [[]], [null], [{ [call.model]: 5 }]])(
  'a setting that is %j is not written over',
  async (models) => {
    Object.assign(seen, { answer: worst, typed: '0.05', models });
    expect(await ask()).toEqual({ kind: 'worstCase', nanoUsd: 50_000_000 });
    expect(seen.models).toEqual(models ?? { [call.model]: { worstCaseUsd: 0.05 } });
  },
);

test('without an amount the call is not made', async () => {
  seen.answer = worst;
  expect(await ask()).toBeUndefined();
  const slips = ['', ' ', '-1', '1e2', '0x10', '5 USD', '$5', '1,500', '101', 'NaN', '1e400'];
  expect(slips.filter((slip) => seen.refused(slip) === undefined)).toEqual([]);
  const amounts = ['0', '0.05', ' 1.5 ', '1,5', '100'];
  expect(amounts.filter((amount) => seen.refused(amount) !== undefined)).toEqual([]);
});
