import type { Candidates } from '../candidates/candidates.ts';
import type { Reason, TurnDecision } from '../decision.ts';
import { matchRule } from '../policy/matchRule.ts';
import { isCostly } from '../policy/mistakeCost.ts';
import {
  autoUse,
  type Policy,
  type Rule,
  type Tier,
  tierNamed,
  tiersUsed,
  uncheckedTier,
} from '../policy/policy.ts';
import { defaultTier } from '../policy/shippedPolicy.ts';
import { shippedTurnTier } from '../policy/shippedTurns.ts';
import { namedForTurn } from '../policy/turnPolicy.ts';
import type { Escalation } from '../situation.ts';
import type { Turn } from '../turns/turn.ts';
import { chosenByHand, named } from './chosenByHand.ts';
import { climb } from './climb.ts';
import { learnedFor } from './learnedFor.ts';
import { ruleReason, type Selection } from './selection.ts';

/** What decides about all turns of one loop. */
interface LoopLaw {
  /** The developer's own rule that matches; it leaves the choice open or names several tiers. */
  readonly rule?: Rule;
  /** The tier of the work that the loop is about, by the shipped rules. */
  readonly work: Tier;
  /** A wrong answer costs much: no lower tier. */
  readonly floor?: Tier;
  readonly pool: readonly Tier[];
}

/**
 * Selects the tier for a turn of an agent's loop or a side call. In this order: an escalation, a pin, the
 * manual pick, the developer's own rule that matches, the policy's `turns`, and the shipped defaults, which
 * evidence moves. What is chosen by hand, and a rule that names one tier, hold for the whole loop. Where a
 * rule names several tiers, each turn has its kind's tier among them. Where a wrong answer costs much, as in critical
 * work, none is below what its rule says. Unsettled troubles then lift the turn above its own tier.
 *
 * A side call is no work of the loop, so neither the manual pick nor a rule is about it.
 */
export function turnTiers(turn: Turn, candidates: Candidates, escalation?: Escalation): Selection {
  const { task, situation } = candidates;
  const { policy } = situation;
  if (turn.kind === 'side') return sideTier(turn, policy);
  const byHand = chosenByHand(task, situation, escalation);
  if (byHand) return held(byHand, turn, 'chosen');
  const rule = matchRule(policy, task);
  if (rule && rule.origin !== 'shipped') {
    const reason = ruleReason(rule, task);
    const selection = rule.use === autoUse ? undefined : named(policy, tiersUsed(rule), reason);
    const isOne = typeof rule.use === 'string' || (selection && 'refusal' in selection);
    if (selection && isOne) return held(selection, turn, 'rule');
  }
  const law = lawOf(candidates, rule);
  return law ? openTurn(turn, law, candidates) : noTiers(policy);
}

function noTiers(policy: Policy): Selection {
  return named(policy, [defaultTier(policy)], { kind: 'turn' });
}

function sideTier(turn: Turn, policy: Policy): Selection {
  const { tier, from } = usualTier(turn, policy, undefined);
  if (tier === undefined) return noTiers(policy);
  const selection = held(named(policy, [tier], { kind: 'turn' }), turn, from);
  const mayStay = turn.side === 'summary' && from === 'shipped';
  if ('refusal' in selection || !selection.loop || !mayStay) return selection;
  // A summary that is asked for inside a loop goes on with its prompt, which a higher tier may have in its cache.
  return { ...selection, loop: { ...selection.loop, pool: policy.tiers } };
}

/** A tier that holds for all turns: no trouble and no cache leads to another one. */
function held(selection: Selection, turn: Turn, from: TurnDecision['from']): Selection {
  if ('refusal' in selection) return selection;
  const [tier] = selection.tiers;
  const shown = { ...shownOf(turn), from, usual: tier!.name };
  return {
    ...selection,
    loop: { turn: shown, pool: selection.tiers, usualOf: () => tier },
  };
}

function shownOf({ kind, side, by }: Turn): Pick<TurnDecision, 'kind' | 'side' | 'by'> {
  return { kind, by, ...(side && { side }) };
}

