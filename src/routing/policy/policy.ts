import type { ModelChoice } from '../models/model.ts';
import type { TaskType } from '../task.ts';
import type { GateName } from '../verdict.ts';
import type { StepUse } from './stepUse.ts';

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

/** How answers are checked, and what a request may take at most. */
export interface Checks {
  /** Left out: the usual ones for the task type. */
  readonly gates?: readonly GateName[];
  /** Who judges: the name of a tier, or a model reference. Left out: the default tier. */
  readonly judge?: string;
  /** What the judge looks at besides the usual things. */
  readonly rubric?: string;
  readonly maxAttempts?: number;
  readonly maxUsd?: number;
  readonly maxSeconds?: number;
}

/** Try the tiers in order; the first whose answer passes the gates is taken. */
export interface CascadeUse extends Checks {
  /** Names of tiers, from the cheapest. */
  readonly cascade: readonly string[];
  /** Ask the same model once more, with what the gate saw, before climbing. */
  readonly retry?: boolean;
  /** Ask the same model to think harder before climbing, where it can. */
  readonly raiseEffort?: boolean;
}

/** Start the tiers together; the first whose answer passes the gates is taken, the rest are cancelled. */
export interface SpeculateUse extends Checks {
  /** Names of tiers, from the cheapest. */
  readonly speculate: readonly string[];
}

/** A workflow's step is the first rule of its own requests. */
export type RuleSource = 'settings' | 'repository' | 'shipped' | 'workflow';

/** First match wins, in the order settings, repository, shipped. */
export interface Rule {
  readonly name: string;
  readonly when: When;
  /** Name of a tier, or how several are used. */
  readonly use: string | CascadeUse | SpeculateUse;
  readonly origin: RuleSource;
}

export interface Policy {
  /** From the cheapest to the strongest. */
  readonly tiers: readonly Tier[];
  readonly rules: readonly Rule[];
  /** Globs; work on these paths is critical. */
  readonly critical: readonly string[];
  /** What the planner may do; left out, it may use every tier. */
  readonly auto?: AutoPolicy;
  /** Models of workflows, by the workflow's name; left out, each runs as its definition says. */
  readonly workflows?: Readonly<Record<string, WorkflowChoices>>;
}

/** What the planner holds to where the policy leaves the choice open. */
export interface AutoPolicy {
  /** Names of the tiers it chooses from. */
  readonly tiers?: readonly string[];
  /** Quality that it keeps, relative to always asking the strongest of them. */
  readonly floor?: number;
  /** What exploring may cost, a share of what always asking the strongest costs. */
  readonly exploringShare?: number;
}

/** What a rule uses that leaves the choice to the planner. */
export const autoUse = 'auto';

export function tierNamed(policy: Policy, name: string): Tier | undefined {
  return policy.tiers.find((tier) => tier.name === name);
}

/** The strongest tier; undefined only for a policy without tiers. */
export function topTier(policy: Policy): Tier | undefined {
  return policy.tiers.at(-1);
}

/** Names of the tiers that a rule uses. */
export function tiersUsed({ use }: Pick<Rule, 'use'>): readonly string[] {
  if (typeof use === 'string') return [use];
  return 'cascade' in use ? use.cascade : use.speculate;
}

/** What a policy says of a workflow's models, in the place of what its definition says. */
export interface WorkflowChoices {
  /** For every step and agent. */
  readonly everywhere?: StepUse;
  /** For single steps, by name; before `everywhere`. */
  readonly steps?: Readonly<Record<string, StepUse>>;
  /** For single agents, by name; before `everywhere`. */
  readonly agents?: Readonly<Record<string, StepUse>>;
}
