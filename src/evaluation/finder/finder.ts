import { type Accounts, noMoney, plus } from '../../routing/models/accounts.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import { randomFrom } from '../../routing/planner/random.ts';
import { type Candidate, cheapestFirst, moneyOfCandidate } from '../candidate.ts';
import type { Fixture } from '../fixture.ts';
import type { Thresholds } from '../thresholds.ts';
import type { Trial } from '../trial.ts';
import {
  type Contender,
  type Course,
  hasRunOut,
  looksGood,
  startingContender,
  withContenderTrial,
} from './contender.ts';
import { criteriaOf } from './criteria.ts';

/*
 * The finder looks for the cheapest candidate that meets the thresholds. It is a state machine without
 * input or output: `nextTrials` says what to run, `withStarted` and `withTrial` tell it what happened
 * (`driveFinder.ts` does so with real calls), and `finderResult` says what is known (`result.ts`). Its
 * state follows from the trials alone, so that a run that was cut off goes on from its recorded trials.
 *
 * Candidates are tried from the cheapest on the same fixtures in the same drawn order. Each has a
 * sequential test that ends early where the outcome is clear. The error of naming a candidate that misses
 * is shared by all candidates, so it holds for the run as a whole.
 */

export interface FinderInput {
  readonly candidates: readonly Candidate[];
  readonly fixtures: readonly Fixture[];
  readonly thresholds: Thresholds;
  /** Draws the order of the fixtures. */
  readonly seed: number;
  /** The most trials that run at a time; 1 by default. */
  readonly concurrency?: number;
  /** Candidates, by id, that are asked about all their fixtures together, beside those of `concurrency`. */
  readonly together?: ReadonlySet<string>;
  /** How many candidates are tried side by side; 1 by default, which costs least. */
  readonly sideBySide?: number;
  /** Run every candidate on every fixture, whatever is known already. */
  readonly wholeGrid?: boolean;
  readonly cap?: FinderCap;
  /** How many trials of one fixture may be stuck before it is given up; 2 by default. */
  readonly mostStuck?: number;
  /** The most probability of naming a candidate that misses a threshold; 0.05 by default. */
  readonly passError?: number;
  /** The most probability that a candidate that meets all thresholds fails; 0.05 by default. */
  readonly failError?: number;
}

/** What a run may take. Neither is ever exceeded, as long as no call costs more than its worst case. */
export interface FinderCap {
  /** Trials that are not from the cache. */
  readonly calls?: number;
  /** Nano-dollars, for real money and for practice money alike. */
  readonly nanoUsd?: NanoUsd;
}

/** A trial to run. */
export interface TrialRequest {
  readonly candidate: Candidate;
  readonly fixture: Fixture;
}

export interface FinderState {
  readonly input: FinderInput;
  readonly course: Course;
  /** From the cheapest. */
  readonly contenders: readonly Contender[];
  readonly running: readonly TrialRequest[];
  /** Trials that were run and are not from the cache. */
  readonly calls: number;
  /** What they cost; one of unknown cost counts with its worst case. */
  readonly spent: Accounts;
}

const usualErrors = { passError: 0.05, failError: 0.05 } as const;

export function startFinder(input: FinderInput): FinderState {
  const { candidates, thresholds, seed, mostStuck = 2 } = input;
  const { passError = usualErrors.passError, failError = usualErrors.failError } = input;
  const criteria = criteriaOf(thresholds, input.fixtures, {
    passError: passError / Math.max(1, candidates.length),
    failError,
  });
  const course = { fixtures: shuffled(input.fixtures, seed), criteria, mostStuck };
  const contenders = cheapestFirst(candidates).map((each) => startingContender(each, criteria));
  return { input, course, contenders, running: [], calls: 0, spent: noMoney };
}

