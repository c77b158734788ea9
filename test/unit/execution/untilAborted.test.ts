import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { untilAborted } from '../../../src/execution/untilAborted.ts';

test('a promise that ends in time is passed on, and no listener is left', async () => {
  const { signal } = new AbortController();
  expect(await untilAborted(signal, Promise.resolve('done'))).toBe('done');
  await expect(untilAborted(signal, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('an abort ends the wait for a promise that never ends', async () => {
  const controller = new AbortController();
  const waiting = untilAborted(controller.signal, new Promise(() => undefined));
  const reason = new Error('cancelled');
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(untilAborted(controller.signal, Promise.resolve())).rejects.toBe(reason);
});
