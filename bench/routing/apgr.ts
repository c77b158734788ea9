/** A task that a weak and a strong model answered, and how much a router thinks it needs the strong one. */
export interface Scored {
  readonly score: number;
  /** From 0 to 1. */
  readonly weak: number;
  readonly strong: number;
}

/**
 * The average share of the gap between weak and strong that is recovered, over all shares of tasks that
 * go to the strong model, those of the highest score first (RouteLLM, arXiv 2406.18665). Random is a
 * half. Tasks of the same score go together, as in every order on average.
 */
export function averageGapRecovered(tasks: readonly Scored[]): number {
  const groups = [...Map.groupBy(tasks, ({ score }) => score)].toSorted(([a], [b]) => b - a);
  let recovered = 0;
  let area = 0;
  for (const [, group] of groups) {
    const gain = group.reduce((sum, { weak, strong }) => sum + strong - weak, 0);
    // Within a group the curve is a straight line.
    area += group.length * (recovered + gain / 2);
    recovered += gain;
  }
  return area / tasks.length / recovered;
}
