import { expect, test } from 'vitest';
import { forEachConcurrently, mapConcurrently } from '../../../src/execution/concurrently.ts';

/** Work that ends when the test says so, and how much of it runs. */
function heldWork() {
  const running = new Map<number, PromiseWithResolvers<void>>();
  return {
    running: () => [...running.keys()],
    end: (item: number) => running.get(item)?.resolve(),
    fail: (item: number, error: Error) => running.get(item)?.reject(error),
    async work(item: number): Promise<number> {
      const held = Promise.withResolvers<void>();
      running.set(item, held);
      await held.promise.finally(() => running.delete(item));
      return item * 10;
    },
  };
}

/** Lets everything run that waits for nothing but other promises. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('results have the order of the items, whatever ends first, and no more run than allowed', async () => {
  const held = heldWork();
  const mapped = mapConcurrently([1, 2, 3], 2, held.work);
  await settled();
  expect(held.running()).toEqual([1, 2]);
  held.end(2);
  await settled();
  expect(held.running()).toEqual([1, 3]);
  held.end(3);
  held.end(1);
  expect(await mapped).toEqual([10, 20, 30]);
});

test('after a failure nothing further begins, and what runs ends first', async () => {
  const held = heldWork();
  const outcome = forEachConcurrently([1, 2, 3], held.work, { most: 2 }).then(
    () => 'done',
    (error: Error) => `${error.message} with ${held.running().length} running`,
  );
  await settled();
  held.fail(1, new Error('the first one'));
  await settled();
  expect(held.running()).toEqual([2]);
  held.fail(2, new Error('a later one'));
  expect(await outcome).toBe('the first one with 0 running');
});

test('after an abort nothing further begins', async () => {
  const held = heldWork();
  const abort = new AbortController();
  const outcome = forEachConcurrently([1, 2], held.work, { most: 1, signal: abort.signal });
  await settled();
  abort.abort(new Error('stopped'));
  held.end(1);
  await expect(outcome).rejects.toThrow('stopped');
  expect(held.running()).toEqual([]);
});

test('items that are added meanwhile are worked on too', async () => {
  const items = new Set([1]);
  const seen: number[] = [];
  await forEachConcurrently(
    items,
    async (item) => {
      seen.push(item);
      if (item < 3) items.add(item + 1);
    },
    { most: 1 },
  );
  expect(seen).toEqual([1, 2, 3]);
});
