import { splitReference } from '../../../routing/models/model.ts';
import { estimateFinder, type FinderEstimate } from '../../finder/estimate.ts';
import type { FinderInput } from '../../finder/finder.ts';
import type { Thresholds } from '../../thresholds.ts';
import type { EvaluationHost } from '../evaluationHost.ts';
import type { PreparedCandidate, PreparedRun } from '../prepareRun.ts';

/** What a run takes when it waits for batches. */
export interface BatchOffer {
  /** The candidates that a batch asks, as people see them. */
  readonly names: readonly string[];
  /** Their providers' batches ask about all fixtures together, so a run may take more calls. */
  readonly estimate: FinderEstimate;
}

/**
 * The candidates, by id, whose answers a batch can bring: one model without gates between, whose provider
 * offers batches at a known price. None where the thresholds limit the time of an answer, which a batch
 * cannot measure.
 */
export async function batchable(
  { candidates }: PreparedRun,
  { maxLatencyMs }: Thresholds,
  host: Pick<EvaluationHost, 'batches'>,
): Promise<ReadonlySet<string>> {
  if (maxLatencyMs !== undefined) return new Set();
  const found = await Promise.all(
    candidates.map(async ({ named, rungs: [{ model }], batchWorstNanoUsd }) => {
      if (batchWorstNanoUsd === undefined) return [];
      const { provider } = splitReference(model.reference)!;
      return (await host.batches(provider)) ? [named.id] : [];
    }),
  );
  return new Set(found.flat());
}

/** @param input of a run whose `together` candidates are asked by batches */
export function batchOffer(
  input: FinderInput,
  prepared: readonly PreparedCandidate[],
): BatchOffer | undefined {
  const { together = new Set<string>() } = input;
  if (together.size === 0) return undefined;
  const asked = prepared.filter(({ named: { id } }) => together.has(id));
  const shares = new Map(asked.map((each) => [each.named.id, shareOf(each)]));
  return {
    names: asked.map(({ named: { name } }) => name),
    estimate: estimateFinder(input, shares),
  };
}

/** The share of the usual price that a candidate's answer costs in a batch. */
function shareOf({ worstCaseNanoUsd, batchWorstNanoUsd }: PreparedCandidate): number {
  if (!worstCaseNanoUsd || batchWorstNanoUsd === undefined) return 1;
  return batchWorstNanoUsd / worstCaseNanoUsd;
}
