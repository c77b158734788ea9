import type { FinderResult, Row } from '../../evaluation/finder/result.ts';
import type { Estimated, Evaluated, RunTotals } from '../evaluated.ts';

/**
 * What a run found, as JSON for programs. Money is in nano-dollars, times are milliseconds. What is not known
 * is left out; a bound that is not known is null.
 */
export function jsonOfEvaluations(
  evaluated: readonly Evaluated[],
  { exitCode, totals }: { readonly exitCode: number; readonly totals: RunTotals },
): string {
  return jsonLine({ version: 1, exitCode, totals, evaluations: evaluated.map(toPlain) });
}

/** What runs may take, as JSON for programs. */
export function jsonOfEstimates(estimated: readonly Estimated[]): string {
  const estimates = estimated.map(({ file, evaluation, ...rest }) => ({
    name: evaluation.name,
    file,
    ...rest,
  }));
  return jsonLine({ version: 1, estimates });
}

function toPlain({ file, evaluation, end, why, leftOut, policy, report, judge }: Evaluated) {
  const { name, subject, thresholds } = evaluation;
  return {
    name,
    file,
    subject,
    end,
    why,
    leftOut,
    ...(policy && { policy }),
    ...(judge && { judge }),
    thresholds,
    ...(report && {
      runId: report.runId,
      seed: report.seed,
      startedAtMs: report.startedAtMs,
      endedAtMs: report.endedAtMs,
      movedAfterRuns: report.movedAfterRuns,
      ...resultToPlain(report.result),
      trials: report.trials,
    }),
  };
}

function resultToPlain({
  end,
  rows,
  smallest,
  likely,
  fixtures,
  provable,
  calls,
  gridCalls,
  spent,
}: FinderResult) {
  return {
    stoppedBy: end,
    ...(smallest && { smallest: smallest.candidate.id }),
    ...(likely && { likely: likely.candidate.id }),
    fixtures,
    provable,
    calls,
    gridCalls,
    spent,
    candidates: rows.map(rowToPlain),
  };
}

function rowToPlain({ candidate, verdict, criteria, scored, stuck, classes, ...row }: Row) {
  const { id, name, simulated } = candidate;
  return {
    id,
    name,
    ...(simulated && { simulated }),
    verdict,
    scored,
    stuck,
    passRate: row.passRate,
    score: row.score,
    costNanoUsd: row.cost,
    firstTextMs: row.firstText,
    latencyMs: row.latency,
    ...(classes && { classes }),
    criteria: criteria.map(({ criterion, ...result }) => ({
      kind: criterion.kind,
      ...(criterion.label !== undefined && { label: criterion.label }),
      threshold: criterion.threshold,
      ...result,
    })),
  };
}

/** JSON has neither maps nor infinity, which becomes null. */
function jsonLine(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) =>
    part instanceof Map ? Object.fromEntries(part) : part,
  );
  return `${text}\n`;
}
