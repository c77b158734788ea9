import { waitFor } from '../../../execution/attempt/retries.ts';
import type { BudgetGuard } from '../../../execution/budgetGuard.ts';
import { LedgerError } from '../../../ledger/ledger.ts';
import { ProviderError } from '../../../providers/providerError.ts';
import { splitReference } from '../../../routing/models/model.ts';
import { BatchInUse, openBatchFile } from '../../batch/batchFile.ts';
import { afterFact, mayBeWithProvider, startingJob } from '../../batch/batchJob.ts';
import { createBatchMoney } from '../../batch/batchMoney.ts';
import { type BatchDone, driveBatch } from '../../batch/driveBatch.ts';
import type { TrialRequest } from '../../finder/finder.ts';
import type { EvaluationHost } from '../evaluationHost.ts';
import { type BatchOrder, forgetOrder, jobPath, keepOrder, openOrders } from './batchOrder.ts';
import { type Brought, broughtBy } from '../asking/brought.ts';

/** A batch that a run waits for. */
export interface WaitingBatch {
  readonly requests: number;
  /** The model that it asks, as people see it. */
  readonly model: string;
}

/** What a run with batches is told. */
export interface BatchControls {
  /** Cancels the batches at their providers; what is answered by then is paid for and kept. */
  readonly cancel: AbortSignal;
  /** Told whenever the batches that the run waits for have changed; none at the end. */
  waiting?(batches: readonly WaitingBatch[]): void;
}

/** Where nobody can cancel a batch. */
export function uncancelled(): BatchControls {
  return { cancel: new AbortController().signal };
}

export interface BatchAskerParts {
  /** The evaluation's name. */
  readonly evaluation: string;
  /** The budgets, and the limits of the run, for a request of the ledger. */
  guard(requestId: string): Promise<BudgetGuard>;
  /** Writes down what trials of one candidate ask; undefined when none of them fits a batch. */
  order(requests: readonly TrialRequest[]): Promise<BatchOrder | undefined>;
  /** The key of a trial in its batch. */
  keyOf(request: TrialRequest): string;
  /** Whether the answer under a key is kept. */
  isKept(key: string): boolean;
  /** Whether the evaluation may still ask for the answer under a key. */
  isWanted(key: string): boolean;
  readonly controls: BatchControls;
  /** Leaves the batches to whoever goes on with the run. */
  readonly signal: AbortSignal;
}

/** Brings answers by batches. */
export interface BatchAsker {
  /** Goes on with the batches that earlier processes have left, to their end. */
  takeUp(): Promise<void>;
  /** Whether a batch that was taken up has the answer to a trial: it is paid for. */
  hasBrought(request: TrialRequest): boolean;
  /** Asks about trials together, one batch for each candidate. */
  begin(requests: readonly TrialRequest[]): void;
  /**
   * Resolves with what a batch brings for a trial; undefined when none asks about it. Rejects with the
   * signal's reason when the batch is left to others.
   */
  brought(request: TrialRequest): Promise<Brought | undefined>;
  /** Forgets batches whose answers are all kept. */
  tidy(): Promise<void>;
}

type Ends = (key: string) => Brought | undefined;
const noEnd: Ends = () => undefined;

export function createBatchAsker(parts: BatchAskerParts, host: EvaluationHost): BatchAsker {
  const { evaluation, keyOf } = parts;
  /** By the key of a trial. */
  const asked = new Map<string, Promise<Ends>>();
  /** What the batches that were left have answered, by the same keys. */
  const answered = new Map<string, Brought>();
  /** Batches that were left and could not go on, by the same keys. Their providers may have them. */
  const stuck = new Map<string, BatchOrder>();
  const { start, drive, driven } = createDriver(parts, host);
  const endOf = async (key: string) => answered.get(key) ?? (await asked.get(key))?.(key);
  const follow = (ends: Promise<Ends>, keys: readonly string[]) => {
    // The failure is handled where each of its trials waits for the batch.
    ends.catch(() => undefined);
    for (const key of keys) {
      asked.set(key, ends);
      stuck.delete(key);
    }
  };

  return {
    async takeUp() {
      const orders = await openOrders(host.folder, evaluation);
      const ends = await Promise.all(orders.map(drive));
      for (const [place, order] of orders.entries()) {
        for (const key of keysOf(order)) {
          const end = ends[place]!(key);
          if (end?.kind === 'answered') answered.set(key, end);
          // What a batch left unanswered may be asked again in a new one.
          else if (!driven.includes(order)) stuck.set(key, order);
        }
      }
    },
    hasBrought: (request) => answered.has(keyOf(request)),
    begin(requests) {
      const again = new Set(requests.flatMap((request) => stuck.get(keyOf(request)) ?? []));
      for (const order of again) follow(drive(order), keysOf(order));
      const fresh = new Map(requests.map((request) => [keyOf(request), request]));
      for (const key of fresh.keys()) {
        if (answered.has(key) || asked.has(key) || parts.isKept(key)) fresh.delete(key);
      }
      for (const group of Map.groupBy(fresh.values(), (each) => each.candidate.id).values()) {
        follow(start(group), group.map(keyOf));
      }
    },
    async brought(request) {
      const end = await endOf(keyOf(request));
      // A second try of the same trial is asked at once, without the batch.
      if (end?.kind === 'unanswered') asked.set(keyOf(request), Promise.resolve(noEnd));
      return end;
    },
    async tidy() {
      for (const order of driven) {
        const open = keysOf(order).filter((key) => parts.isWanted(key) && !parts.isKept(key));
        const ends = await Promise.all(open.map(endOf));
        if (ends.some((end) => end?.kind === 'answered')) continue;
        await forgetOrder(host.folder, evaluation, order.job);
      }
    },
  };
}

