/**
 * What is summed of attempts, each as an aggregate over the rows of `triedRows`. The cache has a column
 * for each: another measure needs a migration that makes the cache's tables anew.
 */
export const measures = {
  attempts: 'count(attempt_id)',
  nanoUsd: 'sum(cost_nano_usd)',
  estimatedNanoUsd: `sum(cost_nano_usd) FILTER (WHERE cost_source = 'estimated')`,
  unknownAttempts: 'count(attempt_id) - count(cost_nano_usd)',
  realAttempts: 'count(attempt_id) FILTER (WHERE NOT simulated)',
  // A request counts once in all, once in each of its tiers, of its models and of its pairs of both.
  requests: 'sum(is_first_of_request)',
  requestsOfTier: 'sum(is_first_of_tier)',
  requestsOfModel: 'sum(is_first_of_model)',
  requestsOfBoth: 'sum(is_first_of_both)',
  requestsWithoutCall: 'count(*) FILTER (WHERE attempt_id IS NULL)',
  baselineNanoUsd: 'sum(baseline_nano_usd) FILTER (WHERE is_compared)',
  compared: 'sum(is_compared)',
  spentNanoUsd: 'sum(cost_nano_usd) FILTER (WHERE is_comparable)',
  leftOut: 'count(attempt_id) - count(*) FILTER (WHERE is_comparable)',
  usageTold: 'count(input_tokens) FILTER (WHERE is_standing)',
  inputTokens: 'sum(input_tokens) FILTER (WHERE is_standing)',
  cacheReadTokens: 'sum(cache_read_tokens) FILTER (WHERE is_standing)',
  cacheWriteTokens: 'sum(cache_write_tokens) FILTER (WHERE is_standing)',
  cacheWriteLongTokens: 'sum(cache_write_long_tokens) FILTER (WHERE is_standing)',
  outputTokens: 'sum(output_tokens) FILTER (WHERE is_standing)',
  reasoningTokens: 'sum(reasoning_tokens) FILTER (WHERE is_standing)',
  answered: 'count(*) FILTER (WHERE is_answer)',
  escalated: 'count(*) FILTER (WHERE is_answer AND (is_escalated OR tier <> first_tier))',
  wrongAccepts: 'count(*) FILTER (WHERE is_wrong AND (is_standing OR attempt_id IS NULL))',
  wholeAnswers: `count(*) FILTER (WHERE purpose = 'answer' AND outcome = 'complete')`,
  priced: `count(cost_nano_usd) FILTER (WHERE purpose = 'answer')`,
  pricedNanoUsd: `sum(cost_nano_usd) FILTER (WHERE purpose = 'answer')`,
  judged: `count(*) FILTER (WHERE purpose = 'answer' AND worst >= 1)`,
  passed: `count(*) FILTER (WHERE purpose = 'answer' AND worst = 1)`,
  taken: 'count(cost_nano_usd) FILTER (WHERE is_answer AND is_first_answer)',
  takenNanoUsd: 'sum(cost_nano_usd) FILTER (WHERE is_answer AND is_first_answer)',
  gatePass: 'NULL',
  gateFail: 'NULL',
  gateCouldNotRun: 'NULL',
} as const satisfies Readonly<Record<string, string>>;

export type Measure = keyof typeof measures;

/** NULL where nothing that is known was summed. */
export type Sums = Readonly<Record<Measure, number | null>>;

export const measureNames = Object.keys(measures) as Measure[];

/** What the attempts of a cell have in common; each text is empty where it does not apply. */
export interface CellKey {
  readonly workspace: string;
  readonly taskType: string;
  readonly tier: string;
  readonly model: string;
  readonly modelName: string;
  readonly role: Role;
  readonly baselineName: string;
  /** A cell of a gate holds what the gate said, and nothing else. */
  readonly gate: string;
}

/**
 * What became of an attempt. `overtaken`: another answer of the request was taken instead. `failed`:
 * it ended without being whole, or a gate failed it and it was not taken. `none`: a request that has
 * no attempt.
 */
export type Role = 'answer' | 'overtaken' | 'failed' | 'judge' | 'classify' | 'none' | 'gate';

export const keyNames = [
  ...['workspace', 'taskType', 'tier', 'model', 'modelName', 'role', 'baselineName', 'gate'],
] as readonly (keyof CellKey)[];

/** The sums of the attempts with one key whose requests were made in one day. */
export interface Cell extends CellKey, Sums {
  /** Where the day begins. */
  readonly fromMs: number;
}

export const noSums = Object.fromEntries(measureNames.map((name) => [name, null])) as Sums;

export function addSums(left: Sums, right: Sums): Sums {
  const sums: Record<string, number | null> = {};
  for (const name of measureNames) sums[name] = plus(left[name], right[name]);
  return sums as Sums;
}

function plus(left: number | null, right: number | null): number | null {
  if (left === null) return right;
  return right === null ? left : left + right;
}
