import type { SettlementFact } from '../../ledger/facts.ts';
import { type BatchFact, customIdOf, type KeptResult, nameProblem } from './batchFacts.ts';
import type { BatchFile } from './batchFile.ts';
import type { BatchHost, BatchRequest } from './batchHost.ts';
import {
  afterFact,
  type JobInput,
  type JobState,
  nextAction,
  openChunks,
  resultsOf,
  settlementsOf,
  startingJob,
} from './batchJob.ts';
import { act, paidOf } from './batchSteps.ts';

export interface BatchDone {
  /** By key; a request that a budget did not allow has none. */
  readonly results: ReadonlyMap<string, KeptResult>;
  /** What each was charged, by key: one settlement for each time that it was asked. */
  readonly settlements: ReadonlyMap<string, readonly SettlementFact[]>;
  readonly overBudget?: string;
}

/**
 * Runs a job to its end, from wherever its facts say that it stands. Rejects with the signal's reason, and
 * with a ProviderError that waiting does not mend, such as a bad key; the job goes on when it is driven again.
 */
export async function driveBatch(
  requests: readonly BatchRequest[],
  host: BatchHost,
  signal: AbortSignal,
): Promise<BatchDone> {
  refuseBadNames(requests, host.job);
  const { provider, file } = host;
  const calls = new Map(requests.map((request) => [request.key, request]));
  const input: JobInput = {
    requests: requests.map(({ key, call }) => {
      return { key, bytes: provider.bytesOf({ customId: customIdOf(key, 1, host.job), call }) };
    }),
    limits: provider.limits,
  };
  let state = file.facts.reduce(afterFact, startingJob);
  const open = openChunks(state);
  await host.money.takeUp(open.flatMap((chunk) => paidOf(chunk, { host, calls })));

  for (;;) {
    signal.throwIfAborted();
    if (host.isCancelled?.() && !state.cancelAsked) {
      state = await kept(state, file, [{ kind: 'cancelAsked' }]);
    }
    const action = nextAction(input, state, host.now());
    if (action.kind === 'done') return doneOf(state);
    if (action.kind === 'wait') await host.wait(action.untilMs, signal);
    else {
      for await (const facts of act(action, { host, calls, signal })) {
        state = await kept(state, file, facts);
      }
    }
  }
}

async function kept(
  state: JobState,
  file: BatchFile,
  facts: readonly BatchFact[],
): Promise<JobState> {
  if (facts.length > 0) await file.append(facts);
  return facts.reduce(afterFact, state);
}

function doneOf(state: JobState): BatchDone {
  const { overBudget } = state;
  return {
    results: resultsOf(state),
    settlements: settlementsOf(state),
    ...(overBudget && { overBudget: overBudget.message }),
  };
}

function refuseBadNames(requests: readonly BatchRequest[], job: string): void {
  const keys = requests.map(({ key }) => key);
  const problem = keys.map((key) => nameProblem(key, job)).find((found) => found !== undefined);
  if (problem !== undefined) throw new RangeError(problem);
  const twice = keys.find((key, place) => keys.indexOf(key) !== place);
  if (twice !== undefined) throw new RangeError(`Two requests of a batch have the key "${twice}".`);
}
