import type { ReasoningLevel } from '../classify/reasoningLevel.ts';
import type { SpeedMeasure } from '../models/latency.ts';
import type { ModelChoice, ModelReference } from '../models/model.ts';
import type { Stay } from '../stay.ts';
import type { TaskType } from '../task.ts';
import type { GateName } from '../verdict.ts';
import type { AimName } from './aims.ts';
import type { StepUse } from './stepUse.ts';
import type { NamedTurns } from './turnPolicy.ts';
import type { UnsureGuesses } from './unsureGuesses.ts';

/*
 * This folder holds what the developer decides: tiers, rules, critical paths and limits for the planner.
 * Settings and `.tierwise/policy.yaml` come in (`parsePolicy.ts`); a `Policy` goes out, and the first rule
 * that matches a task (`matchRule.ts`). `shippedPolicy.ts` is what a new user has.
 */

/** A named level of capability: the first reference that is ready is used, the rest are fallbacks. */
export interface Tier {
  readonly name: string;
  readonly choices: readonly ModelChoice[];
}

/** The tasks that a rule applies to. Every given field must match; a list matches when one entry does. */
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
  /** Work of which it is unknown matches none. */
  readonly reasoning?: readonly ReasoningLevel[];
}

/** How answers are checked, and the limits of a request. */
export interface Checks {
  /** The tier that is asked alone when no gate can judge the answer. When omitted, the strongest that the rule names. */
  readonly unchecked?: string;
  /** When omitted, the usual gates of the task type. */
  readonly gates?: readonly GateName[];
  /** The judge: the name of a tier, or a model reference. When omitted, the default tier. */
  readonly judge?: string;
  /** What the judge checks in addition to the usual points. */
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
  /** Ask the same model to think harder before climbing, if it can. */
  readonly raiseEffort?: boolean;
}

/** Start the tiers together; the first whose answer passes the gates is taken, the rest are cancelled. */
export interface SpeculateUse extends Checks {
  /** Names of tiers, from the cheapest. */
  readonly speculate: readonly string[];
}

/** Ask the model that is measured to be the fastest. */
export interface FastestUse extends Checks {
  /** Names of the tiers whose models are compared; all tiers when empty. */
  readonly fastest: readonly string[];
  readonly by: SpeedMeasure;
}

/**
 * Where a rule comes from. A workflow's step is the first rule of its own requests, and the plan that an
 * experiment draws that of the requests that take part.
 */
export type RuleSource = 'settings' | 'repository' | 'shipped' | 'workflow' | 'experiment';

/** The first matching rule wins, in the order settings, repository, shipped. */
export interface Rule {
  readonly name: string;
  readonly when: When;
  /** Name of a tier, or how several are used. */
  readonly use: string | CascadeUse | SpeculateUse | FastestUse;
  readonly origin: RuleSource;
  /** Of an experiment: the plan that was drawn. */
  readonly plan?: 'A' | 'B';
}

/** Work that stays on this machine. It holds wherever it stands in a list, and whatever else decides. */
export interface LocalRule {
  readonly name: string;
  readonly when: When;
  readonly origin: Stay['origin'];
}

/** What a wrong answer costs, as far as rules state it. */
export const statableCosts = ['low', 'usual', 'high'] as const;
export type StatableCost = (typeof statableCosts)[number];

/** States what a wrong answer costs in some work (`mistakeCost.ts`). */
export interface CostRule {
  readonly name: string;
  readonly when: When;
  readonly origin: Stay['origin'];
  readonly cost: StatableCost;
}

export interface Policy {
  /** From the cheapest to the strongest. */
  readonly tiers: readonly Tier[];
  readonly rules: readonly Rule[];
  /** Globs of paths; tasks on them are critical. */
  readonly critical: readonly string[];
  /** Each of them holds. Omitted when there is none. */
  readonly localRules?: readonly LocalRule[];
  /** The first that matches counts. Omitted when there is none. */
  readonly costRules?: readonly CostRule[];
  /** Names of the workspace's folders when it has several: paths begin with one, globs do not. */
  readonly folders?: readonly string[];
  /** What counts for the planner. When omitted, the shipped aim. */
  readonly aim?: AimName;
  /** What counts where a task type is unsure. When omitted, what is shipped. */
  readonly unsureGuesses?: UnsureGuesses;
  /** Limits for the planner. When omitted, it may use every tier. */
  readonly auto?: AutoPolicy;
  /** Tiers for the turns of agents' loops, the user's first. Omitted when nobody names any. */
  readonly turns?: readonly NamedTurns[];
  /** Models of workflows, by the workflow's name. When omitted, each runs as its definition says. */
  readonly workflows?: Readonly<Record<string, WorkflowChoices>>;
}

/** The limits that the planner keeps when the policy leaves the choice open. */
export interface AutoPolicy {
  /** Names of the tiers it chooses from. */
  readonly tiers?: readonly string[];
  /** The lowest mean quality allowed, relative to always asking the strongest of them. */
  readonly floor?: number;
  /** The same for one task type, if it turns out one standard deviation lower than expected. */
  readonly worst?: number;
  /** What exploring may cost, as a share of the cost of always asking the strongest. */
  readonly exploringShare?: number;
}

/** The `use` of a rule that leaves the choice to the planner. */
export const autoUse = 'auto';

/** Whether a rule needs to know how fast models are. */
export function asksForFastest({ use }: Pick<Rule, 'use'>): boolean {
  return typeof use === 'object' && 'fastest' in use;
}

/** The `use` of a rule that asks the fastest model of all tiers. */
export const fastestUse = 'fastest';

export function tierNamed(policy: Policy, name: string): Tier | undefined {
  return policy.tiers.find((tier) => tier.name === name);
}

/** The same tier, with a model that it names first: its fallbacks follow by the law of every tier. */
export function beginningWith(reference: ModelReference, { name, choices }: Tier): Tier {
  const isIt = (each: { readonly reference: ModelReference }) => each.reference === reference;
  return { name, choices: [...choices.filter(isIt), ...choices.filter((each) => !isIt(each))] };
}

/** The strongest tier; undefined only when the policy has no tiers. */
export function topTier(policy: Policy): Tier | undefined {
  return policy.tiers.at(-1);
}

/** The name of the tier that a rule asks alone when no gate can judge the answer; undefined where it names none. */
export function uncheckedTier(rule: Pick<Rule, 'use'>): string | undefined {
  const named = typeof rule.use === 'string' ? rule.use : rule.use.unchecked;
  return named ?? tiersUsed(rule).at(-1);
}

/** Names of the tiers that a rule uses; empty for the fastest model of all tiers. */
export function tiersUsed({ use }: Pick<Rule, 'use'>): readonly string[] {
  if (typeof use === 'string') return [use];
  if ('fastest' in use) return use.fastest;
  return 'cascade' in use ? use.cascade : use.speculate;
}

/** The models that a policy sets for a workflow, instead of those in its definition. */
export interface WorkflowChoices {
  /** For every step and agent. */
  readonly everywhere?: StepUse;
  /** For single steps, by name; they override `everywhere`. */
  readonly steps?: Readonly<Record<string, StepUse>>;
  /** For single agents, by name; they override `everywhere`. */
  readonly agents?: Readonly<Record<string, StepUse>>;
}
