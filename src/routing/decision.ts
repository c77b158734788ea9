import type { GateName } from './gate.ts';
import type { Model, ModelChoice } from './model.ts';
import type { NanoUsd } from './money.ts';
import type { Rule } from './policy.ts';
import type { Refusal, Shortfall } from './problem.ts';
import type { TaskType } from './task.ts';

/** Why a tier was taken. */
export type Reason =
  | { readonly kind: 'manualPick' }
  | { readonly kind: 'pinned'; readonly taskType: TaskType }
  | { readonly kind: 'escalated'; readonly from?: string }
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'noRule' };

/** A model reference that was passed over, and why. */
export interface Rejected {
  readonly model: Model;
  readonly shortfall: Shortfall;
}

/** A model, how it is asked, and the tier it stands for. */
export interface Choice {
  readonly model: Model;
  readonly effort?: ModelChoice['effort'];
  readonly tier: string;
}

/** Try the rungs in order until an answer passes the gates. */
export interface Cascade {
  readonly kind: 'cascade';
  /** At least one rung. */
  readonly ladder: readonly [Choice, ...Choice[]];
  readonly gates: readonly GateName[];
  /** Ask the same model once more, with what the gate saw, before climbing. */
  readonly retry: boolean;
  readonly caps: Caps;
}

/** Where a cascade stops, whatever the gates say. No further attempt begins beyond a cap. */
export interface Caps {
  readonly attempts: number;
  readonly nanoUsd?: NanoUsd;
  readonly seconds?: number;
}

/** What is going to be done. */
export type Plan =
  | { readonly kind: 'direct'; readonly choice: Choice }
  | Cascade
  | { readonly kind: 'refuse'; readonly refusal: Refusal };

export interface Decision {
  readonly plan: Plan;
  readonly reason: Reason;
  readonly rejected: readonly Rejected[];
  /** The strongest tier's model: what the money saved is measured against. */
  readonly baseline?: Model;
  /** What the plan is likely to cost; undefined where the price is unknown. */
  readonly expected?: { readonly lowNanoUsd: NanoUsd; readonly highNanoUsd: NanoUsd };
}
