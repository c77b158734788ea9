/** In characters, so that a label fits on a line of the trace. Chosen by judgement. */
const longestLabel = 80;

/** A short name for an item: its path and line when it has them, otherwise the start of its text. */
export function itemLabel(item: unknown): string {
  const { path, startLine } = (typeof item === 'object' && item !== null ? item : {}) as Record<
    string,
    unknown
  >;
  if (typeof path === 'string') return startLine === undefined ? path : `${path}:${startLine}`;
  const text = typeof item === 'string' ? item : JSON.stringify(item);
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > longestLabel ? `${line.slice(0, longestLabel - 1)}…` : line;
}
