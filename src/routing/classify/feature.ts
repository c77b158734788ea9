/** Something found in a prompt; `value` is above 0. */
export interface Feature {
  /** A readable name, as signals show it: `word: refactor`, `stack trace`. */
  readonly name: string;
  readonly value: number;
}

/** Makes features of a group: the more there are, the less each one weighs. */
export function scaled(names: readonly string[], weight: number): Feature[] {
  const unique = [...new Set(names)];
  const value = weight * Math.min(1, Math.sqrt(8 / Math.max(unique.length, 1)));
  return unique.map((name) => ({ name, value }));
}
