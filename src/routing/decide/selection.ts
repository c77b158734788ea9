import type { Reason, Refusal, TurnDecision, UnsureType } from '../decision.ts';
import type { CascadeUse, Rule, SpeculateUse, Tier } from '../policy/policy.ts';
import type { TakenForSpeed } from '../models/latency.ts';
import type { ModelReference } from '../models/model.ts';
import type { Task } from '../task.ts';
import type { TurnKind } from '../turns/turn.ts';

/** The tiers for a task, how several of them are used, and why. */
export interface SelectedTiers {
  readonly reason: Reason;
  readonly tiers: readonly Tier[];
  readonly several?: CascadeUse | SpeculateUse;
  /** The type that the rules were asked for is not the likelier one. */
  readonly unsure?: UnsureType;
  /** The model of the tier that is asked first, for its speed. */
  readonly quick?: {
    readonly model: ModelReference;
    readonly tier: Tier;
    readonly why: TakenForSpeed;
  };
  /** A wrong answer costs much, so this is the strongest tier and not the shipped one. */
  readonly raised?: true;
  /** Set for a turn of an agent's loop. */
  readonly loop?: LoopChoice;
}

/** The selected tiers, or why there are none. */
export type Selection = SelectedTiers | { readonly reason: Reason; readonly refusal: Refusal };

/** What is left to decide about a turn of a loop once its tier is selected. */
export interface LoopChoice {
  readonly turn: TurnDecision;
  /** The selected model thinks harder. */
  readonly raiseEffort?: true;
  /** The developer declared this tier for all turns of a subagent: no other one stands in for it. */
  readonly holds?: true;
  /** The tiers whose models may serve this turn, from the cheapest. */
  readonly pool: readonly Tier[];
  /** The tier that turns of another kind have in this loop. */
  readonly usualOf: (kind: TurnKind) => Tier | undefined;
}

/** Says that a rule selected the tiers, and the need for reasoning where the rule asks for it. */
export function ruleReason(
  rule: Rule,
  { reasoning }: Pick<Task, 'reasoning'>,
): Extract<Reason, { kind: 'rule' }> {
  const isAsked = rule.when.reasoning !== undefined && reasoning !== undefined;
  return { kind: 'rule', rule, ...(isAsked && { reasoning }) };
}
