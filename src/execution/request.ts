import type { PlannedFact } from '../ledger/facts.ts';
import type { Decision } from '../routing/decision.ts';

/** What the planner expected of its plan, for the ledger; undefined where it did not choose. */
export function plannedFact({ reason, plan }: Decision): PlannedFact | undefined {
  if (reason.kind !== 'planned') return undefined;
  const { quality, strongestNanoUsd } = reason;
  return { loss: quality.loss, ...(plan.kind !== 'direct' && { strongestNanoUsd }) };
}
