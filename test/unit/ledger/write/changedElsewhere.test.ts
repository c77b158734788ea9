import { expect, onTestFinished, test } from 'vitest';
import type { Ledger } from '../../../../src/ledger/ledger.ts';
import { openLedger } from '../../../../src/ledger/openLedger.ts';
import { requestFact } from '../exampleFacts.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

const workerUrl = new URL('../../../../src/ledger/ledgerWorker.ts', import.meta.url);

function open(file: string): Ledger {
  const ledger = openLedger({ workerUrl, file });
  onTestFinished(() => ledger.close());
  return ledger;
}

test('facts of another window count as a change once, those of this window do not', async () => {
  const file = temporaryLedgerFile();
  const [own, other] = [open(file), open(file)];
  await own.recordRequest(requestFact());
  await other.latencies();
  expect(await own.changedElsewhere()).toBe(true);
  await own.recordRequest(requestFact({ requestId: 'request-2' }));
  expect(await own.changedElsewhere()).toBe(false);
  await other.recordRequest(requestFact({ requestId: 'request-3' }));
  expect(await own.changedElsewhere()).toBe(true);
  expect(await own.changedElsewhere()).toBe(false);
});

test('roll-ups of another window do not count as a change', async () => {
  const file = temporaryLedgerFile();
  const [own, other] = [open(file), open(file)];
  await own.recordRequest(requestFact());
  expect(await own.changedElsewhere()).toBe(true);
  // Each report in another time zone writes all roll-ups again.
  for (const timeZone of ['Asia/Tokyo', 'Europe/Berlin']) {
    await other.report({ span: { fromMs: 0 }, timeZone });
    expect(await own.changedElsewhere()).toBe(false);
  }
});
