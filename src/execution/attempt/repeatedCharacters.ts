// Both chosen by judgement.
const longestRepeat = 512;
const keptOfRepeat = 128;

/** One character many times in a row: its kept beginning, and how many times longer the whole was. */
export interface Repeat {
  readonly sample: string;
  readonly times: number;
}

/**
 * Takes what repeats one character many times out of a text. The encoder's time grows with the square of
 * its length: 10,000 equal characters in a row take it seconds.
 */
export function takeOutRepeats(text: string): {
  pieces: readonly string[];
  repeats: readonly Repeat[];
} {
  const pieces: string[] = [];
  const repeats: Repeat[] = [];
  let pieceStart = 0;
  let start = 0;
  for (let at = 1; at <= text.length; at += 1) {
    if (at < text.length && text[at] === text[start]) continue;
    if (at - start > longestRepeat) {
      if (start > pieceStart) pieces.push(text.slice(pieceStart, start));
      const sample = text.slice(start, start + keptOfRepeat);
      repeats.push({ sample, times: (at - start) / sample.length });
      pieceStart = at;
    }
    start = at;
  }
  if (pieceStart < text.length) pieces.push(text.slice(pieceStart));
  return { pieces, repeats };
}
