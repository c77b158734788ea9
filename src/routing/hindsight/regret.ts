import type { NanoUsd } from '../models/money.ts';

/** How a model did on tasks of one type. */
export interface AttemptWithRole {
  readonly taskType: string;
  /** `provider/model`. */
  readonly model: string;
  readonly modelName: string;
  /** Answers of known cost, and their sum. */
  readonly answers: number;
  readonly nanoUsd: NanoUsd;
  /** Answers of which some gate said pass or fail. */
  readonly judged: number;
  /** Of the judged ones: no gate failed. */
  readonly passed: number;
  /** Answers that were the first of their request and were taken. */
  readonly taken: number;
  readonly takenNanoUsd: NanoUsd;
}

/** Calls to one model that a cheaper one would probably have passed, an estimate. */
export interface Regret {
  readonly taskType: string;
  readonly modelName: string;
  readonly calls: number;
  readonly cheaperName: string;
  /** The evidence: how many judged answers of the cheaper model passed. */
  readonly passed: number;
  readonly judged: number;
  /** What they cost above the cheaper model's usual cost, times its pass rate. */
  readonly nanoUsd: NanoUsd;
}

const leastJudged = 5;

/**
 * For each model and task type the cheaper model that would have spared most, dearest first. Says
 * nothing where no cheaper model has five judged answers.
 */
export function regret(tried: readonly AttemptWithRole[]): Regret[] {
  const regrets = tried.flatMap((row) => {
    const rivals = tried
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
