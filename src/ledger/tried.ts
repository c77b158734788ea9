import type { TriedRow, Verdicts } from './triedRows.ts';

/**
 * What became of an attempt. `overtaken`: another answer of the request was taken instead. `failed`:
 * it ended without being whole, or a gate failed it and it was not taken. `none`: a request that has
 * no attempt.
 */
export type Role = 'answer' | 'overtaken' | 'failed' | 'judge' | 'classify' | 'none';

/** An attempt with what its request makes of it. */
export interface Tried extends TriedRow {
  readonly role: Role;
  readonly verdictByGate: Verdicts;
  /** Some gate said pass or fail. */
  readonly isJudged: boolean;
  readonly isFailedByGate: boolean;
  readonly isAnswer: boolean;
  /** Stands for its request. */
  readonly isStanding: boolean;
  readonly isFirstAnswer: boolean;
  /** Of the first call for an answer. */
  readonly firstTier: string | null;
  /** The first of its kind of money; so are the next three. */
  readonly isFirstOfRequest: boolean;
  readonly isFirstOfTier: boolean;
  readonly isFirstOfModel: boolean;
  readonly isFirstOfBoth: boolean;
}

/** The attempts of one request, in any order. */
export function triedOf(rows: readonly TriedRow[]): Tried[] {
  if (rows[0]?.attemptId === null) return [withoutCall(rows[0])];
  const attempts = rows.toSorted((a, b) => a.seq - b.seq);
  const answers = attempts.filter(({ purpose }) => purpose === 'answer');
  const chosen = attempts.find(({ attemptId, chosenId }) => attemptId === chosenId);
  const standing = chosen ?? answers.at(-1);
  const isFirst = (row: TriedRow, ...names: ('tier' | 'model')[]) => {
    const same = ['simulated', ...names] as const;
    return attempts.find((other) => same.every((name) => other[name] === row[name])) === row;
  };
  return attempts.map((row) => {
    const verdictByGate = parsed(row.verdicts);
    const said = Object.values(verdictByGate);
    const isFailedByGate = said.includes('fail');
    const isStanding = row === standing;
    return {
      ...row,
      verdictByGate,
      isJudged: isFailedByGate || said.includes('pass'),
      isFailedByGate,
      isAnswer: row.purpose === 'answer',
      isStanding,
      isFirstAnswer: row === answers[0],
      firstTier: answers[0]?.tier ?? null,
      role: roleOf(row, { chosen, isStanding, isFailedByGate }),
      isFirstOfRequest: isFirst(row),
      isFirstOfTier: isFirst(row, 'tier'),
      isFirstOfModel: isFirst(row, 'model'),
      isFirstOfBoth: isFirst(row, 'tier', 'model'),
    };
  });
}

function withoutCall(row: TriedRow): Tried {
  const no = { isJudged: false, isFailedByGate: false, isAnswer: false, isFirstAnswer: false };
  const first = { isFirstOfTier: false, isFirstOfModel: false, isFirstOfBoth: false };
  return {
    ...{ ...row, ...no, ...first, verdictByGate: {}, role: 'none', firstTier: null },
    ...{ isStanding: false, isFirstOfRequest: false },
  };
}

// A request whose chosen attempt was cancelled was stopped by the developer: nothing overtook it.
function roleOf(
  { purpose, outcome }: TriedRow,
  known: {
    readonly chosen: TriedRow | undefined;
    readonly isStanding: boolean;
    readonly isFailedByGate: boolean;
  },
): Role {
  if (purpose === 'judge' || purpose === 'classify') return purpose;
  const { chosen, isStanding, isFailedByGate } = known;
  const isOvertaken = chosen && !isStanding && chosen.outcome !== 'cancelled';
  const isWhole = outcome === 'complete' && !isFailedByGate;
  if (isOvertaken && (outcome === 'cancelled' || isWhole)) return 'overtaken';
  if (outcome === null) return 'answer';
  if (outcome !== 'complete') return 'failed';
  return isFailedByGate && !isStanding ? 'failed' : 'answer';
}

function parsed(verdicts: string | null): Verdicts {
  return verdicts === null ? {} : JSON.parse(verdicts);
}
