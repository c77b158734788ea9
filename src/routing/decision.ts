import type { BudgetPressure } from './budgets/budget.ts';
import type { SpendingLimits } from './budgets/requestLimits.ts';
import type { ShareEstimate } from './evidence/beta.ts';
import type { TakenForSpeed } from './models/latency.ts';
import type { Model, ModelChoice, NeededCapability } from './models/model.ts';
import type { NanoUsd } from './models/money.ts';
import type { ModelServer } from './models/serverWindow.ts';
import type { StatedCost } from './policy/mistakeCost.ts';
import type { Rule } from './policy/policy.ts';
import type { Stay } from './stay.ts';
import type { TaskType } from './task.ts';
import type { Turn } from './turns/turn.ts';
import type { GateName } from './verdict.ts';

/** Why a tier was selected. */
export type Reason =
  | { readonly kind: 'manualPick' }
  | { readonly kind: 'pinned'; readonly taskType: TaskType }
  | { readonly kind: 'escalated'; readonly from?: string }
  | {
      readonly kind: 'rule';
      readonly rule: Rule;
      /** The score of the need for reasoning, 0 to 1, when the rule asks for a level of it. */
      readonly reasoning?: number;
    }
  | Planned
  /** The kind of turn in an agent's loop; `Decision.turn` says more. */
  | { readonly kind: 'turn' }
  | { readonly kind: 'noRule' };

/** The planner selected the cheapest plan that is good enough by the evidence. */
export interface Planned {
  readonly kind: 'planned';
  /** Evidence about the plan's first rung, or about the cheapest rung when the strongest is asked at once. */
  readonly evidence?: {
    readonly tier: string;
    /** Share of its answers that pass the gates. */
    readonly passes: ShareEstimate;
    /** Number of judged answers; old ones count for less. */
    readonly tries: number;
  };
  /** Expected cost of the plan and of asking the strongest at once, nano-dollars. */
  readonly expectedNanoUsd: NanoUsd;
  readonly strongestNanoUsd: NanoUsd;
  /** Both are practice money. */
  readonly simulated?: true;
  /** Relative to asking the strongest: mean, one standard deviation, and the expected loss. */
  readonly quality: {
    readonly mean: number;
    readonly standardDeviation: number;
    readonly loss: number;
  };
  /** It is not certain yet that the plan is good enough. */
  readonly exploring: boolean;
  /** Tiers whose models answer differently than before, so that older evidence counts less; omitted when none. */
  readonly changed?: readonly ChangedTier[];
}

/** A tier whose answers became better or worse. */
export interface ChangedTier {
  readonly tier: string;
  readonly better: boolean;
  /** Days since then; omitted when unknown. */
  readonly daysAgo?: number;
}

/** A model reference that was passed over, and why. */
export interface Rejected {
  readonly model: Model;
  readonly unavailability: Unavailability;
}

/** A model, its effort, and the tier that it represents. */
export interface Choice {
  readonly model: Model;
  readonly effort?: ModelChoice['effort'];
  readonly tier: string;
  /** The tier's other ready models that are not more expensive; asked when this one cannot be reached. */
  readonly fallbacks?: readonly Choice[];
  /** Ready models with larger windows; asked, in this order, when a model says that the task is too long. */
  readonly larger?: readonly Choice[];
}

/** Several rungs whose answers are checked. */
export interface GatedPlan {
  /** From the cheapest; at least one rung. */
  readonly ladder: readonly [Choice, ...Choice[]];
  readonly gates: readonly GateName[];
  /** Possible judges, best first; empty when there is no judge gate or no judge is ready. */
  readonly judges: readonly Choice[];
  readonly rubric?: string;
  readonly caps: Caps;
}

/** Try the rungs in order until an answer passes the gates. */
export interface Cascade extends GatedPlan {
  readonly kind: 'cascade';
  /** Ask the same model once more, with what the gate saw, before climbing. */
  readonly retry: boolean;
  /** Ask the same model to think harder before climbing, if it can. */
  readonly raiseEffort: boolean;
}

