/** The confidence of a prediction, from 0 to 1, and whether it was right. */
export interface Surety {
  readonly confidence: number;
  readonly right: boolean;
}

const bins = 5;

/** The expected calibration error, over five bins of confidence. */
export function calibrationError(answers: readonly Surety[]): number {
  const binned = Map.groupBy(answers, ({ confidence }) =>
    Math.min(bins - 1, Math.floor(confidence * bins)),
  );
  const gaps = [...binned.values()].map((bin) => {
    const right = bin.filter((answer) => answer.right).length;
    const claimed = bin.reduce((sum, { confidence }) => sum + confidence, 0);
    return Math.abs(right - claimed);
  });
  return gaps.reduce((sum, gap) => sum + gap, 0) / answers.length;
}
