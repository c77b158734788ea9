/** One thing that was seen in a prompt; `value` is above 0. */
export interface Feature {
  /** Readable, as signals show it: `word: refactor`, `stack trace`. */
  readonly name: string;
  readonly value: number;
}

/** Every feature of a group weighs less, the more of them there are. */
export function scaled(names: readonly string[], weight: number): Feature[] {
  const unique = [...new Set(names)];
  const value = weight * Math.min(1, Math.sqrt(8 / Math.max(unique.length, 1)));
  return unique.map((name) => ({ name, value }));
}
