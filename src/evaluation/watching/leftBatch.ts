import { readdir } from 'node:fs/promises';
import { type BatchOrder, openOrders } from '../run/batches/batchOrder.ts';
import type { DueRun } from './dueRun.ts';
import { freshAnswersFolder, freshAnswersRoot } from './freshRun.ts';

/** A batch of a run that began by itself and that nobody has gone on with to its end. */
export interface LeftBatch {
  readonly how: DueRun['how'];
  readonly order: BatchOrder;
  /** Where the run keeps its answers. */
  readonly folder: string;
}

/**
 * @param folder where the facts of the developer's runs are kept
 * @param except batches, by their jobs, that are passed over
 */
export async function leftBatch(
  folder: string,
  evaluation: string,
  except: ReadonlySet<string> = new Set(),
): Promise<LeftBatch | undefined> {
  const moments = await readdir(freshAnswersRoot(folder, evaluation)).catch((): string[] => []);
  const places = [
    { how: 'again', folder } as const,
    ...moments.map((moment) => {
      return { how: 'watch', folder: freshAnswersFolder(folder, evaluation, moment) } as const;
    }),
  ];
  for (const place of places) {
    const orders = await openOrders(place.folder, evaluation);
    const order = orders.findLast(
      ({ options, job }) => options.batch === 'schedule' && !except.has(job),
    );
    if (order) return { ...place, order };
  }
  return undefined;
}
