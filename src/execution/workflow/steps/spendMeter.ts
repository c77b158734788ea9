import type { Limit, OverLimit, ReservationFact, SettlementFact } from '../../../ledger/facts.ts';
import {
  moneyOf,
  noMoney,
  plus,
  type Accounts,
  type Money,
} from '../../../routing/models/accounts.ts';
import type { NanoUsd } from '../../../routing/models/money.ts';
import type { SpendLimit, BudgetGuard } from '../../budgetGuard.ts';

/**
 * Counts what one part of a run spends: the run, a step or an agent. Its own limit and those of the parts
 * around it hold. Real money and practice money are counted apart, each against the whole limit.
 */
export interface SpendMeter extends SpendLimit {
  /** The tightest limit, its own or one around it; undefined without any. */
  cap(): NanoUsd | undefined;
  /** A meter for a part of it, whose spending counts here too. */
  part(fields: MeterFields): SpendMeter;
  spent(): Accounts;
  unknownCalls(): number;
  /** Whether a limit of the run refused the call, rather than one of the developer's budgets. */
  owns(over: OverLimit): boolean;
  /** After such a refusal: waits for the end of a running call; false at once when none can help. */
  hasRoomLater(over: OverLimit, signal: AbortSignal): Promise<boolean>;
}

export interface MeterFields {
  /** Names the limit for people, such as `the step “fix”`. */
  readonly name: string;
  readonly capNanoUsd?: NanoUsd | undefined;
  /** What the run spent on it before it was resumed. */
  readonly spent?: Accounts;
  readonly onReserve?: (fact: ReservationFact) => void;
  readonly onRelease?: (attemptId: string) => void;
  readonly onSettle?: (fact: SettlementFact) => void;
}

export function createMeter(fields: MeterFields, around?: SpendMeter): SpendMeter {
  const { capNanoUsd } = fields;
  const account = createAccount(fields);
  const meter: SpendMeter = {
    cap: () => least(capNanoUsd, around?.cap()),
    left: (money) => least(account.left(money), around?.left(money)),
    part: (of) => createMeter(of, meter),
    spent: account.spent,
    unknownCalls: account.unknownCalls,
    reserve(fact) {
      const worst = { nanoUsd: fact.worstCaseNanoUsd ?? 0, money: moneyOf(fact.simulated) };
      const over = account.refusal(worst) ?? around?.reserve(fact);
      if (over) return over;
      account.reserve(fact.attemptId, worst);
      fields.onReserve?.(fact);
      return undefined;
    },
    release(attemptId) {
      account.release(attemptId);
      fields.onRelease?.(attemptId);
      around?.release(attemptId);
    },
    settle(fact) {
      account.settle(fact);
      fields.onSettle?.(fact);
      around?.settle(fact);
    },
    owns: (over) => account.owns(over) || around?.owns(over) === true,
    async hasRoomLater(over, signal) {
      if (account.owns(over)) return account.hasRoomLater(over, signal);
      return (await around?.hasRoomLater(over, signal)) ?? false;
    },
  };
  return meter;
}

/** What one call may cost at worst. */
interface Reserved {
  readonly nanoUsd: NanoUsd;
  readonly money: Money;
}

const nothingReserved: Reserved = { nanoUsd: 0, money: 'real' };

/** The sums of one part alone, held to its own limit. */
function createAccount({ name, capNanoUsd, spent: before = noMoney }: MeterFields) {
  const limit: Limit | undefined =
    capNanoUsd === undefined ? undefined : { budgetId: name, capNanoUsd, span: { fromMs: 0 } };
  const running = new Map<string, Reserved>();
  let spent = before;
  let unknownCalls = 0;
  let callEnd = Promise.withResolvers<void>();

  const runningOn = (money: Money): Reserved[] =>
    [...running.values()].filter((each) => each.money === money);
  function end(attemptId: string): void {
    running.delete(attemptId);
    callEnd.resolve();
    callEnd = Promise.withResolvers();
  }

  return {
    spent: () => spent,
    unknownCalls: () => unknownCalls,
    owns: (over: OverLimit): boolean => over.limit === limit,
    left: (money: Money): NanoUsd | undefined =>
      capNanoUsd === undefined ? undefined : Math.max(0, capNanoUsd - spent[money]),
    refusal({ nanoUsd: worstCaseNanoUsd, money }: Reserved): OverLimit | undefined {
      const reserved = runningOn(money).reduce((sum, { nanoUsd }) => sum + nanoUsd, 0);
      const spentNanoUsd = spent[money] + reserved;
      // A free call passes no limit, as in the ledger.
      const passes = limit && worstCaseNanoUsd > 0 && spentNanoUsd + worstCaseNanoUsd > capNanoUsd!;
      if (!passes) return undefined;
      const simulated = money === 'practice' && ({ simulated: true } as const);
      return { limit, spentNanoUsd, worstCaseNanoUsd, ...simulated };
    },
    reserve: (attemptId: string, worst: Reserved) => void running.set(attemptId, worst),
    release: end,
    settle({ attemptId, cost }: SettlementFact): void {
      const { nanoUsd, money } = running.get(attemptId) ?? nothingReserved;
      // A call of unknown cost counts at its worst case.
      spent = plus(spent, money, cost.nanoUsd ?? nanoUsd);
      unknownCalls += Number(cost.source === 'unknown');
      end(attemptId);
    },
    async hasRoomLater(over: OverLimit, signal: AbortSignal): Promise<boolean> {
      const money = moneyOf(over.simulated === true);
      if (runningOn(money).length === 0) return false;
      if (spent[money] + over.worstCaseNanoUsd > capNanoUsd!) return false;
      return endsBeforeAbort(callEnd.promise, signal);
    },
  };
}

/** Waits for either; false when the signal was aborted. */
async function endsBeforeAbort(end: Promise<void>, signal: AbortSignal): Promise<boolean> {
  const aborted = Promise.withResolvers<void>();
  const abort = (): void => aborted.resolve();
  signal.addEventListener('abort', abort, { once: true });
  await Promise.race([end, aborted.promise]);
  signal.removeEventListener('abort', abort);
  return !signal.aborted;
}

/**
 * The developer's budgets together with the limits of the run. The limits of the run are hard; only the
 * developer may raise a budget.
 */
export function withSpendLimit(meter: SpendMeter, budgets: BudgetGuard | undefined): BudgetGuard {
  return {
    spendLimit: meter,
    limits: (call) => budgets?.limits(call) ?? [],
    async askToRaise(over, signal) {
      if (meter.owns(over)) return meter.hasRoomLater(over, signal);
      return budgets ? budgets.askToRaise(over, signal) : false;
    },
  };
}

function least(one: NanoUsd | undefined, other: NanoUsd | undefined): NanoUsd | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
