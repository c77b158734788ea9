import type { ProviderError, ProviderErrorKind } from '../../providers/providerError.ts';
import { splitReference, type ModelReference } from '../../routing/models/model.ts';
import type { CoolingDown } from '../../routing/situation.ts';

/** Endpoints and models that failed a moment ago and are left alone for a while. */
export interface CoolDowns {
  /** Takes note of how a call ended; `error` is undefined when the model answered. */
  note(reference: ModelReference, error: ProviderError | undefined): void;
  /** By provider id, or by model reference where the model alone is missing. */
  current(): ReadonlyMap<string, CoolingDown>;
}

const words: Partial<Readonly<Record<ProviderErrorKind, string>>> = {
  rateLimited: 'rate limited',
  overloaded: 'overloaded',
  unreachable: 'not reachable',
  timeout: 'too slow to answer',
  modelNotFound: 'no such model',
};
const firstMs = 15_000;
const longestMs = 300_000;

/** Whether another model may be asked instead: the endpoint is out of reach, not the question wrong. */
export function isOutage({ kind }: ProviderError): boolean {
  return words[kind] !== undefined;
}

/**
 * Remembers outages: for as long as the provider asked to wait, else 15 s, twice as long with each
 * failure in a row, five minutes at most. `now` gives milliseconds on a clock that never jumps.
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
      const why = words[error.kind];
      if (!why) return;
      const key = error.kind === 'modelNotFound' ? reference : provider;
      const failures = (failing.get(key)?.failures ?? 0) + 1;
      const wait = error.retryAfterMs ?? firstMs * 2 ** (failures - 1);
      failing.set(key, { until: now() + Math.min(wait, longestMs), failures, why });
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
