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
 * Counts what a part of a run spends, within its own limit and those around it. Real money and practice
 * money are held to the same limits, each on an account of its own.
 */
export interface SpendMeter extends SpendLimit {
  /** The tightest limit, its own or one around it; undefined without any. */
  cap(): NanoUsd | undefined;
  /** A part of it: whatever the part spends is counted here too. */
  part(fields: MeterFields): SpendMeter;
  spent(): Accounts;
  unknownCalls(): number;
  /** Whether it was a limit of the run that refused, not a budget of the developer's. */
  owns(over: OverLimit): boolean;
  /** For such a refusal: waits until a call that runs has ended; false when none could help. */
  hasRoomLater(over: OverLimit, signal: AbortSignal): Promise<boolean>;
}

export interface MeterFields {
  /** Names the limit for people, such as `the step “fix”`. */
  readonly name: string;
  readonly capNanoUsd?: NanoUsd | undefined;
  /** What an earlier sitting of the run has spent on it. */
  readonly spent?: Accounts;
  readonly onReserve?: (fact: ReservationFact) => void;
  readonly onRelease?: (attemptId: string) => void;
  readonly onSettle?: (fact: SettlementFact) => void;
}

interface Reserved {
  readonly nanoUsd: NanoUsd;
  readonly money: Money;
}

const nothingReserved: Reserved = { nanoUsd: 0, money: 'real' };

export function createMeter(fields: MeterFields, around?: SpendMeter): SpendMeter {
  const { name, capNanoUsd } = fields;
  const limit: Limit | undefined =
    capNanoUsd === undefined ? undefined : { budgetId: name, capNanoUsd, span: { fromMs: 0 } };
  const open = new Map<string, Reserved>();
  let spent = fields.spent ?? noMoney;
  let unknownCalls = 0;
  let ended = Promise.withResolvers<void>();

  const tellEnd = (): void => {
    ended.resolve();
    ended = Promise.withResolvers();
  };
  const openOf = (money: Money): Reserved[] =>
    [...open.values()].filter((each) => each.money === money);
  const refusal = ({ nanoUsd: worstCaseNanoUsd, money }: Reserved): OverLimit | undefined => {
    const reserved = openOf(money).reduce((sum, { nanoUsd }) => sum + nanoUsd, 0);
    const spentNanoUsd = spent[money] + reserved;
    // A free call passes no limit, as in the ledger.
    const passes = limit && worstCaseNanoUsd > 0 && spentNanoUsd + worstCaseNanoUsd > capNanoUsd!;
    if (!passes) return undefined;
    const ofPractice = money === 'practice' && ({ simulated: true } as const);
    return { limit, spentNanoUsd, worstCaseNanoUsd, ...ofPractice };
  };

  const meter: SpendMeter = {
    cap: () => least(capNanoUsd, around?.cap()),
    left: (money) =>
      least(
        capNanoUsd === undefined ? undefined : Math.max(0, capNanoUsd - spent[money]),
        around?.left(money),
      ),
    part: (of) => createMeter(of, meter),
    spent: () => spent,
    unknownCalls: () => unknownCalls,
    reserve(fact) {
      const worst = { nanoUsd: fact.worstCaseNanoUsd ?? 0, money: moneyOf(fact.simulated) };
      const over = refusal(worst) ?? around?.reserve(fact);
      if (over) return over;
      open.set(fact.attemptId, worst);
      fields.onReserve?.(fact);
      return undefined;
    },
    release(attemptId) {
      open.delete(attemptId);
      fields.onRelease?.(attemptId);
      around?.release(attemptId);
      tellEnd();
    },
    settle(fact) {
      const { nanoUsd, money } = open.get(fact.attemptId) ?? nothingReserved;
      open.delete(fact.attemptId);
      // Of a cost that nobody knows, the worst case is held against the limit.
      spent = plus(spent, money, fact.cost.nanoUsd ?? nanoUsd);
      unknownCalls += Number(fact.cost.source === 'unknown');
      fields.onSettle?.(fact);
      around?.settle(fact);
      tellEnd();
    },
    owns: (over) => over.limit === limit || around?.owns(over) === true,
    async hasRoomLater(over, signal) {
      if (over.limit !== limit) return (await around?.hasRoomLater(over, signal)) ?? false;
      const money = moneyOf(over.simulated === true);
      if (openOf(money).length === 0) return false;
      if (spent[money] + over.worstCaseNanoUsd > capNanoUsd!) return false;
      const aborted = Promise.withResolvers<void>();
      const abort = (): void => aborted.resolve();
      signal.addEventListener('abort', abort, { once: true });
      await Promise.race([ended.promise, aborted.promise]);
      signal.removeEventListener('abort', abort);
      return !signal.aborted;
    },
  };
  return meter;
}

/** The purse of a request that a run makes: its own limits are hard, at the developer's one may ask. */
export function meteredPurse(meter: SpendMeter, asked: BudgetGuard | undefined): BudgetGuard {
  return {
    spendLimit: meter,
    limits: (call) => asked?.limits(call) ?? [],
    async askToRaise(over, signal) {
      if (meter.owns(over)) return meter.hasRoomLater(over, signal);
      return asked ? asked.askToRaise(over, signal) : false;
    },
  };
}

function least(one: NanoUsd | undefined, other: NanoUsd | undefined): NanoUsd | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