/** Start the rungs together; the first whose answer passes the gates is taken, the rest are cancelled. */
export interface Speculation extends GatedPlan {
  readonly kind: 'speculation';
  /** Set when this was a cascade that would exceed the latency budget of the task type. */
  readonly latency?: {
    readonly budgetSeconds: number;
    /** Time for all rungs one after the other; undefined when unknown. */
    readonly expectedSeconds?: number;
  };
}

/** The limits at which a request stops, whatever the gates say. */
export interface Caps {
  /**
   * The maximum number of tries. A fallback for a model that cannot be reached belongs to the same try:
   * the first model gave no answer, and counting it would prevent the climb. Money and time count for both.
   */
  readonly attempts: number;
  readonly nanoUsd?: NanoUsd;
  readonly seconds?: number;
}

/** A turn of an agent's loop whose answer is checked, if it calls tools, before it is handed on. */
export interface TurnGate {
  /** Which answers are checked: those that call tools which edit, or all that call tools. */
  readonly calls: 'edits' | 'all';
  /** Who is asked when the turn's own model has failed twice; omitted when the turn goes no higher. */
  readonly climb?: Choice;
}

/** What will be run. */
export type Plan =
  | { readonly kind: 'direct'; readonly choice: Choice; readonly gate?: TurnGate }
  | Cascade
  | Speculation
  | { readonly kind: 'refuse'; readonly refusal: Refusal };

/** Which budget lowered a decision, and by how much. */
export interface Pressure extends BudgetPressure {
  readonly change:
    | { readonly kind: 'down'; readonly tiers: number }
    /** Names of the tiers that were removed. */
    | { readonly kind: 'without'; readonly tiers: readonly string[] };
}

/** How the tier of a turn in an agent's loop, or of a side call, came about. */
export interface TurnDecision extends Pick<Turn, 'kind' | 'side' | 'by'> {
  /**
   * Who says which tier such turns have: the developer's hand, a matching rule that names one tier, `turns` in
   * settings or in the repository's policy, the shipped defaults, or the evidence of earlier loops.
   */
  readonly from: 'chosen' | 'rule' | 'settings' | 'repository' | 'shipped' | 'evidence';
  /** The tier that such turns have in this loop, before troubles, budgets and caches are looked at. */
  readonly usual: string;
  /** What the evidence says; set when it moved the tier away from the shipped one. */
  readonly learned?: { readonly instead: string; readonly why: string };
  /** The work is critical, which is why the tier is not a lower one. */
  readonly critical?: true;
  /** A wrong answer costs much, which is why; `Decision.mistakes` says who says so. */
  readonly costly?: true;
  /** The loop's troubles lifted this turn above its usual tier. */
  readonly climbed?: {
    /** For people, such as `runTests failed twice`. */
    readonly because: string;
    readonly by: 'effort' | 'tier';
  };
  /** The turn stays on the model that its loop is on, or comes back to one that it was on. */
  readonly stays?: StaysOn;
}

/** Why a turn is not given to the model that its tier would ask. */
export interface StaysOn {
  /**
   * `costsNow` and `costsLater`: a switch costs more than it saves. `keepsCache`: a model above would lose the
   * conversation before it is needed again. `openCalls`: a step is not over.
   * `thinking`: another model would not see what this one thought. `unknownPrice`: it is not known to pay.
   */
  readonly kind:
    | 'costsNow'
    | 'costsLater'
    | 'keepsCache'
    | 'openCalls'
    | 'thinking'
    | 'unknownPrice';
  /** The loop has been on another model since, and comes back to one that still has it in its cache. */
  readonly back?: true;
  /** The name of the tier, or, within the same tier, of the model. */
  readonly insteadOf: string;
  /** Of `costsNow`: what this turn would cost more, nano-dollars. */
  readonly nowNanoUsd?: NanoUsd;
  /** It is practice money. */
  readonly simulated?: true;
}

