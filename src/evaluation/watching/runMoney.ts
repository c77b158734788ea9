import {
  type Accounts,
  type Money,
  moneyOf,
  noMoney,
  plus,
} from '../../routing/models/accounts.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import type { DueRun } from './dueRun.ts';

/** What is kept of runs that start by themselves, one line each, in a file for each month. */
export type WatchFact =
  | ({ readonly kind: 'began'; readonly atMs: number } & DueRun)
  /** A call is about to be made; written before it. */
  | {
      readonly kind: 'reserved';
      readonly attemptId: string;
      readonly nanoUsd: NanoUsd;
      readonly simulated?: true;
    }
  /** It was not made after all. */
  | { readonly kind: 'released'; readonly attemptId: string }
  /** What it cost; omitted when that is unknown, so that its worst case counts. */
  | { readonly kind: 'settled'; readonly attemptId: string; readonly nanoUsd?: NanoUsd }
  | {
      readonly kind: 'ended';
      readonly evaluation: string;
      readonly atMs: number;
      /** The report that the run has kept; omitted when it came to none. */
      readonly runId?: string;
      /** The job of the batch that the run went on with; omitted when the run was stopped. */
      readonly batch?: string;
      readonly summary: string;
    };

/** What the facts of a month come to: settled costs, and worst cases of calls whose end nobody saw. */
export function spentBy(facts: readonly WatchFact[]): Accounts {
  const calls = new Map<string, { readonly money: Money; readonly nanoUsd: NanoUsd }>();
  for (const fact of facts) {
    if (fact.kind === 'reserved') {
      const money = moneyOf(fact.simulated === true);
      calls.set(fact.attemptId, { money, nanoUsd: fact.nanoUsd });
    } else if (fact.kind === 'released') {
      calls.delete(fact.attemptId);
    } else if (fact.kind === 'settled' && fact.nanoUsd !== undefined) {
      const { money = 'real' } = calls.get(fact.attemptId) ?? {};
      calls.set(fact.attemptId, { money, nanoUsd: fact.nanoUsd });
    }
  }
  return [...calls.values()].reduce<Accounts>(
    (sum, { money, nanoUsd }) => plus(sum, money, nanoUsd),
    noMoney,
  );
}

/** The jobs of batches that runs went on with, to their own ends, since a time. */
export function resumedSince(facts: readonly WatchFact[], sinceMs: number): ReadonlySet<string> {
  return new Set(
    facts.flatMap((fact) =>
      fact.kind === 'ended' && fact.batch !== undefined && fact.atMs > sinceMs ? fact.batch : [],
    ),
  );
}

/** When a run of an evaluation last began by itself; undefined when none did. */
export function lastTried(facts: readonly WatchFact[], evaluation: string): number | undefined {
  const last = facts.findLast((fact) => fact.kind === 'began' && fact.evaluation === evaluation);
  return last?.kind === 'began' ? last.atMs : undefined;
}
