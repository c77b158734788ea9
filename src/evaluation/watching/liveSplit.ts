import { randomFrom } from '../../routing/planner/random.ts';
import type { Estimate } from '../statistics/binomial.ts';
import {
  scoreEstimate,
  afterBet,
  type Capital,
  logWealth,
  startingCapital,
} from '../statistics/meanTest.ts';

/*
 * Two plans compared on live work. Each task goes to one of them; its outcome, from the gates and what the
 * developer does, is a value from 0 (bad) to 1 (good). Outcomes of the two are paired in the order in which
 * they come in, and a sequential test bets on their differences after every pair, so that it may stop at
 * any time. A shadowed task, which both plans did, is a pair by itself.
 */

export type Arm = 'current' | 'other';

export interface SplitInput {
  /** Draws which plan gets a task. */
  readonly seed: number;
  /** The most pairs; the comparison ends undecided after them. */
  readonly mostPairs: number;
  /**
   * How much worse the other plan may be, 0 to 1, and still count as no worse. 0 when omitted: then it has
   * to be better. A cheaper plan is worth having when it is no worse.
   */
  readonly margin?: number;
  /** The most probability of a wrong verdict; 0.05 by default. */
  readonly error?: number;
}

/**
 * `otherBetter` and `currentBetter` are proven; `otherNoWorse`: it is proven to be worse by less than the
 * margin; `undecided`: the pairs have run out.
 */
export type SplitVerdict = 'open' | 'otherBetter' | 'currentBetter' | 'otherNoWorse' | 'undecided';

export interface SplitState {
  readonly input: SplitInput;
  /** Tasks given to a plan so far. */
  readonly assigned: number;
  /** Outcomes that have no partner yet. */
  readonly waiting: Readonly<Record<Arm, readonly number[]>>;
  /** Of each pair the other's outcome less the current's, from -1 to 1. */
  readonly differences: readonly number[];
  readonly wealth: { readonly better: Capital; readonly worse: Capital; readonly noWorse: Capital };
  readonly verdict: SplitVerdict;
}

export function startSplit(input: SplitInput): SplitState {
  return {
    input,
    assigned: 0,
    waiting: { current: [], other: [] },
    differences: [],
    wealth: { better: startingCapital, worse: startingCapital, noWorse: startingCapital },
    verdict: 'open',
  };
}

/**
 * Which plan gets the next task. Of each two tasks in a row one goes to either plan, in a drawn order, so
 * that both see the same times and the same work.
 */
export function assignNext(state: SplitState): { readonly arm: Arm; readonly state: SplitState } {
  const { input, assigned } = state;
  const isSwapped = randomFrom(input.seed + Math.floor(assigned / 2))() < 0.5;
  const arm = (assigned % 2 === 0) === isSwapped ? 'other' : 'current';
  return { arm, state: { ...state, assigned: assigned + 1 } };
}

/** An outcome has come in. Tasks whose outcome never comes are left out. */
export function withOutcome(state: SplitState, arm: Arm, value: number): SplitState {
  const waiting = { ...state.waiting, [arm]: [...state.waiting[arm], value] };
  const [current, other] = [waiting.current[0], waiting.other[0]];
  if (current === undefined || other === undefined) return { ...state, waiting };
  const left = { current: waiting.current.slice(1), other: waiting.other.slice(1) };
  return withPair({ ...state, waiting: left }, { current, other });
}

/** Both plans did one task, as when one of them is shadowed. */
export function withPair(state: SplitState, pair: Readonly<Record<Arm, number>>): SplitState {
  const { input, wealth } = state;
  const difference = pair.other - pair.current;
  // From 0 to 1; 1/2 where both are as good.
  const share = (difference + 1) / 2;
  const next = {
    ...state,
    differences: [...state.differences, difference],
    wealth: {
      better: afterBet(wealth.better, share, 1 / 2),
      worse: afterBet(wealth.worse, 1 - share, 1 / 2),
      noWorse: afterBet(wealth.noWorse, share, (1 - (input.margin ?? 0)) / 2),
    },
  };
  return state.verdict === 'open' ? { ...next, verdict: splitVerdict(next) } : next;
}

/** Two of the three verdicts can be wrong at a time, so each has half of the error. */
function splitVerdict({ input, wealth, differences }: SplitState): SplitVerdict {
  const { margin = 0, error = 0.05, mostPairs } = input;
  const needed = Math.log(2 / error);
  if (logWealth(wealth.better) >= needed) return 'otherBetter';
  if (logWealth(wealth.worse) >= needed) return 'currentBetter';
  if (margin > 0 && logWealth(wealth.noWorse) >= needed) return 'otherNoWorse';
  return differences.length >= mostPairs ? 'undecided' : 'open';
}

/** How much better the other plan is, -1 to 1, with an interval that holds whenever one looks. */
export function splitDifference({ differences }: SplitState): Estimate {
  const { value, low, high, cases } = scoreEstimate(differences.map((each) => (each + 1) / 2));
  const asDifference = (share: number) => 2 * share - 1;
  return {
    ...(value !== undefined && { value: asDifference(value) }),
    low: asDifference(low),
    high: asDifference(high),
    cases,
  };
}
