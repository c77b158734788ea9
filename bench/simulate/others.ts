import type { DatabaseSync } from 'node:sqlite';
import type { ReservationFact } from '../../src/ledger/facts.ts';
import type { KnownSums } from '../../src/ledger/write/budgetStandings.ts';
import { ledgerPath } from './disk.ts';
import { models } from './models.ts';
import type { World } from './world.ts';

/*
 * Another process, such as a second editor: it writes to the ledger between two statements of a window,
 * which code in one thread cannot do.
 */

const worstNanoUsd = 4_000_000;
const share = 0.4;

/** Lets another process reserve and settle calls under the same budgets, just before a window writes. */
export function letOthersWrite(world: World): void {
  const { disk, chance, product, weather } = world;
  if (!weather.hasOthers) return;
  let database: DatabaseSync | undefined;
  const known: KnownSums = new Map();
  let isBusy = false;
  let open: string[] = [];
  disk.onWrite = () => {
    if (isBusy || !chance.isTrue(share)) return;
    isBusy = true;
    try {
      database ??= product.openDatabase(ledgerPath).database;
      if (open.length < 6) open.push(...reserveOne(world, database, known));
      else open = open.filter((attemptId) => !settleOne(world, database!, attemptId));
    } catch {
      // The disk that keeps a window from writing keeps others from it, too.
    } finally {
      isBusy = false;
    }
  };
}

function reserveOne(world: World, database: DatabaseSync, known: KnownSums): string[] {
  const { audit, product, time, chance, budgets, windows } = world;
  const attemptId = world.newId('other');
  const requestId = `request of ${attemptId}`;
  const { sessionId, workspace } = chance.oneOf(windows);
  const scope = { sessionId: `other ${sessionId}`, workspace };
  audit.request(requestId, scope);
  product.recordRequest(database, {
    requestId,
    ...scope,
    atMs: time.wall(),
    subject: 'other',
    taskType: 'refactor',
    reason: 'simulated',
  });
  const [model] = models.balanced;
  const fact: ReservationFact = {
    attemptId,
    requestId,
    atMs: time.wall(),
    purpose: 'answer',
    tier: 'balanced',
    model: model.reference,
    modelName: model.name,
    simulated: false,
    worstCaseNanoUsd: worstNanoUsd,
  };
  const limits = budgets.map(({ limit }) => limit({ ...windows[0]!, ...scope }));
  audit.asked(fact, limits);
  const lease = { windowId: 'other', untilMs: time.wall() + 60_000 };
  return product.reserve(database, fact, { limits, known, lease }) ? [] : [attemptId];
}

function settleOne(world: World, database: DatabaseSync, attemptId: string): boolean {
  const { product, time, chance } = world;
  const cost = { source: 'computed', nanoUsd: chance.between(0, worstNanoUsd) } as const;
  const end = { attemptId, atMs: time.wall(), outcome: 'complete', latencyMs: 5 } as const;
  product.settle(database, { ...end, cost });
  return true;
}