/** Goes on from recorded trials; those of other candidates and fixtures are passed over. */
export function resumeFinder(input: FinderInput, trials: readonly Trial[]): FinderState {
  return trials.reduce(withTrial, startFinder(input));
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = randomFrom(seed);
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/** A trial is about to be made: the host has reserved its money. */
export function withStarted(state: FinderState, request: TrialRequest): FinderState {
  return { ...state, running: [...state.running, request] };
}

/** A trial that was started came to nothing: it was cancelled before it could cost anything. */
export function withDropped(state: FinderState, { candidate, fixture }: TrialRequest): FinderState {
  return { ...state, running: withoutTrial(state.running, candidate.id, fixture.id) };
}

function withoutTrial(
  running: readonly TrialRequest[],
  candidateId: string,
  fixtureId: string,
): readonly TrialRequest[] {
  return running.filter((each) => !isTrialOf(each, candidateId, fixtureId));
}

function isTrialOf({ candidate, fixture }: TrialRequest, candidateId: string, fixtureId: string) {
  return candidate.id === candidateId && fixture.id === fixtureId;
}

export function withTrial(state: FinderState, trial: Trial): FinderState {
  const { candidateId, fixtureId, cost, cached } = trial;
  const place = state.contenders.findIndex(({ candidate }) => candidate.id === candidateId);
  const contender = state.contenders[place];
  const isKnown = state.course.fixtures.some(({ id }) => id === fixtureId);
  if (contender === undefined || !isKnown) return state;
  const { candidate } = contender;
  const paid = cost.source === 'unknown' ? (candidate.worstCaseNanoUsd ?? 0) : cost.nanoUsd;
  return {
    ...state,
    contenders: state.contenders.with(place, withContenderTrial(contender, trial, state.course)),
    running: withoutTrial(state.running, candidateId, fixtureId),
    calls: state.calls + (cached ? 0 : 1),
    spent: cached ? state.spent : plus(state.spent, moneyOfCandidate(candidate), paid),
  };
}

/** Why a run is over. `unpriced`: under a cap of money, a candidate without a price cannot be run. */
export type FinderEnd = 'decided' | 'callCap' | 'moneyCap' | 'unpriced';

export type NextTrials =
  | { readonly kind: 'run'; readonly requests: readonly TrialRequest[] }
  /** Nothing more may start before one of the running trials has ended. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'finished'; readonly end: FinderEnd };

/** What to do next. Run all requests, or none and ask again later. */
export function nextTrials(state: FinderState): NextTrials {
  const { input, running } = state;
  const isWaiting = running.length > 0;
  const active = activeContenders(state);
  if (active.length === 0) return { kind: 'finished', end: 'decided' };
  const inTurn = running.filter(({ candidate }) => !isTogether(candidate, input));
  const free = Math.max(0, Math.max(1, Math.floor(input.concurrency ?? 1)) - inTurn.length);
  const groups = Map.groupBy(active, ({ candidate }) => isTogether(candidate, input));
  const [together = [], others = []] = [groups.get(true), groups.get(false)];
  const wanted = [
    ...together.flatMap((each) => requestsOf(each, state, Infinity)),
    ...inTurns(others.map((each) => requestsOf(each, state, free))).slice(0, free),
  ];
  if (wanted.length === 0)
    return isWaiting ? { kind: 'wait' } : { kind: 'finished', end: 'decided' };
  const { requests, end } = affordable(wanted, state);
  if (requests.length > 0) return { kind: 'run', requests };
  return isWaiting ? { kind: 'wait' } : { kind: 'finished', end };
}

function isTogether({ id }: Candidate, { together }: FinderInput): boolean {
  return together?.has(id) === true;
}

/** The contenders that are worth trials now, from the cheapest. */
function activeContenders(state: FinderState): Contender[] {
  const { contenders, course, input } = state;
  if (input.wholeGrid === true) return contenders.filter((each) => !hasRunOut(each, course));
  const isProvable = course.criteria.every(({ provable }) => provable);
  const active: Contender[] = [];
  for (const contender of contenders) {
    if (contender.verdict === 'passes') break;
    const isOver = contender.verdict !== 'open' || hasRunOut(contender, course);
    // Where nothing can be proven, a more expensive candidate would not be proven either.
    if (isOver && !isProvable && looksGood(contender, course.criteria)) break;
    if (!isOver) active.push(contender);
    if (active.length === Math.max(1, input.sideBySide ?? 1)) break;
  }
  return active;
}

/** The next fixtures of a contender that have no trial and are not running. */
function requestsOf(contender: Contender, state: FinderState, most: number): TrialRequest[] {
  const { candidate, counted, done } = contender;
  const { fixtures } = state.course;
  const requests: TrialRequest[] = [];
  for (let place = counted; place < fixtures.length && requests.length < most; place += 1) {
    const fixture = fixtures[place]!;
    const isRunning = state.running.some((each) => isTrialOf(each, candidate.id, fixture.id));
    if (!done.has(fixture.id) && !isRunning) requests.push({ candidate, fixture });
  }
  return requests;
}

/** One from each list in turn. */
function inTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, place) => place).flatMap((place) =>
    lists.flatMap((list) => (place < list.length ? [list[place]!] : [])),
  );
}

/** The first requests that fit under the cap beside those that are running, and what stops the next. */
function affordable(
  wanted: readonly TrialRequest[],
  state: FinderState,
): { readonly requests: readonly TrialRequest[]; readonly end: FinderEnd } {
  const { input, running, calls } = state;
  const { calls: mostCalls = Infinity, nanoUsd: mostNanoUsd = Infinity } = input.cap ?? {};
  const requests: TrialRequest[] = [];
  let reserved = mostSpent(state);
  for (const request of wanted) {
    if (calls + running.length + requests.length >= mostCalls) return { requests, end: 'callCap' };
    const { candidate } = request;
    if (mostNanoUsd < Infinity && candidate.worstCaseNanoUsd === undefined) {
      return { requests, end: 'unpriced' };
    }
    reserved = withReserved(reserved, request);
    if (reserved[moneyOfCandidate(candidate)] > mostNanoUsd) return { requests, end: 'moneyCap' };
    requests.push(request);
  }
  return { requests, end: 'decided' };
}

/** What trials have cost, with the most that those that are running may cost. */
export function mostSpent({ running, spent }: FinderState): Accounts {
  return running.reduce(withReserved, spent);
}

function withReserved(accounts: Accounts, { candidate }: TrialRequest): Accounts {
  return plus(accounts, moneyOfCandidate(candidate), candidate.worstCaseNanoUsd ?? 0);
}
