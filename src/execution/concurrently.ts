/**
 * Works on items in their order, at most `most` at once (16 by default). After a failure, or when the signal
 * aborts, no further item begins; the running ones end before the first failure is thrown.
 */
export async function forEachConcurrently<Item>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<unknown>,
  { most = 16, signal }: { readonly most?: number; readonly signal?: AbortSignal } = {},
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const failures: unknown[] = [];
  async function lane(): Promise<void> {
    while (failures.length === 0) {
      const next = queue.next();
      if (next.done) return;
      try {
        signal?.throwIfAborted();
        await work(next.value);
      } catch (error) {
        failures.push(error);
      }
    }
  }
  await Promise.all(Array.from({ length: most }, lane));
  if (failures.length > 0) throw failures[0];
}

/** The same with the results of the work, in the order of the items. */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  await forEachConcurrently(
    items.entries(),
    async ([index, item]) => {
      results[index] = await work(item, index);
    },
    { most },
  );
  return results;
}
