import { existsSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { openReadOnly } from '../../ledger/database/openReadOnly.ts';
import { experiences } from '../../ledger/learning/experiences.ts';
import { pastWork } from '../../ledger/learning/pastWork.ts';
import { toLedgerError } from '../../ledger/sql/sqliteError.ts';
import { replay } from './replay.ts';
import type { ReplayReply, ReplayTask } from './replayInWorker.ts';

/*
 * The thread that plays a policy over past work (replayInWorker.ts is its other end). It reads the ledger's
 * file without changing it, answers once and ends.
 */

parentPort?.postMessage(answer(workerData as ReplayTask));

function answer({ ledgerFile, fromMs, situation }: ReplayTask): ReplayReply {
  if (!existsSync(ledgerFile)) return { kind: 'done', replay: replay([], situation, []) };
  try {
    const database = openReadOnly(ledgerFile);
    try {
      const [works, past] = [pastWork(database, fromMs), experiences(database)];
      return { kind: 'done', replay: replay(works, situation, past) };
    } finally {
      database.close();
    }
  } catch (error) {
    const { kind: errorKind, message } = toLedgerError(error, ledgerFile);
    return { kind: 'failed', errorKind, message };
  }
}
