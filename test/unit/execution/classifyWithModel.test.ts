import { expect, test } from 'vitest';
import { type AskModel, classifyWithModel } from '../../../src/execution/classifyWithModel.ts';
import { LedgerError } from '../../../src/ledger/ledger.ts';
import type { Classification } from '../../../src/routing/classify/classify.ts';
import { failSafe } from '../../../src/routing/classify/failSafe.ts';
import { failure } from '../../support/scriptedRun.ts';

const unsure: Classification = {
  taskType: 'other',
  confidence: 0.3,
  reasoning: 0.2,
  signals: [],
  likely: [
    { taskType: 'other', probability: 0.3 },
    { taskType: 'debug', probability: 0.25 },
  ],
};
const never: AskModel = () => new Promise(() => {});
/** For tests that report no bug. */
const quiet = {
  report(bug: unknown) {
    throw bug;
  },
};
const opinion: AskModel = async () => '{"taskType": "docs", "reasoning": "low"}';

test('an unsure classification is settled by the model', async () => {
  expect(await classifyWithModel('hm', unsure, opinion, quiet)).toMatchObject({ taskType: 'docs' });
});

test('a sure one is not asked about', async () => {
  const sure = { ...unsure, confidence: 0.9 };
  let asked = 0;
  const counting: AskModel = (...call) => {
    asked += 1;
    return opinion(...call);
  };
  expect(await classifyWithModel('hm', sure, counting, quiet)).toBe(sure);
  expect(asked).toBe(0);
});

test('a late model leaves it at the stronger side and is aborted', async () => {
  let stopped: AbortSignal | undefined;
  const ask: AskModel = (call, signal) => {
    stopped = signal;
    return never(call, signal);
  };
  const settled = await classifyWithModel('hm', unsure, ask, { ...quiet, timeoutMs: 5 });
  expect(settled).toEqual(failSafe(unsure));
  expect(settled.taskType).toBe('debug');
  expect(stopped?.aborted).toBe(true);
});

test.each([
  ['a model that cannot be reached', failure('overloaded')],
  ['a ledger that is locked', new LedgerError('locked', 'The ledger is locked.')],
])('%s leaves it at the stronger side', async (_, error) => {
  const failing: AskModel = () => Promise.reject(error);
  expect(await classifyWithModel('hm', unsure, failing, quiet)).toEqual(failSafe(unsure));
});

test.each([
  ['an error of no known kind', new TypeError('x is undefined')],
  ['a ledger with a bug', new LedgerError('conflict', 'It is kept with other figures.')],
])('%s leaves it at the stronger side too, and is reported', async (_, bug) => {
  const bugs: unknown[] = [];
  const report = (each: unknown) => bugs.push(each);
  const failing: AskModel = () => Promise.reject(bug);
  expect(await classifyWithModel('hm', unsure, failing, { report })).toEqual(failSafe(unsure));
  expect(bugs).toEqual([bug]);
});

test('the caller can cancel', async () => {
  const controller = new AbortController();
  const asking = classifyWithModel('hm', unsure, never, {
    ...quiet,
    signal: controller.signal,
  });
  controller.abort(new Error('closed'));
  await expect(asking).rejects.toThrow('closed');
});
