import type { ProviderError, ProviderErrorKind } from '../../providers/providerError.ts';
import { splitReference, type ModelReference } from '../../routing/models/model.ts';
import type { CoolingDown } from '../../routing/situation.ts';
import { hourMs, minuteMs } from '../../routing/time.ts';

/** What failed recently and is not asked for a while. */
export interface CoolDowns {
  /** Records how a call ended; `error` is undefined when the model answered. */
  note(reference: ModelReference, error: ProviderError | undefined): void;
  /**
   * Call when keys or settings have changed: accounts and addresses may be asked again. `provider` is the
   * id of the only provider that changed; all when omitted.
   */
  changed(provider?: string): void;
  /** By provider id, or by model reference where the model alone failed. */
  current(): ReadonlyMap<string, CoolingDown>;
}

/** How long something is left alone when the provider does not say. */
type Wait =
  /** From 15 s up, twice as long with each failure in a row. */
  | 'short'
  /** Milliseconds. It passes earlier when a key or a setting changes. */
  | { readonly untilChanged: number };

interface Rest {
  /** Why, in a few words. */
  readonly why: string;
  readonly wait: Wait;
}

// All times are chosen by judgement. Credit may be added at any time, without a change here.
const rests: Partial<Readonly<Record<ProviderErrorKind, Rest>>> = {
  rateLimited: { why: 'rate limited', wait: 'short' },
  overloaded: { why: 'overloaded', wait: 'short' },
  unreachable: { why: 'not reachable', wait: 'short' },
  timeout: { why: 'too slow to answer', wait: 'short' },
  modelNotFound: { why: 'no such model', wait: 'short' },
  notAnAnswer: { why: 'no answer of a model', wait: 'short' },
  malformed: { why: 'no answer of a model', wait: 'short' },
  billing: { why: 'out of credit', wait: { untilChanged: hourMs } },
  noKey: { why: 'without a key', wait: { untilChanged: 12 * hourMs } },
  badKey: { why: 'key refused', wait: { untilChanged: 12 * hourMs } },
  forbidden: { why: 'access refused', wait: { untilChanged: 12 * hourMs } },
  wrongAddress: { why: 'nothing at its address', wait: { untilChanged: 12 * hourMs } },
};
const firstWaitMs = 15_000;
const longestOwnWaitMs = 5 * minuteMs;
/** The longest time that a provider may ask for. */
const longestAskedWaitMs = 24 * hourMs;

/**
 * Whether another model may be asked instead: the account, the model, the server or the way to it is the
 * problem, not the request.
 */
export function isOutage({ failed }: ProviderError): boolean {
  return failed !== 'request';
}

interface Resting {
  readonly by: ModelReference;
  readonly until: number;
  readonly failures: number;
  readonly why: string;
  /** It ends when a key or a setting changes. */
  readonly endsWithChange: boolean;
}

/**
 * Remembers what failed: a model alone, or all of its provider when an account, a server or an address
 * failed. Only what answers is asked again before its time. When another model of a resting provider
 * answers, the rest narrows to the model that failed. `now` gives milliseconds on a clock that never jumps.
 */
export function createCoolDowns(now: () => number): CoolDowns {
  const resting = new Map<string, Resting>();
  return {
    note(reference, error) {
      const { provider } = splitReference(reference)!;
      if (!error) {
        answered(resting, reference, provider);
        return;
      }
      const rest = rests[error.kind];
      if (!rest) return;
      const key = error.failed === 'model' ? reference : provider;
      const failures = (resting.get(key)?.failures ?? 0) + 1;
      resting.set(key, {
        by: reference,
        until: now() + waitMs(rest.wait, error, failures),
        failures,
        why: rest.why,
        endsWithChange: rest.wait !== 'short',
      });
    },
    changed(changedProvider) {
      for (const [key, { by, endsWithChange }] of resting) {
        const { provider } = splitReference(by)!;
        const isMeant = changedProvider === undefined || changedProvider === provider;
        if (endsWithChange && isMeant) resting.delete(key);
      }
    },
    current() {
      const left = [...resting].map(([key, { until, why }]): [string, CoolingDown] => [
        key,
        { secondsLeft: Math.ceil((until - now()) / 1000), why },
      ]);
      return new Map(left.filter(([, { secondsLeft }]) => secondsLeft > 0));
    },
  };
}

function answered(
  resting: Map<string, Resting>,
  reference: ModelReference,
  provider: string,
): void {
  resting.delete(reference);
  const ofProvider = resting.get(provider);
  if (!ofProvider) return;
  resting.delete(provider);
  if (ofProvider.by !== reference) resting.set(ofProvider.by, ofProvider);
}

function waitMs(wait: Wait, error: ProviderError, failures: number): number {
  if (error.retryAfterMs !== undefined) return Math.min(error.retryAfterMs, longestAskedWaitMs);
  // A model inside VS Code has no key: VS Code itself asks again whether it may be used.
  if (wait !== 'short' && error.origin !== '') return wait.untilChanged;
  return Math.min(firstWaitMs * 2 ** (failures - 1), longestOwnWaitMs);
}
