import { weighSwitch } from '../caches/weighSwitch.ts';
import type { Candidates } from '../candidates/candidates.ts';
import { harder } from '../candidates/tries.ts';
import type { Choice, TurnDecision } from '../decision.ts';
import { costOf, priceOn } from '../models/price.ts';
import type { Tier } from '../policy/policy.ts';
import type { LoopState } from '../turns/turn.ts';
import { climbOf } from './loopClimb.ts';
import { answerTokens, promptTokensOf } from './turnSize.ts';

/** What a model that thinks harder writes in addition, tokens. The upper end of what is usual, by judgement. */
const moreThinkingTokens = 4_000;

interface Rung {
  readonly tier: Tier;
  readonly choice: Choice;
  readonly isRaised: boolean;
}

/**
 * Lifts a turn above its usual tier for the troubles of its loop that are not settled: a step each, to more
 * effort where the model can raise it and that costs less than the next model, else to the next tier of the
 * pool that is ready. Undefined when there is no such trouble, or nothing above.
 */
export function climb(
  loop: LoopState,
  usual: Tier,
  pool: readonly Tier[],
  candidates: Candidates,
):
  | {
      readonly tier: Tier;
      readonly raiseEffort: boolean;
      readonly shown: NonNullable<TurnDecision['climbed']>;
    }
  | undefined {
  const wanted = climbOf(loop);
  const { choice } = candidates.of(usual);
  if (!wanted || !choice) return undefined;
  const first: Rung = { tier: usual, choice, isRaised: false };
  let rung = first;
  for (let step = 0; step < wanted.steps; step += 1) {
    const next = above(rung, pool, candidates);
    if (!next) break;
    rung = next;
  }
  if (rung === first) return undefined;
  const by = rung.tier === usual ? 'effort' : 'tier';
  return {
    tier: rung.tier,
    raiseEffort: rung.isRaised,
    shown: { because: wanted.because, by },
  };
}

function above(rung: Rung, pool: readonly Tier[], candidates: Candidates): Rung | undefined {
  const next = nextTier(rung, pool, candidates);
  const raised = rung.isRaised ? undefined : harder(rung.choice);
  if (raised && (!next || isThinkingCheaper(rung.choice, next.choice, candidates))) {
    return { ...rung, isRaised: true };
  }
  return next;
}

/** The next tier of the pool that is ready with another model. */
export function nextTier(
  { tier, choice: { model } }: Pick<Rung, 'tier' | 'choice'>,
  pool: readonly Tier[],
  candidates: Candidates,
): Rung | undefined {
  const { tiers } = candidates.situation.policy;
  const place = tiers.indexOf(tier);
  for (const higher of pool) {
    if (tiers.indexOf(higher) <= place) continue;
    const { choice } = candidates.of(higher);
    if (choice && choice.model.reference !== model.reference) {
      return { tier: higher, choice, isRaised: false };
    }
  }
  return undefined;
}

/** Unknown prices are not known to be lower. */
function isThinkingCheaper(own: Choice, next: Choice, candidates: Candidates): boolean {
  const { today, nowMs, caches = [] } = candidates.situation;
  const price = priceOn(own.model.prices, today);
  const thinking = costOf({ inputTokens: 0, outputTokens: moreThinkingTokens }, price, 'estimated');
  const change = weighSwitch({
    from: own.model,
    to: next.model,
    promptTokens: promptTokensOf(candidates),
    outputTokens: answerTokens,
    caches,
    nowMs,
    today,
    turnsToCome: 1,
  });
  return (
    thinking.nanoUsd !== undefined && change !== undefined && thinking.nanoUsd < change.nowNanoUsd
  );
}
