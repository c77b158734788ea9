import type { Limit } from '../../../src/ledger/facts.ts';
import { openLedger } from '../../../src/ledger/openLedger.ts';
import { requestFact, reservationFact, settlementFact } from './exampleFacts.ts';

/**
 * An editor window that spends until it is killed: `node spenderProcess.ts <file> <name> <url of the
 * billing> <lease in milliseconds>`. Three calls are under way at any time.
 */
const [file = '', name = '', billing = '', leaseMs = ''] = process.argv.slice(2);
const limits: readonly Limit[] = [
  { budgetId: 'ample', capNanoUsd: 1e12, span: { fromMs: 0 } },
  { budgetId: 'of the workspace', capNanoUsd: 1e12, span: { fromMs: 0 }, workspace: 'shop' },
];
const ledger = openLedger({
  file,
  leaseMs: Number(leaseMs),
  lockPatienceMs: 60_000,
  workerUrl: new URL('../../../src/ledger/ledgerWorker.ts', import.meta.url),
});

async function spend(lane: number): Promise<never> {
  for (let call = 0; ; call++) {
    const requestId = `${name}/${lane}/${call}`;
    const id = { attemptId: requestId, requestId, atMs: Date.now() };
    await ledger.recordRequest(requestFact(id));
    const over = await ledger.reserve(reservationFact(id), limits);
    if (over) throw new Error(`${requestId} was refused by ${over.limit.budgetId}`);
    const billed = await fetch(`${billing}/${requestId}`);
    const cost = { source: 'reported', nanoUsd: Number(await billed.text()) } as const;
    await ledger.settle(settlementFact({ ...id, cost }));
  }
}

await Promise.all([0, 1, 2].map(spend));
