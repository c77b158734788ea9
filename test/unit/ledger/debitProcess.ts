import { openLedger } from '../../../src/ledger/openLedger.ts';
import { requestFact, reservationFact, settlementFact } from './exampleFacts.ts';

/**
 * An editor window: `node debitProcess.ts <file> <name> <debits> <each> <cap>`. Prints `ready`, waits for
 * input, debits one shared limit, and prints how many debits were granted.
 */
const [file = '', name = '', debits = '', each = '', cap = ''] = process.argv.slice(2);
const limit = { budgetId: 'shared', capNanoUsd: Number(cap), span: { fromMs: 0 } };
const nanoUsd = Number(each);
const ledger = openLedger({
  file,
  lockPatienceMs: 60_000,
  workerUrl: new URL('../../../src/ledger/ledgerWorker.ts', import.meta.url),
});
await ledger.standings([limit]);
const start = new Promise((resolve) => process.stdin.once('data', resolve));
console.log('ready');
await start;

let granted = 0;
for (let i = 0; i < Number(debits); i++) {
  const requestId = `${name}/${i}`;
  const id = { attemptId: requestId, requestId, atMs: Date.now() };
  await ledger.recordRequest(requestFact(id));
  const over = await ledger.reserve(reservationFact({ ...id, worstCaseNanoUsd: nanoUsd }), [limit]);
  if (over) continue;
  granted++;
  // Some calls are still open when the others are debited.
  if (i % 2 === 0) continue;
  await ledger.settle(settlementFact({ ...id, cost: { source: 'reported', nanoUsd } }));
}
await ledger.close();
console.log(granted);
process.stdin.destroy();
