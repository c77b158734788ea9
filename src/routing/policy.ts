import type { GateName } from './gate.ts';
import type { ModelChoice } from './model.ts';
import type { TaskType } from './task.ts';

/** A named level of capability: the first reference that is ready is used, the rest are fallbacks. */
export interface Tier {
  readonly name: string;
  readonly choices: readonly ModelChoice[];
}

/** Which tasks a rule is for. Every field that is given must match; lists match when one entry does. */
export interface When {
  readonly taskType?: readonly TaskType[];
  /** VS Code language ids. */
  readonly language?: readonly string[];
  /** Globs on the path relative to the workspace folder. */
  readonly path?: readonly string[];
  /** Lines of the target, inclusive. */
  readonly minLines?: number;
  readonly maxLines?: number;
  /** Whole words in the instruction, any of them, in any case. */
  readonly keywords?: readonly string[];
  readonly critical?: boolean;
}

/** Try the tiers in order; the first whose answer passes the gates is taken. */
export interface CascadeUse {
  /** Names of tiers, from the cheapest. */
  readonly cascade: readonly string[];
  /** Left out: the usual ones for the task type. */
  readonly gates?: readonly GateName[];
  /** Ask the same model once more, with what the gate saw, before climbing. */
  readonly retry?: boolean;
  readonly maxAttempts?: number;
  readonly maxUsd?: number;
  readonly maxSeconds?: number;
}

export type Origin = 'settings' | 'repository' | 'shipped';

/** First match wins, in the order settings, repository, shipped. */
export interface Rule {
  readonly name: string;
  readonly when: When;
  /** Name of a tier, or a cascade of tiers. */
  readonly use: string | CascadeUse;
  readonly origin: Origin;
}

export interface Policy {
  /** From the cheapest to the strongest. */
  readonly tiers: readonly Tier[];
  readonly rules: readonly Rule[];
  /** Globs; work on these paths is critical. */
  readonly critical: readonly string[];
}

export function tierNamed(policy: Policy, name: string): Tier | undefined {
  return policy.tiers.find((tier) => tier.name === name);
}

/** The strongest tier; undefined only for a policy without tiers. */
export function topTier(policy: Policy): Tier | undefined {
  return policy.tiers.at(-1);
}

/** Names of the tiers that a rule uses. */
export function tiersUsed({ use }: Pick<Rule, 'use'>): readonly string[] {
  return typeof use === 'string' ? [use] : use.cascade;
}
