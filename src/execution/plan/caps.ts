import type { ModelCall } from '../../providers/provider.ts';
import type { Caps } from '../../routing/decision.ts';
import { type Accounts, bothPlus, type Money, noMoney } from '../../routing/models/accounts.ts';
import type { Model } from '../../routing/models/model.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import { worstCase } from '../attempt/settleCost.ts';
import { timeoutSignal } from '../attempt/timeoutSignal.ts';
import type { Cap } from '../events.ts';

/** What a request may still take; of each kind of money the whole cap. */
export interface CapTracker {
  /** Aborts with the developer's own signal, and when the time is over. */
  readonly signal: AbortSignal;
  /** Nano-dollars left; undefined without a cap. */
  left(money: Money): NanoUsd | undefined;
  attemptStarted(): void;
  add(more: Accounts): void;
  /** The cap that lets no further attempt begin that costs this kind of money. */
  reachedCap(money: Money): Cap | undefined;
}

/** Begins to count at once. `monotonic` gives milliseconds. */
export function startCapTracker(
  caps: Caps,
  monotonic: () => number,
  signal: AbortSignal,
): CapTracker {
  const startedAt = monotonic();
  const ms = caps.seconds === undefined ? undefined : caps.seconds * 1000;
  let attempts = 0;
  let total = noMoney;
  const limited = timeoutSignal(signal, caps.seconds);
  return {
    signal: limited,
    left: (money) =>
      caps.nanoUsd === undefined ? undefined : Math.max(0, caps.nanoUsd - total[money]),
    attemptStarted: () => void (attempts += 1),
    add: (more) => void (total = bothPlus(total, more)),
    reachedCap(money) {
      const timedOut = limited.aborted && !signal.aborted;
      if (timedOut || (ms !== undefined && monotonic() - startedAt >= ms)) return 'seconds';
      if (attempts >= caps.attempts) return 'attempts';
      return caps.nanoUsd !== undefined && total[money] >= caps.nanoUsd ? 'money' : undefined;
    },
  };
}

/** Fewer tokens than this hold no answer worth paying for. */
export const leastOutputTokens = 64;

/**
 * The call with no more output than the money left pays for in the worst case; undefined when that
 * is next to nothing. A model of unknown price cannot be held to an amount and is left as it is.
 */
export function affordable<Call extends Omit<ModelCall, 'model' | 'effort'>>(
  call: Call,
  model: Model,
  left: NanoUsd | undefined,
  today: string,
): Call | undefined {
  const worst = (maxOutputTokens: number) =>
    worstCase({ ...call, model: model.reference, maxOutputTokens }, model, today);
  const [inputOnly, whole] = [worst(0), worst(call.maxOutputTokens)];
  if (left === undefined || inputOnly === undefined || whole === undefined) return call;
  if (whole <= left) return call;
  const perToken = (whole - inputOnly) / call.maxOutputTokens;
  const maxOutputTokens = Math.floor((left - inputOnly) / perToken);
  return maxOutputTokens < leastOutputTokens ? undefined : { ...call, maxOutputTokens };
}
