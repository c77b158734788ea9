import type { NanoUsd } from '../models/money.ts';

/** How a model did on tasks of one type. */
export interface AttemptWithRole {
  readonly taskType: string;
  /** `provider/model`. */
  readonly model: string;
  readonly modelName: string;
  /** Number of answers of known cost; `nanoUsd` is their sum. */
  readonly answers: number;
  readonly nanoUsd: NanoUsd;
  /** Answers that at least one gate passed or failed. */
  readonly judged: number;
  /** Judged answers that no gate failed. */
  readonly passed: number;
  /** Answers that were the first of their request and were taken. */
  readonly taken: number;
  readonly takenNanoUsd: NanoUsd;
}

/** Calls to one model for which a cheaper model would probably have passed; an estimate. */
export interface Regret {
  readonly taskType: string;
  readonly modelName: string;
  readonly calls: number;
  readonly cheaperName: string;
  /** The evidence: how many judged answers of the cheaper model passed. */
  readonly passed: number;
  readonly judged: number;
  /** The calls' cost above the cheaper model's mean cost, times its pass rate. */
  readonly nanoUsd: NanoUsd;
}

/** With fewer judged answers, a model is not compared. Chosen by judgement. */
const leastJudged = 5;

/**
 * Finds, for each model and task type, the cheaper model that would have saved most; the largest saving
 * comes first. A cheaper model with fewer than five judged answers is not considered.
 */
export function regret(rows: readonly AttemptWithRole[]): Regret[] {
  const regrets = rows.flatMap((row) => {
    const rivals = rows
      .filter((other) => other.taskType === row.taskType && other.model !== row.model)
      .filter(({ judged, answers }) => judged >= leastJudged && answers > 0)
      .map((other) => regretBetween(row, other))
      .filter(({ nanoUsd }) => nanoUsd > 0);
    return rivals.toSorted((a, b) => b.nanoUsd - a.nanoUsd).slice(0, 1);
  });
  return regrets.toSorted((a, b) => b.nanoUsd - a.nanoUsd);
}

function regretBetween(row: AttemptWithRole, cheaper: AttemptWithRole): Regret {
  const usual = cheaper.nanoUsd / cheaper.answers;
  const excess = Math.max(0, row.takenNanoUsd - row.taken * usual);
  return {
    taskType: row.taskType,
    modelName: row.modelName,
    calls: row.taken,
    cheaperName: cheaper.modelName,
    passed: cheaper.passed,
    judged: cheaper.judged,
    nanoUsd: Math.round((cheaper.passed / cheaper.judged) * excess),
  };
}
