import { existsSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  policyWithout,
  readCatalog,
  situationFor,
} from '../../../../src/cli/read/readSituation.ts';
import { replay } from '../../../../src/evaluation/replay/replay.ts';
import { replayInWorker } from '../../../../src/evaluation/replay/replayInWorker.ts';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import { LedgerError } from '../../../../src/ledger/ledger.ts';
import { experiences } from '../../../../src/ledger/learning/experiences.ts';
import { pastWork } from '../../../../src/ledger/learning/pastWork.ts';
import { shippedTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import { type Attempt, recordAll } from '../../ledger/recordedRequests.ts';
import { temporaryLedgerFile } from '../../ledger/temporaryLedgerFile.ts';

const workerUrl = new URL('../../../../src/evaluation/replay/replayWorker.ts', import.meta.url);
const situation = situationFor(policyWithout(shippedTiers), await readCatalog(), '2026-11-22');
const dayMs = 86_400_000;
const fromMs = Date.parse('2026-11-15');
const opus: Attempt = {
  tier: 'reasoning',
  model: 'anthropic/claude-opus-5-5',
  modelName: 'Opus',
  cost: { source: 'computed', nanoUsd: 2_500_000 },
};

function replayed(ledgerFile: string, signal = new AbortController().signal) {
  return replayInWorker({ ledgerFile, fromMs, situation }, { workerUrl, signal });
}

test('a worker replays what a ledger in use holds, as if it were done here', async () => {
  const file = temporaryLedgerFile();
  const { database } = openDatabase(file);
  ['docs', 'refactor', 'debug', 'docs'].forEach((taskType, place) =>
    recordAll(
      database,
      { id: `${place}`, taskType, attempts: [opus] },
      fromMs + (place - 1) * dayMs,
    ),
  );
  const found = await replayed(file);
  expect(found).toEqual(replay(pastWork(database, fromMs), situation, experiences(database)));
  // The first is too old.
  expect([found.requests, found.total.paidNanoUsd]).toEqual([3, 7_500_000]);
  database.close();
});

test('without a ledger there is no work, and none is made', async () => {
  const file = temporaryLedgerFile();
  expect((await replayed(file)).requests).toBe(0);
  expect(existsSync(file)).toBe(false);
});

test('a damaged ledger is told', async () => {
  const file = temporaryLedgerFile();
  const { database } = openDatabase(file);
  database.close();
  writeFileSync(file, 'not a ledger '.repeat(1000));
  const failed = replayed(file);
  await expect(failed).rejects.toThrow(LedgerError);
  await expect(failed).rejects.toMatchObject({ kind: 'corrupt' });
});

test('a replay that is not wanted any more ends', async () => {
  const abort = new AbortController();
  const running = replayed(temporaryLedgerFile(), abort.signal);
  abort.abort(new Error('not wanted'));
  await expect(running).rejects.toThrow('not wanted');
  await expect(replayed(temporaryLedgerFile(), abort.signal)).rejects.toThrow('not wanted');
});
