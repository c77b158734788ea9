import type { ModelCall } from '../../providers/provider.ts';
import type { Caps } from '../../routing/decision.ts';
import { type Accounts, bothPlus, type Money, noMoney } from '../../routing/models/accounts.ts';
import type { Model } from '../../routing/models/model.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import { worstCase } from '../attempt/settleCost.ts';
import { timeLimit } from '../attempt/timeLimit.ts';
import type { Cap } from '../events.ts';

/** What is left of a request's caps. The money cap applies to each kind of money separately. */
export interface CapTracker extends Disposable {
  /** Aborts with the developer's own signal or when the time is over. */
  readonly signal: AbortSignal;
  /** Nano-dollars left; undefined without a cap. */
  left(money: Money): NanoUsd | undefined;
  attemptStarted(): void;
  add(more: Accounts): void;
  /** The cap that stops further attempts that cost this kind of money; undefined when none does. */
  reachedCap(money: Money): Cap | undefined;
}

/** Starts the clock at once; it stops when the tracker is disposed of. `monotonic` gives milliseconds. */
export function startCapTracker(
  caps: Caps,
  monotonic: () => number,
  signal: AbortSignal,
): CapTracker {
  const startedAt = monotonic();
  const ms = caps.seconds === undefined ? undefined : caps.seconds * 1000;
  let attempts = 0;
  let total = noMoney;
  const time = timeLimit(signal, caps.seconds);
  return {
    signal: time.signal,
    [Symbol.dispose]: () => time[Symbol.dispose](),
    left: (money) =>
      caps.nanoUsd === undefined ? undefined : Math.max(0, caps.nanoUsd - total[money]),
    attemptStarted: () => void (attempts += 1),
    add: (more) => void (total = bothPlus(total, more)),
    reachedCap(money) {
      const timedOut = time.signal.aborted && !signal.aborted;
      if (timedOut || (ms !== undefined && monotonic() - startedAt >= ms)) return 'seconds';
      if (attempts >= caps.attempts) return 'attempts';
      return caps.nanoUsd !== undefined && total[money] >= caps.nanoUsd ? 'money' : undefined;
    },
  };
}

/** An answer of fewer tokens is not worth paying for. Chosen by judgement. */
export const leastOutputTokens = 64;

/**
 * Limits a call's output to what the money left pays for in the worst case; undefined when that is
 * fewer than `leastOutputTokens`. The call to a model of unknown price stays as it is.
 */
export function affordable<Call extends Omit<ModelCall, 'model' | 'effort'>>(
  call: Call,
  model: Model,
  left: NanoUsd | undefined,
  today: string,
): Call | undefined {
  if (left === undefined) return call;
  const worst = (maxOutputTokens: number) =>
    worstCase({ ...call, model: model.reference, maxOutputTokens }, model, today);
  const [inputOnly, whole] = [worst(0), worst(call.maxOutputTokens)];
  if (inputOnly === undefined || whole === undefined) return call;
  if (whole <= left) return call;
  const perToken = (whole - inputOnly) / call.maxOutputTokens;
  const maxOutputTokens = Math.floor((left - inputOnly) / perToken);
  return maxOutputTokens < leastOutputTokens ? undefined : { ...call, maxOutputTokens };
}
