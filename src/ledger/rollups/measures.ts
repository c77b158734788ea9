import type { Money } from '../../routing/models/accounts.ts';
import type { Role, RowWithRole } from './attemptRoles.ts';

/*
 * The door of roll-ups: sums of past days and months, kept in the file so that a report need not read
 * every attempt. In come attempts with their role in the request (attemptRoles.ts); each adds to the
 * measures listed here. Out goes one cell per key: task type, tier, model, role and so on.
 * - Writes: rollUp.ts stores the roll-ups of past days and months, in the tables of sumTables.ts.
 * - Reads: readRollups.ts reads them, hourlyCells.ts sums the rows of other days, such as today, by the
 *   hour, and aggregate.ts joins both for a report.
 * - Caches: cellCache.ts keeps in memory what both have read, and forgets hours with new facts.
 * days.ts finds days and hours in a time zone; periods.ts makes the rows of the chart.
 */

/** What an attempt adds to a measure; null adds nothing, not even a zero. */
type Contribution = (attempt: RowWithRole) => number | boolean | null;

// The baseline asks the strongest model once per request. So an attempt that does not stand for its
// request, or whose request was escalated by hand, has a cost but no baseline.
const isSuperseded = ({ isStanding, isEscalated }: RowWithRole) => !isStanding || isEscalated === 1;
const isCompared = (attempt: RowWithRole) =>
  attempt.nanoUsd !== null && attempt.baselineNanoUsd !== null && !isSuperseded(attempt);
/** No model read anything, as when a server refuses a call: there is nothing to compare, and nothing is missing. */
const wasUnbilled = ({ costSource, nanoUsd, inputTokens }: RowWithRole) =>
  costSource === 'computed' && nanoUsd === 0 && inputTokens === null;
const isComparable = (attempt: RowWithRole) =>
  attempt.nanoUsd !== null &&
  (attempt.baselineNanoUsd !== null || isSuperseded(attempt) || wasUnbilled(attempt));
/** The strongest model would not have been measured: what that costs is no part of a comparison. */
const isOfEvaluation = ({ role }: RowWithRole) => role === 'evaluate';
/** A complete answer that stands for its request. */
const isGiven = ({ isStanding, outcome }: RowWithRole) => isStanding && outcome === 'complete';
const isPriced = ({ isAnswer, nanoUsd }: RowWithRole) => isAnswer && nanoUsd !== null;
const isTaken = (attempt: RowWithRole) =>
  isGiven(attempt) && attempt.isFirstAnswer && attempt.nanoUsd !== null;

/**
 * What is summed over attempts. The roll-ups have a column for each, so a new measure, or a new meaning of
 * one, needs a migration that empties them (`sumTables.ts`).
 */
export const measures = {
  attempts: (attempt) => attempt.attemptId !== null,
  nanoUsd: (attempt) => attempt.nanoUsd,
  estimatedNanoUsd: (attempt) => (attempt.costSource === 'estimated' ? attempt.nanoUsd : null),
  unknownAttempts: (attempt) => attempt.attemptId !== null && attempt.nanoUsd === null,
  // A request counts once for each kind of money it cost: once in all, once in each of its tiers, once in
  // each of its models, and once in each pair of tier and model.
  requests: (attempt) => attempt.isFirstOfRequest,
  requestsOfTier: (attempt) => attempt.isFirstOfTier,
  requestsOfModel: (attempt) => attempt.isFirstOfModel,
  requestsOfBoth: (attempt) => attempt.isFirstOfBoth,
  requestsWithoutCall: (attempt) => attempt.attemptId === null,
  baselineNanoUsd: (attempt) => (isCompared(attempt) ? attempt.baselineNanoUsd : null),
  compared: isCompared,
  spentNanoUsd: (attempt) =>
    isComparable(attempt) && !isOfEvaluation(attempt) ? attempt.nanoUsd : null,
  leftOut: (attempt) =>
    attempt.attemptId !== null && !isComparable(attempt) && !isOfEvaluation(attempt),
  evaluationNanoUsd: (attempt) => (isOfEvaluation(attempt) ? attempt.nanoUsd : null),
  usageTold: (attempt) => attempt.isStanding && attempt.inputTokens !== null,
  inputTokens: (attempt) => (attempt.isStanding ? attempt.inputTokens : null),
  cacheReadTokens: (attempt) => (attempt.isStanding ? attempt.cacheReadTokens : null),
  cacheWriteTokens: (attempt) => (attempt.isStanding ? attempt.cacheWriteTokens : null),
  cacheWriteLongTokens: (attempt) => (attempt.isStanding ? attempt.cacheWriteLongTokens : null),
  outputTokens: (attempt) => (attempt.isStanding ? attempt.outputTokens : null),
  reasoningTokens: (attempt) => (attempt.isStanding ? attempt.reasoningTokens : null),
  answered: isGiven,
  escalated: (attempt) =>
    isGiven(attempt) && (attempt.isEscalated === 1 || attempt.tier !== attempt.firstTier),
  wrongAccepts: (attempt) =>
    attempt.isWrong === 1 && (attempt.isStanding || attempt.attemptId === null),
  wholeAnswers: (attempt) => attempt.isAnswer && attempt.outcome === 'complete',
  priced: isPriced,
  pricedNanoUsd: (attempt) => (isPriced(attempt) ? attempt.nanoUsd : null),
  judged: (attempt) => attempt.isAnswer && attempt.isJudged,
  passed: (attempt) => attempt.isAnswer && attempt.isJudged && !attempt.isFailedByGate,
  taken: isTaken,
  takenNanoUsd: (attempt) => (isTaken(attempt) ? attempt.nanoUsd : null),
  turnsWorked: (attempt) => attempt.isStanding && attempt.turnOutcome === 'worked',
  turnsFailed: (attempt) => attempt.isStanding && attempt.turnOutcome === 'failed',
  // Only cells of gates have these (`hourlyCells.ts`).
  gatePass: () => null,
  gateFail: () => null,
  gateCouldNotRun: () => null,
} satisfies Readonly<Record<string, Contribution>>;

