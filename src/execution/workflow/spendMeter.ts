import type { Limit, OverLimit, ReservationFact, SettlementFact } from '../../ledger/facts.ts';
import type { NanoUsd } from '../../routing/money.ts';
import type { Meter, Purse } from '../purse.ts';

/** Counts what a part of a run spends, within its own limit and those around it. */
export interface SpendMeter extends Meter {
  /** The tightest limit, its own or one around it; undefined without any. */
  cap(): NanoUsd | undefined;
  /** A part of it: whatever the part spends is counted here too. */
  part(fields: MeterFields): SpendMeter;
  spent(): NanoUsd;
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
  readonly spentNanoUsd?: NanoUsd;
  readonly onReserve?: (fact: ReservationFact) => void;
  readonly onRelease?: (attemptId: string) => void;
  readonly onSettle?: (fact: SettlementFact) => void;
}

export function createMeter(fields: MeterFields, around?: SpendMeter): SpendMeter {
  const { name, capNanoUsd } = fields;
  const limit: Limit | undefined =
    capNanoUsd === undefined ? undefined : { budgetId: name, capNanoUsd, span: { fromMs: 0 } };
  const open = new Map<string, NanoUsd>();
  let spent = fields.spentNanoUsd ?? 0;
  let unknownCalls = 0;
  let ended = Promise.withResolvers<void>();

  const tellEnd = (): void => {
    ended.resolve();
    ended = Promise.withResolvers();
  };
  const refusal = (worstCaseNanoUsd: NanoUsd): OverLimit | undefined => {
    const reserved = [...open.values()].reduce((sum, each) => sum + each, 0);
    const spentNanoUsd = spent + reserved;
    // A free call passes no limit, as in the ledger.
    const passes = limit && worstCaseNanoUsd > 0 && spentNanoUsd + worstCaseNanoUsd > capNanoUsd!;
    return passes ? { limit, spentNanoUsd, worstCaseNanoUsd } : undefined;
  };

  const meter: SpendMeter = {
    cap: () => least(capNanoUsd, around?.cap()),
    left: () =>
      least(capNanoUsd === undefined ? undefined : Math.max(0, capNanoUsd - spent), around?.left()),
    part: (of) => createMeter(of, meter),
    spent: () => spent,
    unknownCalls: () => unknownCalls,
    reserve(fact) {
      const worst = fact.worstCaseNanoUsd ?? 0;
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
      const worst = open.get(fact.attemptId) ?? 0;
      open.delete(fact.attemptId);
      // Of a cost that nobody knows, the worst case is held against the limit.
      spent += fact.cost.nanoUsd ?? worst;
      unknownCalls += Number(fact.cost.source === 'unknown');
      fields.onSettle?.(fact);
      around?.settle(fact);
      tellEnd();
    },
    owns: (over) => over.limit === limit || around?.owns(over) === true,
    async hasRoomLater(over, signal) {
      if (over.limit !== limit) return (await around?.hasRoomLater(over, signal)) ?? false;
      if (open.size === 0 || spent + over.worstCaseNanoUsd > capNanoUsd!) return false;
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
export function meteredPurse(meter: SpendMeter, asked: Purse | undefined): Purse {
  return {
    meter,
    limits: (purpose) => asked?.limits(purpose) ?? [],
    async isRaised(over, signal) {
      if (meter.owns(over)) return meter.hasRoomLater(over, signal);
      return asked ? asked.isRaised(over, signal) : false;
    },
  };
}

function least(one: NanoUsd | undefined, other: NanoUsd | undefined): NanoUsd | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
