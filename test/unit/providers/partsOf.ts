import type { Part } from '../../../src/providers/provider.ts';

/** Events as an SDK gives them. */
export async function* eventsOf(events: readonly unknown[]): AsyncGenerator<unknown> {
  yield* events;
}

export function partsOf(parts: AsyncIterable<Part>): Promise<Part[]> {
  return Array.fromAsync(parts);
}
