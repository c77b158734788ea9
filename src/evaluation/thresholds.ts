import { hashOf } from './hash.ts';

/** What a step must reach. It is written down before the run; every field that is set must hold. */
export interface Thresholds {
  /** Share of fixtures whose label the answer names, 0 to 1. */
  readonly minAccuracy?: number;
  /** By class: the share of its fixtures that are recognised, 0 to 1. */
  readonly minRecall?: Readonly<Record<string, number>>;
  /** Share of fixtures that pass all scorers, 0 to 1. */
  readonly minPassRate?: number;
  /** Mean score, 0 to 1. */
  readonly minScore?: number;
  /** Milliseconds to the end of the answer, at the percentile below. */
  readonly maxLatencyMs?: number;
  /** Per cent of answers that must come within `maxLatencyMs`; 90 when omitted. */
  readonly latencyPercentile?: number;
  /** Mean cost of a task, USD. */
  readonly maxCostUsd?: number;
  /**
   * How far below a share or a mean score a candidate may truly be and still pass, 0 to 1. 0 when omitted:
   * a candidate passes when it is proven to be above the threshold itself.
   */
  readonly tolerance?: number;
}

export const usualLatencyPercentile = 90;

/** Identifies thresholds; what is written out as its default is the same as what is left out. */
export function thresholdsHash(thresholds: Thresholds): string {
  const { latencyPercentile = usualLatencyPercentile, tolerance = 0, ...rest } = thresholds;
  const isTimed = thresholds.maxLatencyMs !== undefined;
  return hashOf({ ...rest, tolerance, ...(isTimed && { latencyPercentile }) });
}

const shares = ['minAccuracy', 'minPassRate', 'minScore', 'tolerance'] as const;

/** What is wrong with thresholds, one sentence each; empty when they can be used. */
export function thresholdProblems(thresholds: Thresholds): string[] {
  const { minRecall = {}, maxLatencyMs, latencyPercentile, maxCostUsd } = thresholds;
  const named: [name: string, share: number | undefined][] = [
    ...shares.map((name): [string, number | undefined] => [name, thresholds[name]]),
    ...Object.entries(minRecall).map(([label, share]): [string, number] => [
      `minRecall of ${label}`,
      share,
    ]),
  ];
  const percentileIsOff =
    latencyPercentile !== undefined && !(latencyPercentile > 0 && latencyPercentile < 100);
  return [
    ...named.flatMap(([name, share]) =>
      share === undefined || (share >= 0 && share <= 1)
        ? []
        : [`${name} is ${share}. Write a share from 0 to 1, such as 0.9 for 90 %.`],
    ),
    ...(maxLatencyMs === undefined || maxLatencyMs > 0
      ? []
      : [`maxLatencyMs is ${maxLatencyMs}. Write milliseconds above 0.`]),
    ...(percentileIsOff
      ? [`latencyPercentile is ${latencyPercentile}. Write a number between 0 and 100, such as 90.`]
      : []),
    ...(maxCostUsd === undefined || maxCostUsd > 0
      ? []
      : [`maxCostUsd is ${maxCostUsd}. Write US dollars above 0.`]),
    ...(hasAny(thresholds)
      ? []
      : ['No threshold is set. Write at least one, such as minPassRate: 0.9.']),
  ];
}

function hasAny(thresholds: Thresholds): boolean {
  const { minAccuracy, minPassRate, minScore, maxLatencyMs, maxCostUsd, minRecall } = thresholds;
  const single = [minAccuracy, minPassRate, minScore, maxLatencyMs, maxCostUsd];
  return single.some((value) => value !== undefined) || Object.keys(minRecall ?? {}).length > 0;
}

/** What is known of an earlier run, to tell whether thresholds were moved after its results. */
export interface EarlierRun {
  /**
   * Identifies the task type or step, not its fixtures: who adds a fixture after a run has seen its results
   * all the same.
   */
  readonly subjectHash: string;
  readonly thresholdsHash: string;
  /** When its first result could be seen; undefined when it had none. */
  readonly firstResultAtMs?: number;
}

/**
 * The earlier runs of the same task type or step whose results were there before these thresholds were. With one
 * of them, the thresholds were moved after the run, and every report says so.
 */
export function movedAfter<Run extends EarlierRun>(
  earlier: readonly Run[],
  now: { readonly subjectHash: string; readonly thresholdsHash: string; readonly sinceMs: number },
): Run[] {
  return earlier.filter(
    ({ subjectHash, thresholdsHash: ranWith, firstResultAtMs }) =>
      subjectHash === now.subjectHash &&
      ranWith !== now.thresholdsHash &&
      firstResultAtMs !== undefined &&
      firstResultAtMs <= now.sinceMs,
  );
}
