/** From how many lines to how many a text would go; lines with something in them. */
export interface SizeDrop {
  readonly from: number;
  readonly to: number;
}

/**
 * A change asks when it takes more than this share of at least this many lines. A shorter text is seen as a
 * whole in the diff; refactorings keep half of what they rewrite as a rule, and answers that stop too early
 * do not. Chosen by judgement.
 */
export const smallerThan = { share: 0.5, leastLines: 40 } as const;

/** Whether most of a text would be gone; undefined when it would not, or the text is short. */
export function sizeDrop(before: string, after: string): SizeDrop | undefined {
  const [from, to] = [linesIn(before), linesIn(after)];
  const isLarge = from >= smallerThan.leastLines;
  return isLarge && from - to > from * smallerThan.share ? { from, to } : undefined;
}

function linesIn(text: string): number {
  return text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '').length;
}
