/** A task answered by a weak and a strong model, with a router's score for the strong one. */
export interface Scored {
  readonly score: number;
  /** From 0 to 1. */
  readonly weak: number;
  readonly strong: number;
}

/**
 * The average performance gap recovered (APGR; RouteLLM, arXiv 2406.18665): the share of the gap between
 * weak and strong that is closed, averaged over all shares of tasks that go to the strong model, highest
 * scores first. Random scores give 0.5. Tasks of the same score go together: the average of all orders.
 */
export function averageGapRecovered(tasks: readonly Scored[]): number {
  const groups = [...Map.groupBy(tasks, ({ score }) => score)].toSorted(([a], [b]) => b - a);
  let recovered = 0;
  let area = 0;
  for (const [, group] of groups) {
    const gain = group.reduce((sum, { weak, strong }) => sum + strong - weak, 0);
    // Within a group of equal scores the curve is a straight line.
    area += group.length * (recovered + gain / 2);
    recovered += gain;
  }
  return area / tasks.length / recovered;
}
