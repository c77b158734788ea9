import { type Try, triesOf } from '../../routing/candidates/tries.ts';
import { gatedCalls } from '../../routing/decide/gateTurn.ts';
import type { Choice, Plan, TurnGate } from '../../routing/decision.ts';
import { displayName } from '../../routing/models/catalog.ts';
import type { Model } from '../../routing/models/model.ts';
import type { EarlierAnswer, Task } from '../../routing/task.ts';
import type { Purpose } from '../../ledger/facts.ts';
import { attemptOrFallback, type FallbackContext } from '../attempt/fallback.ts';
import type { BudgetGuard } from '../budgetGuard.ts';
import type { AttemptEnd, RunEvent } from '../events.ts';
import type { Candidate, Gate } from '../gates/gate.ts';
import { directCalls } from './directCalls.ts';
import { gateAnswer } from './gateAnswer.ts';

/** Opens the gates of tool calls, cheapest first. */
export type CallGates = () => Promise<readonly Gate[]>;

/** A turn of an agent's loop whose tool calls are checked. */
export interface GatedTurn {
  readonly requestId: string;
  readonly task: Task;
  readonly plan: Extract<Plan, { kind: 'direct' }> & { readonly gate: TurnGate };
  readonly callGates: CallGates;
  readonly maxOutputTokens: number;
  readonly baseline?: Model;
  readonly budgetGuard?: BudgetGuard;
  readonly purpose?: Purpose;
  readonly temperature?: number;
}

/**
 * Asks as a direct plan does, and checks the calls of the answer. After a failed gate the model that answered is
 * asked once more, with its calls and what was found, and then the tier above. Returns the answer that passed, or
 * else the last whole one: a try that breaks off, or that no budget allows, never takes its place. An answer that
 * makes no call to check, or is not whole, is returned as it is.
 */
export async function* gatedTurn(
  request: GatedTurn,
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, AttemptEnd> {
  const { plan } = request;
  const first = yield* asked(request, { choice: plan.choice, how: 'first' }, [], context, signal);
  if (!isWhole(first)) return first;
  const earlier: EarlierAnswer[] = [];
  let kept = first;
  let failure = yield* failureOf(kept, request, context, signal);
  for (const next of triesAfter(kept.choice, plan.gate)) {
    if (failure === undefined || signal.aborted) break;
    earlier.push(earlierAnswer(kept, failure));
    const end = yield* asked(request, next, earlier, context, signal);
    if (end.error?.kind === 'overBudget') break;
    // The answer before it and what it lacks are told once.
    if (!isWhole(end)) earlier.pop();
    else {
      kept = end;
      failure = yield* failureOf(kept, request, context, signal);
    }
  }
  return kept;
}

/** The model that answered once more, then the tier above. */
function triesAfter(answered: Choice, { climb }: TurnGate): readonly Try[] {
  const { fallbacks: _, larger: __, ...choice } = answered;
  const ladder = [choice, ...(climb ? [climb] : [])] as const;
  const tries = triesOf({ ladder, retry: true, raiseEffort: false });
  return tries.slice(1, ladder.length + 1);
}

async function* asked(
  request: GatedTurn,
  { choice, how }: Try,
  earlier: readonly EarlierAnswer[],
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, AttemptEnd> {
  const { task } = request;
  const whole = { ...request, task: { ...task, earlier: [...task.earlier, ...earlier] } };
  const call = directCalls(whole, context);
  const { end } = yield* attemptOrFallback({ ...request, choice, how, call }, context, signal);
  return end;
}

/** Why the calls of an answer are not handed on; undefined when no gate failed them. */
async function* failureOf(
  end: AttemptEnd,
  { task, plan, callGates }: GatedTurn,
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, string | undefined> {
  const toolCalls = gatedCalls(plan.gate, end.toolCalls, task.conversation?.tools ?? []);
  if (toolCalls.length === 0) return undefined;
  const { attemptId, choice, outcome, text } = end;
  const origin = { attemptId, choice, last: false };
  const candidate: Candidate = { task, text, outcome, toolCalls, origin };
  const { failure } = yield* gateAnswer(candidate, await callGates(), context, signal);
  return failure;
}

function isWhole({ outcome, error }: AttemptEnd): boolean {
  return outcome === 'complete' && !error;
}

function earlierAnswer(end: AttemptEnd, shortcoming: string): EarlierAnswer {
  const { choice, text, toolCalls, state } = end;
  const modelName = displayName(choice.model);
  return {
    modelName,
    tier: choice.tier,
    text,
    toolCalls,
    shortcoming,
    ...(state && { state }),
  };
}
