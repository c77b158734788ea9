import { createRandom } from '../gates/random.ts';

/** Draws that follow from one seed alone. */
export interface Chance {
  /** True with this probability, 0 to 1. */
  isTrue(probability: number): boolean;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  oneOf<T>(items: readonly T[]): T;
  /** A key of the weights, each as often as its weight says. */
  weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key;
}

export function createChance(seed: number): Chance {
  const random = createRandom(seed);
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  return {
    isTrue: (probability) => random() < probability,
    between,
    oneOf: (items) => items[between(0, items.length - 1)]!,
    weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key {
      const entries = Object.entries<number>(weights) as [Key, number][];
      let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      const found = entries.find(([, weight]) => (left -= weight) < 0);
      return (found ?? entries.at(-1)!)[0];
    },
  };
}
