import type { Money } from '../../routing/models/accounts.ts';
import type { Role, RowWithRole } from './attemptRoles.ts';

/** What an attempt adds to a sum; null: nobody knows. */
type Share = (tried: RowWithRole) => number | boolean | null;

// The strongest model would have been asked once: an attempt that does not stand for its request, or
// whose request was escalated by hand, was spent and has no counterpart.
const isSuperseded = ({ isStanding, isEscalated }: RowWithRole) => !isStanding || isEscalated === 1;
const isCompared = (tried: RowWithRole) =>
  tried.nanoUsd !== null && tried.baselineNanoUsd !== null && !isSuperseded(tried);
const isComparable = (tried: RowWithRole) =>
  tried.nanoUsd !== null && (tried.baselineNanoUsd !== null || isSuperseded(tried));
/** A whole answer that stands for its request. */
const isGiven = ({ isStanding, outcome }: RowWithRole) => isStanding && outcome === 'complete';
const isPriced = ({ isAnswer, nanoUsd }: RowWithRole) => isAnswer && nanoUsd !== null;
const isTaken = (tried: RowWithRole) =>
  isGiven(tried) && tried.isFirstAnswer && tried.nanoUsd !== null;

/**
 * What is summed of attempts. The cache has a column for each: another measure, or another meaning of
 * one, needs a migration that empties the cache (`sumTables.ts`).
 */
export const measures = {
  attempts: (tried) => tried.attemptId !== null,
  nanoUsd: (tried) => tried.nanoUsd,
  estimatedNanoUsd: (tried) => (tried.costSource === 'estimated' ? tried.nanoUsd : null),
  unknownAttempts: (tried) => tried.attemptId !== null && tried.nanoUsd === null,
  // A request counts once for each kind of money it cost: once in all, once in each of its tiers, of
  // its models and of its pairs of both.
  requests: (tried) => tried.isFirstOfRequest,
  requestsOfTier: (tried) => tried.isFirstOfTier,
  requestsOfModel: (tried) => tried.isFirstOfModel,
  requestsOfBoth: (tried) => tried.isFirstOfBoth,
  requestsWithoutCall: (tried) => tried.attemptId === null,
  baselineNanoUsd: (tried) => (isCompared(tried) ? tried.baselineNanoUsd : null),
  compared: isCompared,
  spentNanoUsd: (tried) => (isComparable(tried) ? tried.nanoUsd : null),
  leftOut: (tried) => tried.attemptId !== null && !isComparable(tried),
  usageTold: (tried) => tried.isStanding && tried.inputTokens !== null,
  inputTokens: (tried) => (tried.isStanding ? tried.inputTokens : null),
  cacheReadTokens: (tried) => (tried.isStanding ? tried.cacheReadTokens : null),
  cacheWriteTokens: (tried) => (tried.isStanding ? tried.cacheWriteTokens : null),
  cacheWriteLongTokens: (tried) => (tried.isStanding ? tried.cacheWriteLongTokens : null),
  outputTokens: (tried) => (tried.isStanding ? tried.outputTokens : null),
  reasoningTokens: (tried) => (tried.isStanding ? tried.reasoningTokens : null),
  answered: isGiven,
  escalated: (tried) =>
    isGiven(tried) && (tried.isEscalated === 1 || tried.tier !== tried.firstTier),
  wrongAccepts: (tried) => tried.isWrong === 1 && (tried.isStanding || tried.attemptId === null),
  wholeAnswers: (tried) => tried.isAnswer && tried.outcome === 'complete',
  priced: isPriced,
  pricedNanoUsd: (tried) => (isPriced(tried) ? tried.nanoUsd : null),
  judged: (tried) => tried.isAnswer && tried.isJudged,
  passed: (tried) => tried.isAnswer && tried.isJudged && !tried.isFailedByGate,
  taken: isTaken,
  takenNanoUsd: (tried) => (isTaken(tried) ? tried.nanoUsd : null),
  // Of the cells of gates alone.
  gatePass: () => null,
  gateFail: () => null,
  gateCouldNotRun: () => null,
} satisfies Readonly<Record<string, Share>>;

export type Measure = keyof typeof measures;

/** Null where nothing that is known was summed. */
export type Sums = Readonly<Record<Measure, number | null>>;
export type GrowingSums = Record<Measure, number | null>;

export const measureNames = Object.keys(measures) as Measure[];

/** What the attempts of a cell have in common; each text is empty where it does not apply. */
export interface CellKey {
  readonly money: Money | '';
  readonly workspace: string;
  readonly taskType: string;
  readonly tier: string;
  readonly model: string;
  readonly modelName: string;
  readonly role: Role | 'gate' | 'chart';
  readonly baselineName: string;
  /** A cell of a gate holds what the gate said, and nothing else. */
  readonly gate: string;
}

export const keyNames: readonly (keyof CellKey)[] = [
  ...(['money', 'workspace', 'taskType', 'tier', 'model'] as const),
  ...(['modelName', 'role', 'baselineName', 'gate'] as const),
];

/** The sums of what has one key. */
export type Cell = CellKey & Sums;

/** What the chart and the lists need of a period, of one kind of money. */
export interface PeriodRow {
  readonly fromMs: number;
  readonly money: CellKey['money'];
  readonly sums: Pick<Sums, PeriodMeasure>;
}

export const periodMeasures = [
  ...(['attempts', 'nanoUsd', 'baselineNanoUsd', 'unknownAttempts'] as const),
  ...(['requestsWithoutCall', 'wholeAnswers'] as const),
];
export type PeriodMeasure = (typeof periodMeasures)[number];

/** By the names of their keys. */
export type NamedCells = ReadonlyMap<string, Cell>;
export type GrowingCells = Map<string, CellKey & GrowingSums>;

export const noSums = Object.fromEntries(measureNames.map((name) => [name, null])) as Sums;

export function grow(sums: GrowingSums, by: Sums): void {
  for (const name of measureNames) {
    const more = by[name];
    if (more !== null) sums[name] = (sums[name] ?? 0) + more;
  }
}

export function growByAttempt(sums: GrowingSums, tried: RowWithRole): void {
  for (const name of measureNames) {
    const more = measures[name](tried);
    if (more !== null) sums[name] = (sums[name] ?? 0) + Number(more);
  }
}

/** Adds a cell to the one of the same key. `id`: its key's name, where it is known. */
export function addCell(cells: GrowingCells, cell: Cell, id = nameOfKey(cell)): void {
  const kept = cells.get(id);
  if (kept) grow(kept, cell);
  else cells.set(id, { ...cell });
}

export function nameOfKey(key: CellKey): string {
  return keyNames.map((name) => key[name]).join('\n');
}

export function totalOf(all: readonly Sums[]): Sums {
  return totalsOf(all, measureNames);
}

/** The totals of some measures. */
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