/** Undefined only when the policy has no tiers. */
function lawOf(
  { task, situation: { policy }, stated }: Candidates,
  matching: Rule | undefined,
): LoopLaw | undefined {
  const isOwn = matching !== undefined && matching.origin !== 'shipped';
  const shipped = isOwn
    ? matchRule(
        { ...policy, rules: policy.rules.filter(({ origin }) => origin === 'shipped') },
        task,
      )
    : matching;
  const names = isOwn && matching.use !== autoUse ? tiersUsed(matching) : policy.auto?.tiers;
  const namedOnes = policy.tiers.filter(({ name }) => names?.includes(name));
  const whole = namedOnes.length > 0 ? namedOnes : policy.tiers;
  const workName = (shipped && uncheckedTier(shipped)) ?? defaultTier(policy);
  const work = tierNamed(policy, workName) ?? policy.tiers.at(-1);
  if (!work) return undefined;
  const several = isOwn && matching.use !== autoUse;
  const floor = isCostly(stated.cost) ? (several ? whole.at(-1)! : work) : undefined;
  const least = floor ? policy.tiers.indexOf(floor) : 0;
  const pool = whole.filter((tier) => policy.tiers.indexOf(tier) >= least);
  return {
    ...(isOwn && { rule: matching }),
    work,
    ...(floor && { floor }),
    pool: pool.length > 0 ? pool : [work],
  };
}

/** A turn whose tier its kind decides, within the law of its loop. */
function openTurn(turn: Turn, law: LoopLaw, candidates: Candidates): Selection {
  const { task, situation } = candidates;
  const { policy } = situation;
  const reason: Reason = law.rule ? ruleReason(law.rule, task) : { kind: 'turn' };
  const { tier: name, from, holds } = usualTier(turn, policy, law.work);
  const found = tierNamed(policy, name ?? '');
  if (!found) return named(policy, [name ?? defaultTier(policy)], reason);
  const own = within(law, found, { policy, isNamed: from !== 'shipped' });
  const learned =
    from === 'shipped' && !law.floor ? learnedFor(turn, own, law.pool, candidates) : undefined;
  const usual = learned?.tier ?? own;
  const climbed = holds ? undefined : climb(turn.loop, usual, law.pool, candidates);
  const shown: TurnDecision = {
    ...shownOf(turn),
    from: learned ? 'evidence' : from,
    usual: usual.name,
    ...(learned && { learned: learned.shown }),
    ...(law.floor === usual &&
      usual !== found &&
      (candidates.stated.cost === 'critical'
        ? { critical: true as const }
        : { costly: true as const })),
    ...(climbed && { climbed: climbed.shown }),
  };
  return {
    reason,
    tiers: [climbed?.tier ?? usual],
    loop: {
      turn: shown,
      ...(climbed?.raiseEffort && { raiseEffort: true }),
      ...(holds && { holds: true }),
      pool: holds ? [usual] : law.pool,
      usualOf: (kind) => usualOf({ ...turn, kind }, law, policy),
    },
  };
}

function usualOf(turn: Turn, law: LoopLaw, policy: Policy): Tier | undefined {
  const { tier, from } = usualTier(turn, policy, law.work);
  const found = tierNamed(policy, tier ?? '');
  return found && within(law, found, { policy, isNamed: from !== 'shipped' });
}

/** The tier that somebody names for such turns, or the shipped one. A subagent's own tier holds in its loop. */
function usualTier(
  turn: Turn,
  policy: Policy,
  work: Tier | undefined,
): {
  readonly tier: string | undefined;
  readonly from: 'settings' | 'repository' | 'shipped';
  readonly holds: boolean;
} {
  const own = namedForTurn(policy.turns ?? [], turn);
  if (own && own.tier !== autoUse) {
    return { tier: own.tier, from: own.origin, holds: own.key === 'subagent' };
  }
  const shipped = work ? shippedTurnTier(policy, turn, work) : policy.tiers[0];
  return { tier: shipped?.name, from: 'shipped', holds: false };
}

/**
 * The tier itself where it may be used, else the next higher one that may, else the highest. What the
 * policy's `turns` name holds against the planner's pool, but not against a rule or critical work.
 */
function within(
  { rule, floor, pool }: LoopLaw,
  tier: Tier,
  { policy, isNamed }: { readonly policy: Policy; readonly isNamed: boolean },
): Tier {
  const place = policy.tiers.indexOf(tier);
  const isFree = isNamed && rule === undefined;
  if (isFree && (!floor || place >= policy.tiers.indexOf(floor))) return tier;
  return pool.find((each) => policy.tiers.indexOf(each) >= place) ?? pool.at(-1)!;
}
