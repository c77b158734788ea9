import type { RequestStory } from '../../../ledger/reports.ts';
import { type Accounts, moneyOf, noMoney, plus } from '../../../routing/models/accounts.ts';
import { dayMs, hourMs } from '../../../routing/time.ts';

/** What became of a request: `wait` while it may still change, `none` when nothing can be said. */
export type RequestValue =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'wait' }
  | { readonly kind: 'none' };

/** An accepted answer may be undone; most who do so do it within an hour. Chosen by judgement. */
const acceptedStandsMs = hourMs;
/** An answer that nobody has accepted or rejected for a day is left to the gates. Chosen by judgement. */
const longestWaitMs = dayMs;

/** How good an answer was: 1 or 0, from what the developer did with it, else from its gates. */
export function outcomeOfRequest(story: RequestStory, ageMs: number): RequestValue {
  const last = (outcome: string) =>
    story.outcomes.findLastIndex((each) => each.outcome === outcome);
  const did = (outcome: string) => last(outcome) >= 0;
  // An undo that was redone only looked at what stood there before.
  const isUndone = last('undone') > last('accepted');
  if (did('rejected') || isUndone || did('escalated')) return { kind: 'value', value: 0 };
  if (did('accepted')) {
    return ageMs < acceptedStandsMs ? { kind: 'wait' } : { kind: 'value', value: 1 };
  }
  if (ageMs < longestWaitMs) return { kind: 'wait' };
  const taken = story.attempts.find(({ isTaken }) => isTaken);
  // A refusal and an answer that is not whole are the model's; a broken connection is not.
  if (taken && ['refused', 'truncated', 'empty'].includes(taken.outcome)) {
    return { kind: 'value', value: 0 };
  }
  const verdicts = taken?.outcome === 'complete' ? taken.verdicts : [];
  if (verdicts.some(({ verdict }) => verdict === 'fail')) return { kind: 'value', value: 0 };
  if (verdicts.some(({ verdict }) => verdict === 'pass')) return { kind: 'value', value: 1 };
  return { kind: 'none' };
}

/** What a request has cost as far as it is known, judges included. */
export function costOfRequest({ attempts }: RequestStory): Accounts {
  return attempts.reduce<Accounts>(
    (sum, { nanoUsd = 0, simulated }) => plus(sum, moneyOf(simulated), nanoUsd),
    noMoney,
  );
}
