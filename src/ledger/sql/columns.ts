import type { Effort, ModelReference } from '../../routing/models/model.ts';
import type { CostSource, NanoUsd } from '../../routing/models/money.ts';
import type { Usage } from '../../routing/models/usage.ts';
import type { Purpose } from '../facts.ts';

/*
 * The door of sql/: what all queries share. Here are the columns that queries read, under one name and
 * one type each; a query picks those it selects. statements.ts runs and caches statements, schemaParts.ts
 * writes SQL that several migrations need, sqliteError.ts turns SQLite's errors into the ledger's.
 */

/** Columns of a request, as queries name them. */
export interface RequestColumns {
  readonly requestId: string;
  readonly atMs: number;
  readonly workspace: string;
  readonly subject: string;
  readonly taskType: string;
  readonly language: string | null;
  readonly reason: string;
  readonly escalatedFrom: string | null;
  /** The attempt that stands for the request; null when there is none. */
  readonly standingId: string | null;
  /** The newest outcome other than `shown`. */
  readonly developerOutcome: string | null;
}

/** Columns of an attempt, as queries name them. Those of its end are null while the call is open. */
export interface AttemptColumns extends UsageColumns {
  readonly requestId: string;
  readonly attemptId: string;
  readonly purpose: Purpose;
  readonly tier: string;
  readonly model: ModelReference;
  readonly modelName: string;
  readonly effort: Effort | null;
  readonly simulated: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly outcome: string | null;
  readonly errorKind: string | null;
  readonly costSource: CostSource | null;
  readonly nanoUsd: NanoUsd | null;
  readonly firstTextMs: number | null;
  readonly latencyMs: number | null;
}

/** An attempt's tokens, null where the provider reported none. */
export type UsageColumns = {
  readonly [Name in Exclude<keyof Usage, 'serviceTier'>]-?: number | null;
};

/** Undefined unless both input and output were reported. */
export function usageOf(row: UsageColumns): Usage | undefined {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = row;
  const { cacheWriteLongTokens, reasoningTokens } = row;
  if (inputTokens === null || outputTokens === null) return undefined;
  return {
    inputTokens,
    outputTokens,
    ...(cacheReadTokens !== null && { cacheReadTokens }),
    ...(cacheWriteTokens !== null && { cacheWriteTokens }),
    ...(cacheWriteLongTokens !== null && { cacheWriteLongTokens }),
    ...(reasoningTokens !== null && { reasoningTokens }),
  };
}
