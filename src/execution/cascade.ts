import { displayName } from '../routing/catalog.ts';
import type { Cascade } from '../routing/decision.ts';
import type { EarlierAnswer } from '../routing/task.ts';
import { triesOf } from '../routing/tries.ts';
import { startAllowance } from './allowance.ts';
import { checkedAttempt, type CheckedRequest, type Judged } from './checkedAttempt.ts';
import type { AttemptEnd, RunEvent } from './events.ts';
import type { FallbackContext } from './fallback.ts';
import { splitStatement } from './statement.ts';

/**
 * Tries the rungs in order until an answer passes the gates. Each try is told what was tried before
 * and why it failed. Ends with the answer that passed, else with the last one.
 */
export async function* cascade(
  request: CheckedRequest<Cascade>,
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, AttemptEnd> {
  const { plan } = request;
  const allowance = startAllowance(plan.caps, context.monotonic, signal);
  const earlier: EarlierAnswer[] = [];
  const tries = triesOf(plan);
  let judged: Judged | undefined;
  for (const [index, { choice, how }] of tries.entries()) {
    // A call that failed is not made again here: the same model would fail again.
    if (judged?.end.error && how !== 'climb') continue;
    const cap = allowance.reached();
    if (cap) {
      yield { kind: 'capped', cap };
      break;
    }
    allowance.began();
    const next = yield* checkedAttempt(
      request,
      {
        ...{ choice, how, earlier },
        first: index === 0,
        last: index === tries.length - 1 || allowance.reached() === 'attempts',
        left: allowance.left(),
      },
      context,
      allowance.signal,
    );
    if (!next) {
      yield { kind: 'capped', cap: 'money' };
      break;
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
      yield { kind: 'capped', cap: 'seconds' };
      break;
    }
    allowance.spent(judged.nanoUsd);
    earlier.push(earlierAnswer(judged.end, judged.failure));
  }
  return judged!.end;
}

function earlierAnswer({ choice, text }: AttemptEnd, shortcoming: string): EarlierAnswer {
  const modelName = displayName(choice.model);
  return { modelName, tier: choice.tier, text: splitStatement(text).text, shortcoming };
}
