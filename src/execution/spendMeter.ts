import type { Limit, OverLimit, ReservationFact, SettlementFact } from '../ledger/facts.ts';
import { moneyOf, noMoney, plus, type Accounts, type Money } from '../routing/models/accounts.ts';
import type { NanoUsd } from '../routing/models/money.ts';
import type { SpendLimit, BudgetGuard } from './budgetGuard.ts';

/**
 * Counts what one part of a run spends: a request, the run, a step or an agent. Its own limit and those of
 * the parts around it hold. Real money and practice money are counted apart, each against the whole limit.
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
  /** The most calls; undefined without a limit. */
  readonly maxCalls?: number;
  /** A call of unknown price passes the amount, so that only the number of calls holds it. */
  readonly passesUnknown?: boolean;
  /** The user's setting that it comes from; omitted when it comes from a file. */
  readonly setting?: string;
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
      const worst = { nanoUsd: fact.worstCaseNanoUsd, money: moneyOf(fact.simulated) };
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

/** What one call may cost at worst; undefined when its price is unknown. */
interface Reserved {
  readonly nanoUsd: NanoUsd | undefined;
  readonly money: Money;
}

/** The sums of one part alone, held to its own limits. */
function createAccount(fields: MeterFields) {
  const { capNanoUsd, maxCalls = Infinity, passesUnknown = false } = fields;
  const limit = limitOf(fields);
  const running = new Map<string, Reserved>();
  let spent = fields.spent ?? noMoney;
  let calls = 0;
  let unknownCalls = 0;
  let callEnd = Promise.withResolvers<void>();

  const runningOn = (money: Money): Reserved[] =>
    [...running.values()].filter((each) => each.money === money);
  function end(attemptId: string): void {
    running.delete(attemptId);
    callEnd.resolve();
    callEnd = Promise.withResolvers();
  }

  const capped = { limit, capNanoUsd, maxCalls, passesUnknown };
  return {
    spent: () => spent,
    unknownCalls: () => unknownCalls,
    owns: (over: OverLimit): boolean => over.limit === limit,
    left: (money: Money): NanoUsd | undefined =>
      capNanoUsd === undefined ? undefined : Math.max(0, capNanoUsd - spent[money]),
    refusal({ nanoUsd, money }: Reserved): OverLimit | undefined {
      const reserved = runningOn(money).reduce((sum, each) => sum + (each.nanoUsd ?? 0), 0);
      return refusalAt(
        { nanoUsd, money },
        { spentNanoUsd: spent[money] + reserved, calls },
        capped,
      );
    },
    reserve(attemptId: string, worst: Reserved): void {
      running.set(attemptId, worst);
      calls += 1;
    },
    /** The call is not made, so it does not count. */
    release(attemptId: string): void {
      if (running.has(attemptId)) calls -= 1;
      end(attemptId);
    },
    settle({ attemptId, cost }: SettlementFact): void {
      const { nanoUsd = 0, money = 'real' } = running.get(attemptId) ?? {};
      // A call of unknown cost counts at its worst case.
      spent = plus(spent, money, cost.nanoUsd ?? nanoUsd);
      unknownCalls += Number(cost.source === 'unknown');
      end(attemptId);
    },
    async hasRoomLater(over: OverLimit, signal: AbortSignal): Promise<boolean> {
      const { worstCaseNanoUsd, calls: made } = over;
      const money = moneyOf(over.simulated === true);
      if (worstCaseNanoUsd === undefined || made !== undefined) return false;
      if (runningOn(money).length === 0) return false;
      if (spent[money] + worstCaseNanoUsd > limit.capNanoUsd) return false;
      return endsBeforeAbort(callEnd.promise, signal);
    },
  };
}

function limitOf({ name, capNanoUsd, setting }: MeterFields): Limit {
  return {
    budgetId: name,
    capNanoUsd: capNanoUsd ?? Infinity,
    span: { fromMs: 0 },
    isHard: true,
    ...(setting !== undefined && { setting }),
  };
}

/** Why an account refuses a call; undefined when it does not. */
function refusalAt(
  { nanoUsd, money }: Reserved,
  { spentNanoUsd, calls }: { readonly spentNanoUsd: NanoUsd; readonly calls: number },
  account: Required<Pick<MeterFields, 'maxCalls' | 'passesUnknown'>> & {
    readonly limit: Limit;
    readonly capNanoUsd: NanoUsd | undefined;
  },
): OverLimit | undefined {
  const { limit, capNanoUsd, maxCalls, passesUnknown } = account;
  const over: OverLimit = {
    limit,
    spentNanoUsd,
    ...(nanoUsd !== undefined && { worstCaseNanoUsd: nanoUsd }),
    ...(money === 'practice' && ({ simulated: true } as const)),
  };
  if (calls >= maxCalls) return { ...over, calls };
  if (capNanoUsd === undefined) return undefined;
  if (nanoUsd === undefined) return passesUnknown ? undefined : over;
  // A free call passes every amount, as in the ledger.
  return nanoUsd > 0 && spentNanoUsd + nanoUsd > capNanoUsd ? over : undefined;
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
 * developer may raise a budget. A call of unknown price passes a limit of the run only at a worst case that
 * the developer names.
 */
export function withSpendLimit(meter: SpendMeter, budgets: BudgetGuard | undefined): BudgetGuard {
  const around = budgets?.spendLimit;
  return {
    spendLimit: around ? bothLimits(meter, around) : meter,
    limits: (call) => budgets?.limits(call) ?? [],
    async askToRaise(over, signal, call) {
      if (!meter.owns(over)) return (await budgets?.askToRaise(over, signal, call)) ?? false;
      if (over.worstCaseNanoUsd !== undefined || over.calls !== undefined) {
        return meter.hasRoomLater(over, signal);
      }
      const answer = await budgets?.askToRaise(over, signal, call);
      return typeof answer === 'object' && answer.kind === 'worstCase' ? answer : false;
    },
  };
}

/** Two limits that both hold; what the second refuses is given back to the first. */
function bothLimits(inner: SpendLimit, outer: SpendLimit): SpendLimit {
  return {
    left: (money) => least(inner.left(money), outer.left(money)),
    reserve(fact) {
      const over = inner.reserve(fact);
      if (over) return over;
      const overOuter = outer.reserve(fact);
      if (overOuter) inner.release(fact.attemptId);
      return overOuter;
    },
    release(attemptId) {
      inner.release(attemptId);
      outer.release(attemptId);
    },
    settle(fact) {
      inner.settle(fact);
      outer.settle(fact);
    },
  };
}

function least(one: NanoUsd | undefined, other: NanoUsd | undefined): NanoUsd | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
