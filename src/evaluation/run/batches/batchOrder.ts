import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { leasePathOf } from '../../../execution/workflow/journal/leasePath.ts';
import type { RequestFact } from '../../../ledger/facts.ts';
import type { Choice } from '../../../routing/decision.ts';
import type { BatchRequest } from '../../batch/batchHost.ts';
import type { RunOptions } from '../runOptions.ts';

/**
 * What a batch asks, kept beside its facts until its answers are: any later process can go on with it, also
 * when the fixtures have changed since. Prompts stand in it, on this machine alone.
 */
export interface BatchOrder {
  /** Names the job to the provider. */
  readonly job: string;
  readonly runId: string;
  /** The candidate that it asks. */
  readonly candidateId: string;
  /** How the run that it belongs to was asked for. */
  readonly options: RunOptions;
  readonly startedAtMs: number;
  /** Whom the ledger charges. */
  readonly fact: RequestFact;
  readonly choice: Choice;
  readonly requests: readonly BatchRequest[];
}

const ending = '.order.json';

function folderOf(folder: string, evaluation: string): string {
  return join(folder, 'batches', encodeURIComponent(evaluation));
}

/** Where the facts of a job are kept. */
export function jobPath(folder: string, evaluation: string, job: string): string {
  return join(folderOf(folder, evaluation), `${job}.jsonl`);
}

/** Keeps an order before its job begins; it is on the disk as a whole or not at all. */
export async function keepOrder(
  folder: string,
  evaluation: string,
  order: BatchOrder,
): Promise<void> {
  const own = folderOf(folder, evaluation);
  await mkdir(own, { recursive: true });
  const path = join(own, `${order.job}${ending}`);
  await writeFile(`${path}.new`, JSON.stringify(order));
  await rename(`${path}.new`, path);
}

/** The batches of an evaluation that are not done with, oldest first. */
export async function openOrders(
  folder: string,
  evaluation: string,
): Promise<readonly BatchOrder[]> {
  const own = folderOf(folder, evaluation);
  const names = await readdir(own).catch((): string[] => []);
  const orders = await Promise.all(
    names
      .filter((name) => name.endsWith(ending))
      .map(async (name) => JSON.parse(await readFile(join(own, name), 'utf8')) as BatchOrder),
  );
  return orders.toSorted((a, b) => a.startedAtMs - b.startedAtMs);
}

/** Forgets a batch whose answers are kept elsewhere. */
export async function forgetOrder(folder: string, evaluation: string, job: string): Promise<void> {
  // The order goes first: an order without its facts would begin again.
  await rm(join(folderOf(folder, evaluation), `${job}${ending}`), { force: true });
  const facts = jobPath(folder, evaluation, job);
  await rm(facts, { force: true });
  await rm(leasePathOf(facts), { force: true });
}
