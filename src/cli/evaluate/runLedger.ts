import type { Limit, OverLimit, ReservationFact, SettlementFact } from '../../ledger/facts.ts';
import { type BudgetBalance, type Ledger, LedgerError } from '../../ledger/ledger.ts';
import type { Spent } from '../../routing/budgets/budget.ts';
import {
  type Accounts,
  type Money,
  moneyOf,
  noMoney,
  plus,
} from '../../routing/models/accounts.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import type { RunTotals } from '../evaluated.ts';

/** The ledger of one run of the command line. The editor's is not touched, and has none of its calls. */
export interface RunLedger extends Ledger {
  totals(): RunTotals;
}

/** What is kept of a run's calls, one line each. Texts are never kept here. */
export type CallFact =
  | { readonly kind: 'reserved'; readonly fact: ReservationFact }
  | { readonly kind: 'settled'; readonly fact: SettlementFact };

/** A call that was made or is being made. */
interface Call {
  readonly money: Money;
  readonly worstCaseNanoUsd: NanoUsd | undefined;
  readonly settled?: SettlementFact;
}

/**
 * Keeps the money of a run in memory; `keep` writes each fact down before the call goes on. Every limit counts
 * all calls of the run. A call of unknown cost counts at its worst case under a limit, and is named apart in
 * the totals.
 */
export function createRunLedger(keep: (fact: CallFact) => void): RunLedger {
  const calls = new Map<string, Call>();
  let counted: Accounts = noMoney;
  let totals: RunTotals = { calls: 0, spent: noMoney, estimated: noMoney, unknownCalls: 0 };

  const spentOf = (money: Money): Spent => {
    const open = [...calls.values()].filter((each) => each.money === money && !each.settled);
    const reserved = open.reduce((sum, { worstCaseNanoUsd = 0 }) => sum + worstCaseNanoUsd, 0);
    return { spentNanoUsd: counted[money] + reserved, unknownAttempts: totals.unknownCalls };
  };
  const balanceOf = (): BudgetBalance => ({ ...spentOf('real'), practice: spentOf('practice') });

  return {
    totals: () => totals,
    async reserve(fact, limits = []) {
      const over = limits.flatMap((limit) => overLimit(fact, limit, balanceOf()) ?? [])[0];
      if (over) return over;
      keep({ kind: 'reserved', fact });
      const { attemptId, simulated, worstCaseNanoUsd } = fact;
      calls.set(attemptId, { money: moneyOf(simulated), worstCaseNanoUsd });
      return undefined;
    },
    async settle(fact) {
      const call = calls.get(fact.attemptId);
      if (!call) throw new LedgerError('conflict', 'A call was settled that was never reserved.');
      if (call.settled) {
        if (JSON.stringify(call.settled) === JSON.stringify(fact)) return;
        throw new LedgerError('conflict', 'A call was settled twice, with other figures.');
      }
      keep({ kind: 'settled', fact });
      calls.set(fact.attemptId, { ...call, settled: fact });
      const { nanoUsd, source } = fact.cost;
      counted = plus(counted, call.money, nanoUsd ?? call.worstCaseNanoUsd ?? 0);
      totals = {
        calls: totals.calls + 1,
        spent: plus(totals.spent, call.money, nanoUsd ?? 0),
        estimated: plus(totals.estimated, call.money, source === 'estimated' ? (nanoUsd ?? 0) : 0),
        unknownCalls: totals.unknownCalls + (nanoUsd === undefined ? 1 : 0),
      };
    },
    standings: async (limits) => limits.map(balanceOf),
    ...nothingLearned,
    ...withoutReports,
  };
}

/** The first limit that a call could exceed, as in the editor's ledger. */
function overLimit(
  { simulated, worstCaseNanoUsd, mayCostAnything }: ReservationFact,
  limit: Limit,
  balance: BudgetBalance,
): OverLimit | undefined {
  const { spentNanoUsd } = simulated ? balance.practice : balance;
  const over: OverLimit = {
    limit,
    spentNanoUsd,
    ...(worstCaseNanoUsd !== undefined && { worstCaseNanoUsd }),
    ...(simulated && { simulated }),
  };
  if (limit.fault !== undefined && !simulated) return over;
  if (worstCaseNanoUsd === undefined) return mayCostAnything ? undefined : over;
  const isOver = worstCaseNanoUsd > 0 && spentNanoUsd + worstCaseNanoUsd > limit.capNanoUsd;
  return isOver ? over : undefined;
}

/** A run learns nothing for later decisions, so nothing of the kind is kept. */
const nothingLearned: Pick<
  Ledger,
  | 'recordRequest'
  | 'recordVerdict'
  | 'recordChosen'
  | 'recordStatement'
  | 'recordOutcome'
  | 'recordTurnOutcome'
  | 'recordEvidenceReset'
  | 'statements'
  | 'latencies'
  | 'experiences'
  | 'turnRecords'
  | 'changedElsewhere'
  | 'close'
> = {
  recordRequest: async () => undefined,
  recordVerdict: async () => undefined,
  recordChosen: async () => undefined,
  recordStatement: async () => undefined,
  recordOutcome: async () => undefined,
  recordTurnOutcome: async () => undefined,
  recordEvidenceReset: async () => undefined,
  statements: async () => [],
  latencies: async () => new Map(),
  turnRecords: async () => [],
  experiences: async () => [],
  changedElsewhere: async () => false,
  close: async () => undefined,
};

async function noReports(): Promise<never> {
  throw new LedgerError('readOnly', 'A run of the command line keeps no reports of its calls.');
}

const withoutReports: Pick<
  Ledger,
  'report' | 'total' | 'requestStory' | 'exportRows' | 'settledSince' | 'deleteHistory'
> = {
  report: noReports,
  total: noReports,
  requestStory: noReports,
  exportRows: noReports,
  settledSince: noReports,
  deleteHistory: noReports,
};
