import type { Part } from '../../../src/providers/provider.ts';

/** Events as an SDK gives them. */
export async function* eventsOf(events: readonly unknown[]): AsyncGenerator<unknown> {
  yield* events;
}

export async function partsOf(parts: AsyncIterable<Part>): Promise<Part[]> {
  const all: Part[] = [];
  for await (const part of parts) all.push(part);
  return all;
}
