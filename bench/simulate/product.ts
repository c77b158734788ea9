import { isWhole } from '../../src/editor/answers/answer.ts';
import { createCoolDowns } from '../../src/execution/attempt/coolDowns.ts';
import { createRetries } from '../../src/execution/attempt/retries.ts';
import { inputOf } from '../../src/execution/attempt/settleCost.ts';
import { completeGate } from '../../src/execution/gates/complete/complete.ts';
import { createJudgeGate } from '../../src/execution/gates/judge/judge.ts';
import { runRequest } from '../../src/execution/request.ts';
import { createMeter, withSpendLimit } from '../../src/execution/spendMeter.ts';
import { openDatabase } from '../../src/ledger/database/openDatabase.ts';
import { openLedger } from '../../src/ledger/openLedger.ts';
import { standings } from '../../src/ledger/write/budgetStandings.ts';
import { settleOrphans } from '../../src/ledger/write/leases.ts';
import { recordRequest, settle } from '../../src/ledger/write/recordFacts.ts';
import { reserve } from '../../src/ledger/write/reserve.ts';
import { createDeadlines } from '../../src/providers/http/deadlines.ts';
import { ProviderError } from '../../src/providers/providerError.ts';
import { resolveTier } from '../../src/routing/candidates/resolveTier.ts';

/** The parts of the product that a simulated world runs. `loadProduct.ts` bundles this file. */
export const product = {
  completeGate,
  createCoolDowns,
  createDeadlines,
  createJudgeGate,
  createMeter,
  createRetries,
  inputOf,
  isWhole,
  openDatabase,
  openLedger,
  ProviderError,
  recordRequest,
  reserve,
  resolveTier,
  runRequest,
  settle,
  settleOrphans,
  standings,
  withSpendLimit,
};

export type Product = typeof product;
