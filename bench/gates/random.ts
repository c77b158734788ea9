/** Numbers from 0 to 1 that are the same on every run (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<T>(random: () => number, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)]!;
}

/** Picks different items, up to the given number. */
export function pickSome<T>(random: () => number, items: readonly T[], most: number): T[] {
  const left = [...items];
  return Array.from(
    { length: Math.min(most, items.length) },
    () => left.splice(Math.floor(random() * left.length), 1)[0]!,
  );
}
