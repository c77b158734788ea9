import type { Evaluation } from '../../evaluation/files/evaluation.ts';
import type { FinderState } from '../../evaluation/finder/finder.ts';
import {
  type BatchControls,
  uncancelled,
  type WaitingBatch,
} from '../../evaluation/run/batches/batchAsker.ts';

/**
 * Tells of each batch once. Nobody cancels one on the command line: an interrupted run leaves it to the one that
 * goes on.
 */
export function tellBatches(
  { name }: Pick<Evaluation, 'name'>,
  progress: (sentence: string) => void,
): BatchControls {
  const told = new Set<WaitingBatch>();
  return {
    ...uncancelled(),
    waiting(batches) {
      for (const batch of batches.filter((each) => !told.has(each))) {
        told.add(batch);
        const { requests, model } = batch;
        progress(`${name}: waiting for a batch of ${requests} (${model}); it takes up to a day.`);
      }
    },
  };
}

/** Tells each verdict once, as soon as it is known. */
export function tellVerdicts(
  { name }: Pick<Evaluation, 'name'>,
  progress: (sentence: string) => void,
): (state: FinderState) => void {
  const told = new Set<string>();
  return ({ contenders }) => {
    for (const { candidate, verdict, counted } of contenders) {
      const isNews = (verdict === 'passes' || verdict === 'fails') && !told.has(candidate.id);
      if (!isNews) continue;
      told.add(candidate.id);
      progress(`${name}: ${candidate.name} ${verdict} after ${counted} fixtures.`);
    }
  };
}
