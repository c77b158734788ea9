import type { Cost } from '../../routing/models/money.ts';
import type { FinderHost } from '../finder/driveFinder.ts';
import type { TrialRequest } from '../finder/finder.ts';
import type { Fixture } from '../fixture.ts';
import type { Scorer } from '../scorers/scorer.ts';
import { moneyOfCandidate } from '../candidate.ts';
import { outcomeOf, type Trial, type TrialOutcome } from '../trial.ts';
import type { PaidAnswer, TrialFact } from './trialFacts.ts';
import type { TrialStore } from './trialStore.ts';

/** What became of the calls of a trial. */
export type Asked =
  | { readonly kind: 'answered'; readonly answer: PaidAnswer }
  /** There is no answer, through no fault of the candidate. */
  | { readonly kind: 'failed'; readonly why: string; readonly cost: Cost };

/** What checks one answer. */
export interface ScorerSet {
  readonly scorers: readonly Scorer[];
  dispose(): Promise<void>;
}

/** What makes trials, beside the facts that are kept. */
export interface TrialMaker {
  readonly runId: string;
  readonly store: TrialStore;
  /** Tells everything that a trial depends on; see `trialKey`. */
  keyOf(request: TrialRequest): string;
  reserve(request: TrialRequest): Promise<boolean>;
  /** Makes the calls. It rejects only when the signal aborts and nothing was paid. */
  ask(request: TrialRequest, signal: AbortSignal): Promise<Asked>;
  /** Whether the answer is there and paid for, so that `ask` makes no call. */
  isAnswered?(request: TrialRequest): boolean;
  /** An answer whose time nobody measured, because it came by a batch, does not count. */
  readonly needsLatency?: boolean;
  /** Whether a batch asks the trial. */
  isOfBatch?(request: TrialRequest): boolean;
  /** Made for one answer. */
  scorersFor(fixture: Fixture): Promise<ScorerSet>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * A finder's host that keeps each answer before it is scored and each trial before it counts, so that
 * nothing is paid twice: not after the process was killed, not in a later run, and not when two candidates
 * stand for the same model. The process can die during a call; only the ledger knows of that money.
 */
export function keptTrials(
  maker: TrialMaker,
  signal: AbortSignal,
): Pick<FinderHost, 'cached' | 'reserve' | 'run'> {
  const { store } = maker;
  const counts = ({ latencyMs }: { readonly latencyMs?: number }) =>
    maker.needsLatency !== true || latencyMs !== undefined;
  const scoredTrial = (request: TrialRequest): Trial | undefined => {
    const before = store.scoredTrial(maker.keyOf(request));
    if (!before || !counts(before)) return undefined;
    return { ...before, ...namesOf(request), cached: true };
  };
  const running = new Map<string, Promise<Trial>>();

  const score = async (request: TrialRequest, answer: PaidAnswer): Promise<Trial> => {
    const trial = trialOf(request, answer, await outcomeFor(maker, request, answer, signal));
    return kept(request, trial);
  };
  const kept = async (request: TrialRequest, trial: Trial): Promise<Trial> => {
    const key = maker.keyOf(request);
    store.write({ kind: 'tried', runId: maker.runId, key, trial });
    await store.saved();
    return trial;
  };
  const make = async (request: TrialRequest, stop: AbortSignal): Promise<Trial> => {
    store.write(askedFact(maker, request));
    const asked = await maker.ask(request, stop);
    if (asked.kind === 'failed') return kept(request, failedTrial(request, asked, maker.now()));
    const { answer } = asked;
    store.write(answeredFact(maker, request, answer));
    await store.saved();
    return score(request, answer);
  };
  const run = async (request: TrialRequest, stop: AbortSignal): Promise<Trial> => {
    const key = maker.keyOf(request);
    // No await between these two steps: looking for an equal trial that runs, and becoming the one that runs.
    for (let twin = running.get(key); twin; twin = running.get(key)) {
      await twin.catch(() => undefined);
    }
    const before = scoredTrial(request);
    if (before) return before;
    const made = make(request, stop).finally(() => running.delete(key));
    running.set(key, made);
    return made;
  };
  return {
    async cached(request) {
      const before = scoredTrial(request);
      if (before) return before;
      const answer = await store.answer(maker.keyOf(request));
      if (answer && counts(answer)) return { ...(await score(request, answer)), cached: true };
      return maker.isAnswered?.(request) ? run(request, signal) : undefined;
    },
    reserve: (request) => maker.reserve(request),
    run,
  };
}

function askedFact({ runId, keyOf, isOfBatch }: TrialMaker, request: TrialRequest): TrialFact {
  const { worstCaseNanoUsd } = request.candidate;
  return {
    kind: 'asked',
    runId,
    key: keyOf(request),
    ...(worstCaseNanoUsd !== undefined && { worstCaseNanoUsd }),
    ...(moneyOfCandidate(request.candidate) === 'practice' && { simulated: true }),
    ...(isOfBatch?.(request) && { batch: true }),
  };
}

function answeredFact(
  { runId, keyOf }: TrialMaker,
  request: TrialRequest,
  answer: PaidAnswer,
): TrialFact {
  return { kind: 'answered', runId, key: keyOf(request), ...namesOf(request), answer };
}

function namesOf({ fixture, candidate }: TrialRequest): Pick<Trial, 'fixtureId' | 'candidateId'> {
  return { fixtureId: fixture.id, candidateId: candidate.id };
}

function trialOf(request: TrialRequest, answer: PaidAnswer, outcome: TrialOutcome): Trial {
  const { atMs, cost, atOnce, firstTextMs, latencyMs } = answer;
  return {
    ...namesOf(request),
    atMs,
    outcome,
    cost,
    ...(atOnce && { atOnce }),
    cached: false,
    ...(firstTextMs !== undefined && { firstTextMs }),
    ...(latencyMs !== undefined && { latencyMs }),
  };
}

function failedTrial(
  request: TrialRequest,
  { why, cost }: Extract<Asked, { kind: 'failed' }>,
  atMs: number,
): Trial {
  const outcome = { kind: 'couldNotRun', why } as const;
  return { ...namesOf(request), atMs, outcome, cost, cached: false };
}

async function outcomeFor(
  maker: TrialMaker,
  { fixture }: TrialRequest,
  { text, fault }: PaidAnswer,
  signal: AbortSignal,
): Promise<TrialOutcome> {
  if (fault !== undefined) {
    const scored = { kind: 'scored', score: 0, passed: false, evidence: fault } as const;
    return outcomeOf([{ scorer: 'answer', scored }]);
  }
  const { scorers, dispose } = await maker.scorersFor(fixture);
  try {
    const results = await Promise.all(
      scorers.map(async (scorer) => ({
        scorer: scorer.name,
        scored: await scorer.score({ fixture, answer: text }, signal),
      })),
    );
    return outcomeOf(results);
  } finally {
    await dispose();
  }
}