export type Measure = keyof typeof measures;

/** A measure is null when no known value was summed. */
export type Sums = Readonly<Record<Measure, number | null>>;
export type GrowingSums = Record<Measure, number | null>;

export const measureNames = Object.keys(measures) as Measure[];

/** What the attempts of a cell have in common; a text is empty when it does not apply. */
export interface CellKey {
  readonly money: Money | '';
  readonly workspace: string;
  readonly taskType: string;
  /** The kind of turn in an agent's loop. */
  readonly turn: string;
  readonly tier: string;
  readonly model: string;
  readonly modelName: string;
  readonly role: Role | 'gate' | 'chart';
  readonly baselineName: string;
  /** A cell of a gate counts its verdicts and nothing else. */
  readonly gate: string;
}

export const keyNames: readonly (keyof CellKey)[] = [
  ...(['money', 'workspace', 'taskType', 'turn', 'tier', 'model'] as const),
  ...(['modelName', 'role', 'baselineName', 'gate'] as const),
];

/** The sums of the attempts with one key. */
export type Cell = CellKey & Sums;

/** The sums that the chart and the lists need: of one period and one kind of money. */
export interface PeriodRow {
  readonly fromMs: number;
  readonly money: CellKey['money'];
  readonly sums: Pick<Sums, PeriodMeasure>;
}

export const periodMeasures = [
  ...(['attempts', 'nanoUsd', 'baselineNanoUsd', 'unknownAttempts'] as const),
  ...(['evaluationNanoUsd', 'requestsWithoutCall', 'wholeAnswers'] as const),
];
export type PeriodMeasure = (typeof periodMeasures)[number];

/** Cells by the names of their keys. */
export type NamedCells = ReadonlyMap<string, Cell>;
export type GrowingCells = Map<string, CellKey & GrowingSums>;

export const noSums = Object.fromEntries(measureNames.map((name) => [name, null])) as Sums;

export function grow(sums: GrowingSums, by: Sums): void {
  for (const name of measureNames) {
    const more = by[name];
    if (more !== null) sums[name] = (sums[name] ?? 0) + more;
  }
}

export function growByAttempt(sums: GrowingSums, attempt: RowWithRole): void {
  for (const name of measureNames) {
    const more = measures[name](attempt);
    if (more !== null) sums[name] = (sums[name] ?? 0) + Number(more);
  }
}

/** Adds a cell to the one with the same key. Callers that know the key's name pass it. */
export function addCell(cells: GrowingCells, cell: Cell, name = nameOfKey(cell)): void {
  const sums = cells.get(name);
  if (sums) grow(sums, cell);
  else cells.set(name, { ...cell });
}

export function nameOfKey(key: CellKey): string {
  return keyNames.map((name) => key[name]).join('\n');
}

export function totalOf(all: readonly Sums[]): Sums {
  return totalsOf(all, measureNames);
}

/** The totals of these measures only. */
export function totalsOf<Name extends Measure>(
  all: readonly Pick<Sums, Name>[],
  names: readonly Name[],
): Pick<Sums, Name> {
  const total: Partial<Record<Name, number | null>> = {};
  for (const name of names) {
    let sum: number | null = null;
    for (const sums of all) {
      const more = sums[name];
      if (more !== null) sum = (sum ?? 0) + more;
    }
    total[name] = sum;
  }
  return total as Pick<Sums, Name>;
}
