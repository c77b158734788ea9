/** What one of several generators did: yielded, or returned. */
export interface Step<T, R> {
  readonly index: number;
  readonly result: IteratorResult<T, R>;
}

/** Runs generators together and tells their steps in the order in which they happen. */
export async function* merged<T, R>(
  generators: readonly AsyncGenerator<T, R>[],
): AsyncGenerator<Step<T, R>> {
  const step = async (index: number): Promise<Step<T, R>> => ({
    index,
    result: await generators[index]!.next(),
  });
  const pending = new Map(generators.map((_, index) => [index, step(index)]));
  while (pending.size > 0) {
    const next = await Promise.race(pending.values());
    // Whoever was told goes to the end of the line: of several that are ready, the first one wins.
    pending.delete(next.index);
    if (!next.result.done) pending.set(next.index, step(next.index));
    yield next;
  }
}
