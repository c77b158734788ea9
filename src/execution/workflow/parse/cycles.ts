/** `a → b → a`; a long way is shortened in the middle. */
export function describeCycle(way: readonly string[]): string {
  const shown = way.length <= 6 ? way : [...way.slice(0, 3), '…', ...way.slice(-2)];
  return shown.join(' → ');
}

/** A way from a name back to itself, such as `[a, b, a]`; undefined when there is none. */
export function cycleThrough(
  start: string,
  uses: ReadonlyMap<string, readonly string[]>,
): string[] | undefined {
  const seen = new Set<string>();
  const follow = (name: string, way: readonly string[]): string[] | undefined => {
    for (const next of uses.get(name) ?? []) {
      if (next === start) return [...way, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = follow(next, [...way, next]);
      if (found) return found;
    }
    return undefined;
  };
  return follow(start, [start]);
}
