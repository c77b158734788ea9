import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { untilAborted } from '../../../../src/editor/tasks/untilAborted.ts';

test('what ends before is passed on, and nothing listens any more', async () => {
  const { signal } = new AbortController();
  expect(await untilAborted(signal, Promise.resolve('done'))).toBe('done');
  await expect(untilAborted(signal, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('a promise that never ends is left alone once it is aborted', async () => {
  const controller = new AbortController();
  const waiting = untilAborted(controller.signal, new Promise(() => undefined));
  const reason = new Error('cancelled');
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(untilAborted(controller.signal, Promise.resolve())).rejects.toBe(reason);
});
