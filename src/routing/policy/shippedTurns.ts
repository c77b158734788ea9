import type { Turn, TurnKind } from '../turns/turn.ts';
import type { Policy, Tier } from './policy.ts';
import { defaultTier } from './shippedPolicy.ts';

/*
 * The tiers of turns where nobody names any, of 2026-11-29. They follow from what is published:
 *
 * - A plan by a strong model that a cheaper one carries out does as well as the strong one alone: Aider's
 *   pairs of architect and editor (64.0 % at $13.29 against 61.7 % at $186.50 for the best single model), the
 *   many requests for "plan strong, execute cheap", and editors that hand a plan over to another model.
 * - Reading and searching is given to small models by Claude Code (Explore) and Copilot (search subagents).
 * - Rules that send whole loops to the cheapest tier cost more in the end (TwinRouterBench: $172.56 against
 *   $54.73 for the strongest alone). So edits stay with the tier that everyday work has, and a loop that runs
 *   into trouble climbs.
 * - A subagent that nobody chose a tier for is never sent to the most expensive one of its own accord.
 *
 * A turn depends on the work that the loop is about, whose weight is the tier that the shipped rules give it.
 */

type Weight = 'routine' | 'everyday' | 'hard';
type Level = 'cheapest' | 'usual' | 'strongest';

const levels: Readonly<Record<Weight, Readonly<Record<TurnKind, Level>>>> = {
  routine: {
    plan: 'usual',
    read: 'cheapest',
    choose: 'cheapest',
    edit: 'cheapest',
    repair: 'usual',
    answer: 'cheapest',
  },
  everyday: {
    plan: 'strongest',
    read: 'cheapest',
    choose: 'cheapest',
    edit: 'usual',
    repair: 'usual',
    answer: 'usual',
  },
  hard: {
    plan: 'strongest',
    read: 'cheapest',
    choose: 'cheapest',
    edit: 'usual',
    repair: 'strongest',
    answer: 'strongest',
  },
};

/**
 * The tier of a turn by the shipped defaults; undefined only when the policy has no tiers. `work` is the
 * tier that the rules give to the work that the loop is about.
 */
export function shippedTurnTier(policy: Policy, turn: Turn, work: Tier): Tier | undefined {
  const { tiers } = policy;
  if (turn.kind === 'side') return tiers[0];
  const level = levelOf(turn, turn.kind, weightOf(tiers.indexOf(work), tiers.length));
  if (level === 'cheapest') return tiers[0];
  const usual = tiers.find(({ name }) => name === defaultTier(policy));
  return level === 'usual' ? usual : tiers.at(-1);
}

function levelOf({ by, loop }: Turn, kind: TurnKind, weight: Weight): Level {
  // What passed its checks is only told.
  if (kind === 'answer' && loop.isChecked) return 'cheapest';
  // What an agent that only plans answers with is the plan.
  const level = levels[weight][by === 'planner' && kind === 'answer' ? 'plan' : kind];
  return by === 'subagent' && level === 'strongest' ? 'usual' : level;
}

function weightOf(place: number, count: number): Weight {
  if (place === count - 1) return 'hard';
  return place === 0 ? 'routine' : 'everyday';
}