function keysOf({ requests }: BatchOrder): readonly string[] {
  return requests.map(({ key }) => key);
}

/** Drives batches to their ends, and tells which of them the run waits for. */
function createDriver(parts: BatchAskerParts, host: EvaluationHost) {
  const waiting = new Map<string, WaitingBatch>();
  const driven: BatchOrder[] = [];
  const tell = () => parts.controls.waiting?.([...waiting.values()]);
  const drive = async (order: BatchOrder): Promise<Ends> => {
    const { job, requests, choice } = order;
    waiting.set(job, { requests: requests.length, model: choice.model.name });
    tell();
    try {
      const done = await driveOrder(order, parts, host);
      driven.push(order);
      return endsOf(done, order);
    } catch (error) {
      if (!isForPeople(error)) throw error;
      return () => ({ kind: 'failed', why: error.message });
    } finally {
      waiting.delete(job);
      tell();
    }
  };
  return {
    /** Those that have come to their end. */
    driven,
    drive,
    /** Orders a batch, and drives it. */
    async start(requests: readonly TrialRequest[]): Promise<Ends> {
      const order = await parts.order(requests);
      if (!order) return noEnd;
      await keepOrder(host.folder, parts.evaluation, order);
      return drive(order);
    },
  };
}

function isForPeople(error: unknown): error is Error {
  return (
    error instanceof ProviderError || error instanceof LedgerError || error instanceof BatchInUse
  );
}

function endsOf({ results, settlements, overBudget }: BatchDone, { choice }: BatchOrder): Ends {
  return (key) => {
    const result = results.get(key);
    if (result) return broughtBy(result, settlements.get(key) ?? [], choice.model);
    if (overBudget === undefined) return undefined;
    return { kind: 'failed', why: overBudget, isOverBudget: true };
  };
}

/** Goes on with a job from wherever its facts say that it stands. */
async function driveOrder(
  order: BatchOrder,
  { evaluation, guard, isKept, controls, signal }: BatchAskerParts,
  host: EvaluationHost,
): Promise<BatchDone> {
  const { job, fact, choice, startedAtMs, requests } = order;
  const { attempts, folder } = host;
  const { model, tier } = choice;
  const id = splitReference(model.reference)!.provider;
  const provider = await host.batches(id);
  if (!provider) {
    throw new ProviderError({
      kind: 'wrongAddress',
      provider: id,
      origin: '',
      message: `A batch of ${requests.length} waits at ${id}, which the settings no longer have. Add the provider again to get its answers.`,
    });
  }
  const { spendLimit, limits } = await guard(fact.requestId);
  const stopping = leaving(signal, controls.cancel);
  const file = await openBatchFile(jobPath(folder, evaluation, job));
  // What was asked at once in the meantime is not paid again; the rest goes into a new batch.
  const isOutdated =
    keysOf(order).some(isKept) && !mayBeWithProvider(file.facts.reduce(afterFact, startingJob));
  try {
    await attempts.ledger.recordRequest(fact);
    const money = createBatchMoney({
      ledger: attempts.ledger,
      requestId: fact.requestId,
      model,
      tier,
      startedAtMs,
      limits: limits({ purpose: 'evaluate', simulated: model.simulated }),
      ...(spendLimit && { spendLimit }),
      countTokens: (text) => attempts.countTokens(text),
      now: () => attempts.now(),
    });
    return await driveBatch(
      requests,
      {
        job,
        provider,
        file,
        money,
        now: () => attempts.now(),
        wait: (untilMs, stop) => pause(untilMs, { host, stop, cancel: controls.cancel }),
        isCancelled: () => isOutdated || controls.cancel.aborted,
      },
      stopping.signal,
    );
  } finally {
    stopping.dispose();
    await file.close();
  }
}

/** Follows a signal, unless the batch is cancelled: then its end is waited for. */
function leaving(signal: AbortSignal, cancel: AbortSignal) {
  const own = new AbortController();
  const follow = () => {
    if (!cancel.aborted) own.abort(signal.reason);
  };
  if (signal.aborted) follow();
  signal.addEventListener('abort', follow);
  return { signal: own.signal, dispose: () => signal.removeEventListener('abort', follow) };
}

/** Waits until a time; a cancellation in between ends it early. Rejects with the reason of `stop`. */
async function pause(
  untilMs: number,
  {
    host,
    stop,
    cancel,
  }: {
    readonly host: EvaluationHost;
    readonly stop: AbortSignal;
    readonly cancel: AbortSignal;
  },
): Promise<void> {
  const { now, retries } = host.attempts;
  const either = cancel.aborted ? stop : AbortSignal.any([stop, cancel]);
  await (retries?.wait ?? waitFor)(Math.max(0, untilMs - now()), either);
  stop.throwIfAborted();
}
