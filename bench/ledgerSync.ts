import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/ledger/database/openDatabase.ts';
import { recordRequest, settle } from '../src/ledger/write/recordFacts.ts';
import { reserve } from '../src/ledger/write/reserve.ts';
import { requestFact, reservationFact, settlementFact } from '../test/unit/ledger/exampleFacts.ts';
import { percentile } from './measuring/percentile.ts';
import type { Figures } from './run.ts';

const settlements = 2000;

/**
 * Measures what a settlement costs when SQLite waits for the disk, and when it does not. Both ways take
 * turns, so that a busy machine weighs on both alike.
 */
export async function run(): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-sync-'));
  const ways = (['NORMAL', 'FULL'] as const).map((synchronous) => {
    const { database } = openDatabase(join(folder, synchronous, 'ledger.sqlite'));
    database.exec(`PRAGMA synchronous = ${synchronous}`);
    return { synchronous, database, times: [] as number[] };
  });
  const lease = { windowId: 'bench', untilMs: Date.now() + 3_600_000 };
  for (let at = 0; at < settlements; at++) {
    for (const { database, times } of ways) {
      const id = `id-${at}`;
      recordRequest(database, requestFact({ requestId: id }));
      const reservation = reservationFact({ attemptId: id, requestId: id });
      reserve(database, reservation, { limits: [], known: new Map(), lease });
      const started = performance.now();
      settle(database, settlementFact({ attemptId: id }));
      times.push(performance.now() - started);
    }
  }
  for (const { database } of ways) database.close();
  rmSync(folder, { recursive: true });
  return Object.fromEntries(
    ways.flatMap(({ synchronous, times }) =>
      [0.5, 0.99].map((share) => [
        `settlement, synchronous ${synchronous}, p${share * 100}`,
        { value: percentile(times, share), unit: 'ms' },
      ]),
    ),
  );
}
