import { cheapestModel } from '../caches/cheapestModel.ts';
import { neededLater } from '../caches/neededLater.ts';
import { turnsToCome } from '../caches/turnsToCome.ts';
import type { WarmCache } from '../caches/warmCache.ts';
import { type SwitchCost, weighSwitch } from '../caches/weighSwitch.ts';
import type { Candidates } from '../candidates/candidates.ts';
import { type Conversation, openCalls } from '../conversation.ts';
import type { Choice, StaysOn } from '../decision.ts';
import { displayName } from '../models/catalog.ts';
import type { Model, ModelReference } from '../models/model.ts';
import { beginningWith, type Tier } from '../policy/policy.ts';
import { type Turn, turnKinds } from '../turns/turn.ts';
import type { AffordableTiers } from './downgrade.ts';
import type { LoopChoice } from './selection.ts';
import { answerTokensOf, promptTokensOf } from './turnSize.ts';

/*
 * The law of a switch in a loop. A loop is on the model that answered last. The request after a tool's result
 * is a new turn, so most switches come right after results; what must never happen is that one step is
 * torn apart.
 *
 * - While some calls of the newest answer have no result yet, the step is not over: its model goes on.
 * - A provider's state, such as signed thinking, belongs to the turn that it came with and to that provider.
 *   It is not moved and not lost: it goes back when the loop comes back. What another model cannot see is
 *   what its predecessor thought about calls whose results are just in. That is worth it when quality asks
 *   for a stronger model, or the kind of turn for a cheaper one, but never for another model of the same tier.
 * - Up: always, because quality asks for it; to a tier above the selected one where that costs less, because
 *   its model still has the conversation, or would lose it before it is needed again. Down: when the turns to
 *   come cost less that way. Where a price is unknown, the order of the tiers says which is cheaper. Sideways:
 *   only when it is known to pay.
 * - A model that is not ready, failed a moment ago, or may not serve this turn, is left at once.
 */

/**
 * Keeps a turn on the model that its loop is on, or on another one above the selected tier that still has the
 * conversation in its cache, when the selected tier's own model would cost more.
 */
export function stayOrSwitch(selection: AffordableTiers, candidates: Candidates): AffordableTiers {
  const { loop, reason, tiers } = selection;
  const { turn } = candidates.task;
  const wanted = tiers[0];
  if (!loop || !turn || !wanted || reason.kind === 'escalated') return selection;
  const current = newestOf(candidates.situation.caches ?? []);
  const to = candidates.of(wanted).choice;
  if (!current || !to) return selection;
  const found = otherModel({ loop, turn, wanted, to, current }, candidates);
  if (!found) return selection;
  const { tier, choice, why } = found;
  const { reference } = choice.model;
  const stays: StaysOn = {
    ...why,
    insteadOf: tier === wanted ? displayName(to.model) : wanted.name,
    ...(reference !== current && { back: true as const }),
  };
  const moved = { ...selection, tiers: [beginningWith(reference, tier)] };
  if (tier === wanted) return { ...moved, loop: { ...loop, turn: { ...loop.turn, stays } } };
  // What led to the selected tier says nothing of another one.
  const { pressure: _, ...rest } = moved;
  const { climbed: __, ...shown } = loop.turn;
  const { raiseEffort: ___, ...kept } = loop;
  return { ...rest, loop: { ...kept, turn: { ...shown, stays } } };
}

/** A turn whose tier is selected, while its loop is on another model. */
interface Moving {
  readonly loop: LoopChoice;
  readonly turn: Turn;
  readonly wanted: Tier;
  readonly to: Choice;
  readonly current: ModelReference;
}

/** A model that serves the turn instead of the one that was selected, and why. */
interface Found extends Place {
  readonly why: Omit<StaysOn, 'insteadOf' | 'back'>;
}

interface Place {
  readonly tier: Tier;
  readonly choice: Choice;
}

