import type { RequestFact, ReservationFact, SettlementFact } from '../../../src/ledger/facts.ts';

export function requestFact(fields: Partial<RequestFact> = {}): RequestFact {
  return {
    requestId: 'request-1',
    sessionId: 'session-1',
    atMs: 1000,
    workspace: 'shop',
    subject: 'src/cart.ts:10-24',
    taskType: 'refactor',
    reason: 'Rule 2 sends refactor to balanced.',
    ...fields,
  };
}

export function reservationFact(fields: Partial<ReservationFact> = {}): ReservationFact {
  return {
    attemptId: 'attempt-1',
    requestId: 'request-1',
    atMs: 1001,
    purpose: 'answer',
    tier: 'balanced',
    model: 'practice/medium',
    modelName: 'Practice Medium',
    simulated: false,
    worstCaseNanoUsd: 9_000,
    ...fields,
  };
}

export function settlementFact(fields: Partial<SettlementFact> = {}): SettlementFact {
  return {
    attemptId: 'attempt-1',
    atMs: 1900,
    outcome: 'complete',
    usage: { inputTokens: 100, outputTokens: 20 },
    cost: { source: 'reported', nanoUsd: 5_000 },
    baseline: { modelName: 'Practice Large', nanoUsd: 20_000 },
    firstTextMs: 300,
    latencyMs: 900,
    ...fields,
  };
}
