import { expect, test } from 'vitest';
import { makeReport } from '../../../../src/ledger/report/makeReport.ts';
import { sumUpPast } from '../../../../src/ledger/rollups/rollUp.ts';
import { standings } from '../../../../src/ledger/write/budgetStandings.ts';
import { deleteHistory, shrink } from '../../../../src/ledger/write/deleteHistory.ts';
import { settle } from '../../../../src/ledger/write/recordFacts.ts';
import type { Cost } from '../../../../src/routing/models/money.ts';
import { settlementFact } from '../exampleFacts.ts';
import { ledgerWith } from '../recordedRequests.ts';

const reported = (nanoUsd: number): Cost => ({ source: 'reported', nanoUsd });
const query = { span: { fromMs: 0 }, timeZone: 'UTC' };
const dayMs = 86_400_000;

const idsOf = (database: ReturnType<typeof ledgerWith>) =>
  makeReport(database, query, dayMs).requests.map(({ requestId }) => requestId);

/** Requests at seconds 1, 2 and 3; the first one's second call is open. */
function ledger() {
  return ledgerWith(
    { id: 'open', attempts: [{ cost: reported(1) }, {}] },
    {
      id: 'old',
      attempts: [{ cost: reported(20), verdicts: { syntax: 'pass' }, percent: 80 }],
      chosen: 0,
      outcomes: ['shown', 'accepted'],
    },
    { id: 'new', attempts: [{ cost: reported(300) }] },
  );
}

test.each([
  ['before a time', 3000, { requests: 1, nanoUsd: 20 }, ['new', 'open']],
  ['nothing that old', 1, { requests: 0, nanoUsd: 0 }, ['new', 'old', 'open']],
  ['all', undefined, { requests: 2, nanoUsd: 320 }, ['open']],
])('deletes %s, but no request with a call under way', (_, beforeMs, deleted, left) => {
  const database = ledger();
  expect(deleteHistory(database, beforeMs)).toEqual(deleted);
  shrink(database);
  expect(idsOf(database)).toEqual(left);
  expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
});

test('a call that was under way is settled afterwards as ever', () => {
  const database = ledger();
  deleteHistory(database);
  settle(database, settlementFact({ attemptId: 'open/1', cost: reported(7) }));
  expect(makeReport(database, query, dayMs).total).toMatchObject({ attempts: 2, nanoUsd: 8 });
});

test('budgets and roll-ups forget as well, and facts are protected as strictly as before', () => {
  const database = ledger();
  const limits = [{ budgetId: 'all', capNanoUsd: 1e9, span: { fromMs: 0 } }];
  const known = new Map();
  for (const _ of sumUpPast(database, 'UTC', 40 * dayMs));
  const before = standings(database, limits, known)[0]!.spentNanoUsd;
  deleteHistory(database, 3000);
  expect(before - standings(database, limits, known)[0]!.spentNanoUsd).toBe(20);
  expect(makeReport(database, query, 40 * dayMs).total.nanoUsd).toBe(301);
  for (const table of ['request', 'reservation', 'settlement']) {
    expect(() => database.exec(`DELETE FROM ${table}`)).toThrow('never changed');
  }
});
