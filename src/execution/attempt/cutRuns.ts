// Both chosen by judgement.
const longestRun = 512;
const keptOfRun = 128;

/** A long run of one character: its kept beginning, and how many times longer the run was. */
export interface Run {
  readonly sample: string;
  readonly times: number;
}

/**
 * Takes long runs of one character out of a text. The encoder's time grows with the square of
 * such a run: 10,000 equal characters take it seconds.
 */
export function cutRuns(text: string): { pieces: readonly string[]; runs: readonly Run[] } {
  const pieces: string[] = [];
  const runs: Run[] = [];
  let pieceStart = 0;
  let runStart = 0;
  for (let at = 1; at <= text.length; at += 1) {
    if (at < text.length && text[at] === text[runStart]) continue;
    if (at - runStart > longestRun) {
      if (runStart > pieceStart) pieces.push(text.slice(pieceStart, runStart));
      const sample = text.slice(runStart, runStart + keptOfRun);
      runs.push({ sample, times: (at - runStart) / sample.length });
      pieceStart = at;
    }
    runStart = at;
  }
  if (pieceStart < text.length) pieces.push(text.slice(pieceStart));
  return { pieces, runs };
}
