import { expect, test } from 'vitest';
import { classifyWithModel, type AskModel } from '../../../src/execution/classifyWithModel.ts';
import type { Classification } from '../../../src/routing/classify.ts';
import { strongerSide } from '../../../src/routing/strongerSide.ts';

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
const opinion: AskModel = async () => '{"taskType": "docs", "reasoning": "low"}';

test('an unsure classification is settled by the model', async () => {
  expect(await classifyWithModel('hm', unsure, opinion)).toMatchObject({ taskType: 'docs' });
});

test('a sure one is not asked about', async () => {
  const sure = { ...unsure, confidence: 0.9 };
  let asked = 0;
  const counting: AskModel = (...call) => {
    asked += 1;
    return opinion(...call);
  };
  expect(await classifyWithModel('hm', sure, counting)).toBe(sure);
  expect(asked).toBe(0);
});

test('a late model leaves it at the stronger side, and is told to stop', async () => {
  let stopped: AbortSignal | undefined;
  const ask: AskModel = (call, signal) => {
    stopped = signal;
    return never(call, signal);
  };
  const settled = await classifyWithModel('hm', unsure, ask, { timeoutMs: 5 });
  expect(settled).toEqual(strongerSide(unsure));
  expect(settled.taskType).toBe('debug');
  expect(stopped?.aborted).toBe(true);
});

test('a failing model leaves it at the stronger side', async () => {
  const failing: AskModel = () => Promise.reject(new Error('no network'));
  expect(await classifyWithModel('hm', unsure, failing)).toEqual(strongerSide(unsure));
});

test('the caller can cancel', async () => {
  const controller = new AbortController();
  const asking = classifyWithModel('hm', unsure, never, { signal: controller.signal });
  controller.abort(new Error('closed'));
  await expect(asking).rejects.toThrow('closed');
});
