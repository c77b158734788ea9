import type { IAsyncProperty, IProperty } from 'fast-check';

/** Something that takes input from outside, and what must be true of it whatever comes in. */
export interface FuzzTarget {
  readonly name: string;
  /** Throws when the input breaks what must be true. */
  readonly property: IProperty<[unknown]> | IAsyncProperty<[unknown]>;
}

/** Fails with these words unless it holds. */
export function must(holds: boolean, words: string): void {
  if (!holds) throw new Error(words);
}
