const fewWords = 80;

/** An item's path and lines where it has some, else its beginning. */
export function itemLabel(item: unknown): string {
  const { path, startLine } = (typeof item === 'object' && item !== null ? item : {}) as Record<
    string,
    unknown
  >;
  if (typeof path === 'string') return startLine === undefined ? path : `${path}:${startLine}`;
  const text = typeof item === 'string' ? item : JSON.stringify(item);
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > fewWords ? `${line.slice(0, fewWords - 1)}…` : line;
}