function otherModel(moving: Moving, candidates: Candidates): Found | undefined {
  const { loop, wanted, to, current } = moving;
  const { conversation } = candidates.task;
  const isOn = to.model.reference === current;
  if (conversation && openCalls(conversation.messages).length > 0) {
    if (isOn) return undefined;
    const places = [wanted, ...loop.pool].map((tier) => placeIn(tier, [current], candidates));
    const on = places.find((place) => place !== undefined);
    return on && { ...on, why: { kind: 'openCalls' } };
  }
  const beside = isOn ? undefined : placeIn(wanted, [current], candidates);
  return beside ? sideways(beside, moving, candidates) : above(moving, candidates);
}

/** The newest model that answered in this loop; where it was summarised or changed, that answered before. */
function newestOf(caches: readonly WarmCache[]): ModelReference | undefined {
  const own = caches.filter(({ isBranch }) => !isBranch);
  const newest = (own.length > 0 ? own : caches).toSorted((one, other) => other.atMs - one.atMs);
  return newest[0]?.model;
}

/** One of these models, if the tier would ask it now: first, or as a fallback. */
function placeIn(
  tier: Tier,
  references: readonly ModelReference[],
  candidates: Candidates,
): Place | undefined {
  const { choice } = candidates.of(tier);
  const all = choice ? [choice, ...(choice.fallbacks ?? [])] : [];
  const found = all.find(({ model }) => references.includes(model.reference));
  return found && { tier, choice: found };
}

function sideways(on: Place, moving: Moving, candidates: Candidates): Found | undefined {
  if (hasFreshThinking(candidates.task.conversation)) return { ...on, why: { kind: 'thinking' } };
  const [from, to] = [on.choice.model, moving.to.model];
  const cost = weighSwitch({ ...questionOf(moving, candidates), from, to });
  if (!cost) return { ...on, why: { kind: 'unknownPrice' } };
  return cost.pays ? undefined : { ...on, why: whyOf(cost, to) };
}

/** The model above the selected tier that serves the turn at less cost, because it has it in its cache. */
function above(moving: Moving, candidates: Candidates): Found | undefined {
  const { loop, turn, wanted, to, current } = moving;
  const { policy, caches = [] } = candidates.situation;
  const least = policy.tiers.indexOf(wanted);
  const warm = caches.map(({ model }) => model);
  const places = loop.pool
    .filter((tier) => policy.tiers.indexOf(tier) > least)
    .flatMap((tier) => placeIn(tier, warm, candidates) ?? []);
  const others = places.map(({ tier, choice }) => ({
    model: choice.model,
    neededLater: neededLater(
      turn,
      turnKinds.filter((kind) => loop.usualOf(kind) === tier),
    ),
  }));
  const question = questionOf(moving, candidates);
  const { model, cost } = cheapestModel([{ model: to.model }, ...others], question);
  const place = places.find(({ choice }) => choice.model === model);
  if (!place || !cost) return undefined;
  const isOn = to.model.reference === current;
  return { ...place, why: isOn ? { kind: 'keepsCache' } : whyOf(cost, to.model) };
}

function whyOf({ nowNanoUsd }: SwitchCost, { simulated }: Model): Found['why'] {
  if (nowNanoUsd <= 0) return { kind: 'costsLater' };
  return { kind: 'costsNow', nowNanoUsd, ...(simulated && { simulated }) };
}

function questionOf({ loop, turn, wanted }: Moving, candidates: Candidates) {
  const { caches = [], nowMs, today } = candidates.situation;
  const served = turnKinds.filter((kind) => kind === turn.kind || loop.usualOf(kind) === wanted);
  return {
    promptTokens: promptTokensOf(candidates),
    outputTokens: answerTokensOf(turn),
    caches,
    nowMs,
    today,
    turnsToCome: turnsToCome(turn, served),
  };
}

/** Whether the newest results answer calls that came with a provider's own state. */
function hasFreshThinking(conversation: Conversation | undefined): boolean {
  if (conversation?.messages.at(-1)?.role !== 'tool') return false;
  const answer = conversation.messages.findLast((message) => message.role === 'assistant');
  return answer?.state !== undefined;
}
