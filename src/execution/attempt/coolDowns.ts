import type { ProviderError, ProviderErrorKind } from '../../providers/providerError.ts';
import { splitReference, type ModelReference } from '../../routing/models/model.ts';
import type { CoolingDown } from '../../routing/situation.ts';

/** Endpoints and models that failed recently and are not asked for a while. */
export interface CoolDowns {
  /** Records how a call ended; `error` is undefined when the model answered. */
  note(reference: ModelReference, error: ProviderError | undefined): void;
  /** By provider id, or by model reference where the model alone is missing. */
  current(): ReadonlyMap<string, CoolingDown>;
}

const outageWords: Partial<Readonly<Record<ProviderErrorKind, string>>> = {
  rateLimited: 'rate limited',
  overloaded: 'overloaded',
  unreachable: 'not reachable',
  timeout: 'too slow to answer',
  modelNotFound: 'no such model',
};
// Both chosen by judgement.
const firstWaitMs = 15_000;
const longestWaitMs = 300_000;

/** Whether another model may be asked instead: the endpoint is the problem, not the request. */
export function isOutage({ kind }: ProviderError): boolean {
  return outageWords[kind] !== undefined;
}

/**
 * Remembers outages for as long as the provider asks to wait, or else for 15 s. Each further failure
 * in a row doubles the 15 s. The longest wait is five minutes. `now` gives milliseconds on a clock
 * that never jumps.
 */
export function createCoolDowns(now: () => number): CoolDowns {
  const failing = new Map<string, { until: number; failures: number; why: string }>();
  return {
    note(reference, error) {
      const { provider } = splitReference(reference)!;
      if (!error) {
        failing.delete(provider);
        failing.delete(reference);
        return;
      }
      const why = outageWords[error.kind];
      if (!why) return;
      const key = error.kind === 'modelNotFound' ? reference : provider;
      const failures = (failing.get(key)?.failures ?? 0) + 1;
      const wait = error.retryAfterMs ?? firstWaitMs * 2 ** (failures - 1);
      failing.set(key, { until: now() + Math.min(wait, longestWaitMs), failures, why });
    },
    current() {
      const left = [...failing].map(([key, { until, why }]): [string, CoolingDown] => [
        key,
        { secondsLeft: Math.ceil((until - now()) / 1000), why },
      ]);
      return new Map(left.filter(([, { secondsLeft }]) => secondsLeft > 0));
    },
  };
}
