import type { BudgetPressure } from './budgets/budget.ts';
import type { ShareEstimate } from './evidence/beta.ts';
import type { Model, ModelChoice, NeededCapability } from './models/model.ts';
import type { NanoUsd } from './models/money.ts';
import type { Rule } from './policy/policy.ts';
import type { TaskType } from './task.ts';
import type { GateName } from './verdict.ts';

/** Why a tier was taken. */
export type Reason =
  | { readonly kind: 'manualPick' }
  | { readonly kind: 'pinned'; readonly taskType: TaskType }
  | { readonly kind: 'escalated'; readonly from?: string }
  | { readonly kind: 'rule'; readonly rule: Rule }
  | Planned
  | { readonly kind: 'noRule' };

/** The planner took the cheapest plan that evidence says is good enough. */
export interface Planned {
  readonly kind: 'planned';
  /** What is known of the plan's first rung, or of the cheapest one where the strongest is asked at once. */
  readonly evidence?: {
    readonly tier: string;
    /** Share of its answers that pass the gates. */
    readonly passes: ShareEstimate;
    /** How many were judged; old ones count for less. */
    readonly tries: number;
  };
  /** Nano-dollars, of the plan and of asking the strongest at once. */
  readonly expectedNanoUsd: NanoUsd;
  readonly strongestNanoUsd: NanoUsd;
  /** Both are practice money. */
  readonly simulated?: true;
  /** Relative to asking the strongest: mean, one standard deviation, and the loss where it is worse. */
  readonly quality: {
    readonly mean: number;
    readonly standardDeviation: number;
    readonly loss: number;
  };
  /** It is not sure yet that the plan is good enough. */
  readonly exploring: boolean;
}

/** A model reference that was passed over, and why. */
export interface Rejected {
  readonly model: Model;
  readonly unavailability: Unavailability;
}

/** A model, how it is asked, and the tier it stands for. */
export interface Choice {
  readonly model: Model;
  readonly effort?: ModelChoice['effort'];
  readonly tier: string;
  /** The tier's other models that are ready and not dearer: asked when this one cannot be reached. */
  readonly fallbacks?: readonly Choice[];
}

/** Several rungs whose answers are checked. */
export interface GatedPlan {
  /** From the cheapest; at least one rung. */
  readonly ladder: readonly [Choice, ...Choice[]];
  readonly gates: readonly GateName[];
  /** Who may judge, best first; empty when the judge gate is not asked or nobody is ready. */
  readonly judges: readonly Choice[];
  readonly rubric?: string;
  readonly caps: Caps;
}

/** Try the rungs in order until an answer passes the gates. */
export interface Cascade extends GatedPlan {
  readonly kind: 'cascade';
  /** Ask the same model once more, with what the gate saw, before climbing. */
  readonly retry: boolean;
  /** Ask the same model to think harder before climbing, where it can. */
  readonly raiseEffort: boolean;
}

/** Start the rungs together; the first whose answer passes the gates is taken, the rest are cancelled. */
export interface Speculation extends GatedPlan {
  readonly kind: 'speculation';
  /** Set when the latency budget of the task type made it so: a cascade would take too long. */
  readonly latency?: {
    readonly budgetSeconds: number;
    /** Of all rungs one after the other; undefined while nobody knows. */
    readonly expectedSeconds?: number;
  };
}

/** Where a request stops, whatever the gates say. */
export interface Caps {
  /**
   * How many answers are tried for. A stand-in for a model that is out of reach is the same try: it has
   * given no answer, and counting it would take the climb away. Money and time count for both.
   */
  readonly attempts: number;
  readonly nanoUsd?: NanoUsd;
  readonly seconds?: number;
}

/** What is going to be done. */
export type Plan =
  | { readonly kind: 'direct'; readonly choice: Choice }
  | Cascade
  | Speculation
  | { readonly kind: 'refuse'; readonly refusal: Refusal };

/** Why a decision was taken down, and how far. */
export interface Pressure extends BudgetPressure {
  readonly change:
    | { readonly kind: 'down'; readonly tiers: number }
    /** Names of the tiers that are not tried. */
    | { readonly kind: 'without'; readonly tiers: readonly string[] };
}

export interface Decision {
  readonly plan: Plan;
  readonly reason: Reason;
  /** Left out where no budget changed the decision. */
  readonly pressure?: Pressure;
  /** Its rule has gates, and none of them can judge an answer in a conversation. */
  readonly unchecked?: true;
  /** Names of the tiers that were wanted: none of their models can do it, so a higher one is asked. */
  readonly lifted?: readonly string[];
  readonly rejected: readonly Rejected[];
  /** The strongest tier's model: what the money saved is measured against. */
  readonly baseline?: Model;
  /** What the plan is likely to cost; undefined where the price is unknown. */
  readonly expected?: Expected;
}

export interface CostRange {
  readonly lowNanoUsd: NanoUsd;
  readonly highNanoUsd: NanoUsd;
}

/** What a plan is likely to cost of real money. */
export interface Expected extends CostRange {
  /** All of its models are practice: it is practice money. */
  readonly simulated?: true;
  /** What its practice models cost, where it has real ones as well. */
  readonly practice?: CostRange;
}

/** The rungs of a plan, from the cheapest; none when it was refused. */
export function choicesOf(plan: Plan): readonly Choice[] {
  if (plan.kind === 'refuse') return [];
  return plan.kind === 'direct' ? [plan.choice] : plan.ladder;
}

/** Why one model reference of a tier was passed over. */
export type Unavailability =
  | { readonly kind: 'unknownProvider'; readonly provider: string }
  | { readonly kind: 'noKey'; readonly provider: string }
  | { readonly kind: 'unavailable'; readonly provider: string; readonly why: string }
  /** It failed a moment ago; `why` is what its endpoint said. */
  | { readonly kind: 'coolingDown'; readonly secondsLeft: number; readonly why: string }
  /** It may stand in for no other: that would be dearer, or nobody knows. */
  | { readonly kind: 'dearerFallback'; readonly than: string }
  | {
      readonly kind: 'contextTooSmall';
      readonly neededTokens: number;
      readonly contextTokens: number;
    }
  | { readonly kind: 'lacksAbility'; readonly ability: NeededCapability };

/** Why nothing can be run at all. */
export type Refusal =
  | { readonly kind: 'noModelReady'; readonly tier: string; readonly taskType: TaskType }
  | { readonly kind: 'unknownTier'; readonly tier: string; readonly known: readonly string[] }
  /** Even the least that the plan can cost is beyond its cap, nano-dollars. */
  | { readonly kind: 'capTooLow'; readonly cap: NanoUsd; readonly least: NanoUsd }
  | { readonly kind: 'alreadyAtTop'; readonly tier: string };
