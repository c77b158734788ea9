/** An answer without the line in which the model says how sure it is. */
export interface SplitAnswer {
  readonly text: string;
  /** Whole per cent, 0 to 100; undefined when the answer does not end with such a line. */
  readonly percent?: number;
}

/** Takes the line `Confidence: NN%` off the end of an answer; the rest stays as it was written. */
export function splitStatement(text: string): SplitAnswer {
  const ended = text.trimEnd();
  const start = ended.lastIndexOf('\n') + 1;
  const line = ended.slice(start).replace(/[*_`]/g, '').trim();
  const stated = /^confidence:\s*(\d{1,3}(?:\.\d+)?)\s*%\.?$/i.exec(line);
  const percent = Number(stated?.[1]);
  if (!stated || percent > 100) return { text };
  return { text: text.slice(0, start), percent: Math.round(percent) };
}
