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

/**
 * Tries the rungs in order until an answer passes the gates. Each try is told what was tried before
 * and why it failed. Ends with the answer that passed, else with the last one.
 */
export async function* cascade(
  request: GatedRequest<Cascade>,
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, AttemptEnd> {
  const { plan } = request;
  const allowance = startCapTracker(plan.caps, context.monotonic, signal);
  const earlier: EarlierAnswer[] = [];
  const tries = triesOf(plan);
  let judged: GatedResult | undefined;
  let capped: Cap | undefined;
  // Where none is left of one kind of money, rungs that cost the other may still be tried.
  const usedUp = new Set<Money>();
  for (const [index, { choice, how }] of tries.entries()) {
    // A call that failed is not made again here: the same model would fail again.
    if (judged?.end.error && how !== 'climb') continue;
    const money = moneyOf(choice.model.simulated);
    if (usedUp.has(money)) continue;
    capped = allowance.reachedCap(money);
    if (capped === 'money') {
      usedUp.add(money);
      continue;
    }
    if (capped) break;
    allowance.attemptStarted();
    const next = yield* gatedAttempt(
      request,
      {
        choice,
        how,
        earlier,
        first: index === 0,
        last: index === tries.length - 1 || allowance.reachedCap(money) === 'attempts',
        left: allowance.left,
      },
      context,
      allowance.signal,
    );
    if (!next) {
      capped = 'money';
      usedUp.add(money);
      continue;
    }
    // The developer has been asked, and the rest would be dearer still. What there is, is kept.
    if (next.end.error?.kind === 'overBudget') {
      judged ??= next;
      break;
    }
    judged = next;
    if (judged.failure === undefined || signal.aborted) break;
    // The timer and the clock need not agree to the millisecond, so it is the timer that is asked.
    if (allowance.signal.aborted) {
      capped = 'seconds';
      break;
    }
    allowance.add(judged.spent);
    earlier.push(earlierAnswer(judged.end, judged.failure));
  }
  if (capped) yield { kind: 'capped', cap: capped };
  return judged!.end;
}

function earlierAnswer({ choice, text }: AttemptEnd, shortcoming: string): EarlierAnswer {
  const modelName = displayName(choice.model);
  return { modelName, tier: choice.tier, text: splitStatement(text).text, shortcoming };
}