export interface Decision {
  readonly plan: Plan;
  readonly reason: Reason;
  /** Set when a model was taken for its speed. */
  readonly speed?: TakenForSpeed;
  /** Set when the task type is unsure and another than the likelier one decided. */
  readonly unsure?: UnsureType;
  /** Set for a turn of an agent's loop and for a side call. */
  readonly turn?: TurnDecision;
  /** Set when only models on this machine may see the task. */
  readonly stay?: Stay;
  /** Set when a rule says what a wrong answer costs, or when that raised what is shipped. */
  readonly mistakes?: CostOfMistakes;
  /** Omitted when no budget changed the decision. */
  readonly pressure?: Pressure;
  /** The rule has gates, but none of them can judge an answer in a conversation. */
  readonly unchecked?: true;
  /** Names of the selected tiers when none of their models is able to do the task and a higher tier is asked. */
  readonly lifted?: readonly string[];
  readonly rejected: readonly Rejected[];
  /** The strongest tier's model; savings are measured against it. */
  readonly baseline?: Model;
  /** The likely cost of the plan; undefined when a price is unknown. */
  readonly expected?: Expected;
  /** What the user lets one request spend; the usual limits when omitted. */
  readonly limits?: SpendingLimits;
}

/** An unsure guess of the task type that was routed as the other type that it may be. */
export interface UnsureType {
  readonly likelier: TaskType;
  /** The type whose rules decided, because their tier is the stronger one. */
  readonly taken: TaskType;
}

/** What a wrong answer costs, and what followed from it. */
export interface CostOfMistakes extends StatedCost {
  /** The strongest tier that is ready is asked instead of the one that the shipped rules name. */
  readonly raised?: true;
}

export interface CostRange {
  readonly lowNanoUsd: NanoUsd;
  readonly highNanoUsd: NanoUsd;
}

/** The likely cost of a plan, in real money. */
export interface Expected extends CostRange {
  /** All models of the plan are practice models, so it is practice money. */
  readonly simulated?: true;
  /** The likely cost of its practice models when the plan also has real ones. */
  readonly practice?: CostRange;
}

/** The rungs of a plan, from the cheapest, without those that a gated turn climbs to; empty for a refusal. */
export function choicesOf(plan: Plan): readonly Choice[] {
  if (plan.kind === 'refuse') return [];
  return plan.kind === 'direct' ? [plan.choice] : plan.ladder;
}

/** Whether a plan asks its models how sure they are, for the confidence gate. */
export function asksForConfidence(plan: Plan | GatedPlan): boolean {
  return 'gates' in plan && plan.gates.includes('confidence');
}

/** Why one model reference of a tier was passed over. */
export type Unavailability =
  | { readonly kind: 'unknownProvider'; readonly provider: string }
  | { readonly kind: 'noKey'; readonly provider: string }
  | { readonly kind: 'unavailable'; readonly provider: string; readonly why: string }
  /** The task must stay on this machine. */
  | { readonly kind: 'notLocal'; readonly provider: string }
  /** It failed a moment ago; `why` is the endpoint's error. */
  | { readonly kind: 'coolingDown'; readonly secondsLeft: number; readonly why: string }
  /** It may not be a fallback, because it is more expensive or its price is unknown. */
  | { readonly kind: 'dearerFallback'; readonly than: string }
  | {
      readonly kind: 'contextTooSmall';
      /** The prompt and the shortest whole answer, estimated. */
      readonly neededTokens: number;
      readonly contextTokens: number;
      /** The kind of server that told the window. */
      readonly server?: ModelServer;
    }
  | {
      readonly kind: 'answerTooLong';
      /** The shortest whole answer, estimated. */
      readonly neededTokens: number;
      readonly maxOutputTokens: number;
    }
  | { readonly kind: 'lacksAbility'; readonly ability: NeededCapability };

/** Why nothing can be run. */
export type Refusal =
  | {
      readonly kind: 'noModelReady';
      readonly tiers: readonly string[];
      readonly taskType: TaskType;
    }
  | { readonly kind: 'unknownTier'; readonly tier: string; readonly known: readonly string[] }
  /** Even the lowest expected cost of the plan is above its cap; nano-dollars. */
  | { readonly kind: 'capTooLow'; readonly cap: NanoUsd; readonly least: NanoUsd }
  | { readonly kind: 'alreadyAtTop'; readonly tier: string };
