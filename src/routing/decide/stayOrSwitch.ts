import { turnsToCome } from '../caches/turnsToCome.ts';
import type { WarmCache } from '../caches/warmCache.ts';
import { type SwitchCost, weighSwitch } from '../caches/weighSwitch.ts';
import type { Candidates } from '../candidates/candidates.ts';
import type { Conversation, Message } from '../conversation.ts';
import type { Choice, StaysOn } from '../decision.ts';
import { displayName } from '../models/catalog.ts';
import type { ModelReference } from '../models/model.ts';
import type { Tier } from '../policy/policy.ts';
import { type Turn, turnKinds } from '../turns/turn.ts';
import type { AffordableTiers } from './downgrade.ts';
import { answerTokens, promptTokensOf } from './turnSize.ts';

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
 * - Up: always, because quality asks for it. Down: when the turns to come cost less that way. Where a
 *   price is unknown, the order of the tiers says which is cheaper. Sideways: only when it is known to pay.
 * - A model that is not ready, failed a moment ago, or may not serve this turn, is left at once.
 */

/** Keeps a turn on the model that its loop is on, when a switch to the selected tier is not worth it. */
export function stayOrSwitch(selection: AffordableTiers, candidates: Candidates): AffordableTiers {
  const { loop, reason, tiers } = selection;
  const { turn, conversation } = candidates.task;
  const wanted = tiers[0];
  if (!loop || !turn || !wanted || turn.kind === 'side' || reason.kind === 'escalated') {
    return selection;
  }
  const current = newestOf(candidates.situation.caches ?? []);
  const to = candidates.of(wanted).choice;
  if (!current || !to || to.model.reference === current) return selection;
  const isOpen = conversation !== undefined && hasOpenCalls(conversation);
  const on = whereItIs(current, { wanted, pool: loop.pool, isOpen }, candidates);
  if (!on) return selection;
  const why = isOpen
    ? ({ kind: 'openCalls' } as const)
    : notWorthIt({ on, wanted, to, turn, selection }, candidates);
  if (!why) return selection;
  const { pressure: _, ...rest } = selection;
  const { climbed: __, ...shown } = loop.turn;
  const { raiseEffort: ___, ...kept } = loop;
  const insteadOf = on.tier === wanted ? displayName(to.model) : wanted.name;
  const stays: StaysOn = { ...why, insteadOf };
  return {
    ...rest,
    tiers: [beginningWith(current, on.tier)],
    loop: { ...kept, turn: { ...shown, stays } },
  };
}

/** The model that answered last. */
function newestOf(caches: readonly WarmCache[]): ModelReference | undefined {
  return caches.toSorted((one, other) => other.atMs - one.atMs)[0]?.model;
}

interface Place {
  readonly tier: Tier;
  readonly choice: Choice;
}

/**
 * The lowest tier in which the model may serve this turn, from the selected one up; in the middle of a step
 * any tier of the pool.
 */
function whereItIs(
  current: ModelReference,
  { wanted, pool, isOpen }: { wanted: Tier; pool: readonly Tier[]; isOpen: boolean },
  candidates: Candidates,
): Place | undefined {
  const { tiers } = candidates.situation.policy;
  const place = tiers.indexOf(wanted);
  const above = pool.filter((tier) => tier !== wanted && (isOpen || tiers.indexOf(tier) > place));
  for (const tier of [wanted, ...above]) {
    const { choice } = candidates.of(tier);
    const all = choice ? [choice, ...(choice.fallbacks ?? [])] : [];
    const found = all.find(({ model }) => model.reference === current);
    if (found) return { tier, choice: found };
  }
  return undefined;
}

function notWorthIt(
  asked: {
    readonly on: Place;
    readonly wanted: Tier;
    readonly to: Choice;
    readonly turn: Turn;
    readonly selection: AffordableTiers;
  },
  candidates: Candidates,
): Omit<StaysOn, 'insteadOf'> | undefined {
  const { on, wanted, to } = asked;
  const isSideways = on.tier === wanted;
  if (isSideways && hasFreshThinking(candidates.task.conversation)) return { kind: 'thinking' };
  const cost = costOfSwitch(asked, candidates);
  if (!cost) return isSideways ? { kind: 'unknownPrice' } : undefined;
  if (cost.pays) return undefined;
  const { nowNanoUsd } = cost;
  const money = to.model.simulated && { simulated: true as const };
  return nowNanoUsd > 0 ? { kind: 'costsNow', nowNanoUsd, ...money } : { kind: 'costsLater' };
}

function costOfSwitch(
  {
    on,
    wanted,
    to,
    turn,
    selection,
  }: {
    readonly on: Place;
    readonly wanted: Tier;
    readonly to: Choice;
    readonly turn: Turn;
    readonly selection: AffordableTiers;
  },
  candidates: Candidates,
): SwitchCost | undefined {
  const { caches = [], nowMs, today } = candidates.situation;
  const served = turnKinds.filter(
    (kind) => kind === turn.kind || selection.loop?.usualOf(kind) === wanted,
  );
  return weighSwitch({
    from: on.choice.model,
    to: to.model,
    promptTokens: promptTokensOf(candidates),
    outputTokens: answerTokens,
    caches,
    nowMs,
    today,
    turnsToCome: turnsToCome(turn, served),
  });
}

/** The same tier, with a model that it names first: its fallbacks follow by the law of every tier. */
function beginningWith(reference: ModelReference, { name, choices }: Tier): Tier {
  const isIt = (each: { readonly reference: ModelReference }) => each.reference === reference;
  return { name, choices: [...choices.filter(isIt), ...choices.filter((each) => !isIt(each))] };
}

type Answer = Extract<Message, { role: 'assistant' }>;

function newestAnswer({
  messages,
}: Conversation): { answer: Answer; after: readonly Message[] } | undefined {
  const at = messages.findLastIndex(({ role }) => role === 'assistant');
  const answer = messages[at];
  return answer?.role === 'assistant' ? { answer, after: messages.slice(at + 1) } : undefined;
}

/** Whether some but not all calls of the newest answer have their result. */
function hasOpenCalls(conversation: Conversation): boolean {
  const newest = newestAnswer(conversation);
  const calls = newest?.answer.toolCalls ?? [];
  const done = new Set(
    newest?.after.flatMap((message) => (message.role === 'tool' ? [message.callId] : [])),
  );
  return calls.some(({ id }) => !done.has(id));
}

/** Whether the newest results answer calls that came with a provider's own state. */
function hasFreshThinking(conversation: Conversation | undefined): boolean {
  if (conversation?.messages.at(-1)?.role !== 'tool') return false;
  return newestAnswer(conversation)?.answer.state !== undefined;
}
