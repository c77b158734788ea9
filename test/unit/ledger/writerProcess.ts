import { openLedger } from '../../../src/ledger/openLedger.ts';
import type { ModelReference } from '../../../src/routing/models/model.ts';

/** A second editor window: `node writerProcess.ts <file> <name> <attempts>` writes real facts. */
const [file = '', name = '', attempts = '0'] = process.argv.slice(2);
const model: ModelReference = 'practice/small';
const ledger = openLedger({
  file,
  workerUrl: new URL('../../../src/ledger/ledgerWorker.ts', import.meta.url),
});

for (let i = 0; i < Number(attempts); i++) {
  const requestId = `${name}/${i}`;
  const id = { attemptId: requestId, atMs: i };
  await ledger.recordRequest({
    requestId,
    sessionId: 'shared',
    atMs: i,
    workspace: name,
    subject: 'src/cart.ts:1-2',
    taskType: 'docs',
    reason: 'test',
  });
  await ledger.reserve({
    ...id,
    requestId,
    purpose: 'answer',
    tier: 'fast',
    model,
    modelName: 'Small',
    simulated: true,
  });
  const settlement = {
    ...id,
    outcome: 'complete',
    cost: { source: 'reported', nanoUsd: i + 1 },
    latencyMs: 1,
  } as const;
  await Promise.all([ledger.settle(settlement), ledger.settle(settlement)]);
}
await ledger.close();
