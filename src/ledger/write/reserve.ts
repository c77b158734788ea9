import type { DatabaseSync } from 'node:sqlite';
import type { Limit, OverLimit, ReservationFact } from '../facts.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import { mayPass } from '../sql/sqliteError.ts';
import { inWriteTransaction, prepared } from '../sql/statements.ts';
import { areSummed, type KnownSums, standings, standingsNow } from './budgetStandings.ts';
import { insertUnlessThere, refuseBadNumbers, refuseConflict, type Row } from './insertFact.ts';
import { type Lease, renewLease } from './leases.ts';

export interface ReserveOptions {
  readonly limits?: readonly Limit[];
  readonly known?: KnownSums;
  /** Lease of the window that makes the call. */
  readonly lease?: Lease;
}

/**
 * Reserves the worst case of a call. Returns the first limit that the call could exceed; nothing is
 * recorded then. A repeated reservation is neither refused nor counted twice.
 */
export function reserve(
  database: DatabaseSync,
  fact: ReservationFact,
  { limits: given = [], known = new Map(), lease }: ReserveOptions = {},
): OverLimit | undefined {
  const limits = given.filter(({ models = '' }) => fact.model.startsWith(models));
  const row = rowOf(fact, lease);
  refuseBadNumbers('reservation', row);
  // A first sum may take long, so it is made before the write lock is taken.
  const summed = limits.filter(({ fault }) => fault === undefined);
  if (!areSummed(summed, known)) standings(database, summed, known);
  try {
    return inWriteTransaction(database, () => {
      if (isReserved(database, fact.attemptId)) {
        refuseConflict(database, 'reservation', 'attempt_id', row);
        return undefined;
      }
      const over = firstExceeded(database, limits, known, fact);
      if (over) return over;
      insertUnlessThere(database, 'reservation', row);
      if (lease) renewLease(database, lease);
      return undefined;
    });
  } catch (error) {
    // A disk may report an error for a write that it has kept. Nobody would settle it after a refusal.
    if (mayPass(error) && wasKept(database, fact.attemptId)) return undefined;
    throw error;
  }
}

function rowOf(fact: ReservationFact, lease: Lease | undefined): Row {
  return {
    attempt_id: fact.attemptId,
    request_id: fact.requestId,
    at_ms: fact.atMs,
    purpose: fact.purpose,
    tier: fact.tier,
    model: fact.model,
    model_name: fact.modelName,
    effort: fact.effort ?? null,
    simulated: Number(fact.simulated),
    worst_case_nano_usd: fact.worstCaseNanoUsd ?? null,
    window_id: lease?.windowId ?? '',
  };
}

function wasKept(database: DatabaseSync, attemptId: string): boolean {
  try {
    return isReserved(database, attemptId);
  } catch {
    return false;
  }
}

function isReserved(database: DatabaseSync, attemptId: string): boolean {
  return !!prepared(database, 'SELECT 1 FROM reservation WHERE attempt_id = ?').get(attemptId);
}

/**
 * The first limit that the call could exceed. A free call exceeds none, even when the sum is above it already.
 * A call of unknown price exceeds each of them, because unknown is never zero.
 */
function firstExceeded(
  database: DatabaseSync,
  limits: readonly Limit[],
  known: KnownSums,
  fact: ReservationFact,
): OverLimit | undefined {
  const { worstCaseNanoUsd, simulated } = fact;
  if (worstCaseNanoUsd === 0 || limits.length === 0) return undefined;
  const unreadable = simulated ? undefined : limits.find(({ fault }) => fault !== undefined);
  if (unreadable) {
    const amount = worstCaseNanoUsd !== undefined && { worstCaseNanoUsd };
    return { limit: unreadable, spentNanoUsd: 0, ...amount };
  }
  const readable = limits.filter(({ fault }) => fault === undefined);
  return standingsNow(database, readable, known)
    .map((standing) => (simulated ? standing.practice : standing))
    .map(({ spentNanoUsd }, index) => ({
      limit: readable[index]!,
      spentNanoUsd,
      ...(worstCaseNanoUsd !== undefined && { worstCaseNanoUsd }),
      ...(simulated && ({ simulated } as const)),
    }))
    .find(({ limit, spentNanoUsd }) => exceeds(fact, spentNanoUsd, limit));
}

function exceeds(
  { worstCaseNanoUsd, simulated, mayCostAnything }: ReservationFact,
  spentNanoUsd: NanoUsd,
  { capNanoUsd }: Limit,
): boolean {
  if (worstCaseNanoUsd !== undefined) return spentNanoUsd + worstCaseNanoUsd > capNanoUsd;
  // Where nothing is left, nothing that may cost money is allowed.
  return !simulated && !(mayCostAnything && spentNanoUsd < capNanoUsd);
}
