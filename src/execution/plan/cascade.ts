import { triesOf } from '../../routing/candidates/tries.ts';
import type { Cascade } from '../../routing/decision.ts';
import { type Money, moneyOf } from '../../routing/models/accounts.ts';
import { displayName } from '../../routing/models/catalog.ts';
import type { EarlierAnswer } from '../../routing/task.ts';
import { splitStatement } from '../answer/parseAnswer.ts';
import type { FallbackContext } from '../attempt/fallback.ts';
import type { AttemptEnd, Cap, RunEvent } from '../events.ts';
import { startCapTracker } from './caps.ts';
import { gatedAttempt, type GatedRequest, type GatedResult } from './gatedAttempt.ts';

/*
 * This folder decides which call comes next. A request with a plan of several rungs comes in; the
 * events of its attempts and their verdicts go out, and the best answer at the end. `cascade.ts` tries
 * the rungs one after the other, `speculate.ts` starts them together. Both make their attempts with
 * `gatedAttempt.ts` and keep the plan's caps with `caps.ts`. `gatedTurn.ts` asks again where the tool calls of an
 * agent's turn fail their gates, and `handOn.ts` keeps the failed tries from the agent.
 */

/**
 * Tries the rungs in order until an answer passes the gates. Each try gets the earlier answers and why
 * they failed. Returns the answer that passed, or else the last one.
 */
export async function* cascade(
  request: GatedRequest<Cascade>,
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, AttemptEnd> {
  const { plan } = request;
  using tracker = startCapTracker(plan.caps, context.monotonic, signal);
  const earlier: EarlierAnswer[] = [];
  const tries = triesOf(plan);
  let result: GatedResult | undefined;
  let capped: Cap | undefined;
  // When one kind of money is used up, rungs that cost the other kind may still be tried.
  const usedUp = new Set<Money>();
  for (const [index, { choice, how }] of tries.entries()) {
    // After a failed call the cascade goes on to the next rung: the same model would fail again.
    if (result?.end.error && how !== 'climb') continue;
    const money = moneyOf(choice.model.simulated);
    if (usedUp.has(money)) continue;
    capped = tracker.reachedCap(money);
    if (capped === 'money') {
      usedUp.add(money);
      continue;
    }
    if (capped) break;
    tracker.attemptStarted();
    const first = index === 0;
    const last = index === tries.length - 1 || tracker.reachedCap(money) === 'attempts';
    const next = yield* gatedAttempt(
      request,
      { choice, how, earlier, first, last, left: tracker.left },
      context,
      tracker.signal,
    );
    if (!next) {
      capped = 'money';
      usedUp.add(money);
      continue;
    }
    // The developer did not raise the budget, and later rungs are more expensive: keep what there is.
    if (next.end.error?.kind === 'overBudget') {
      result ??= next;
      break;
    }
    result = next;
    if (result.failure === undefined || signal.aborted) break;
    // The timer and the clock may differ by a millisecond, so the timer's own signal decides.
    if (tracker.signal.aborted) {
      capped = 'seconds';
      break;
    }
    tracker.add(result.spent);
    earlier.push(earlierAnswer(result.end, result.failure));
  }
  if (capped) yield { kind: 'capped', cap: capped };
  return result!.end;
}

function earlierAnswer({ choice, text }: AttemptEnd, shortcoming: string): EarlierAnswer {
  const modelName = displayName(choice.model);
  return { modelName, tier: choice.tier, text: splitStatement(text).text, shortcoming };
}
