import type { BudgetStanding } from './budgets/budget.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { Catalog } from './models/catalog.ts';
import type { Policy } from './policy/policy.ts';
import type { TaskType } from './task.ts';

/** Whether a provider can be called now. */
export type ProviderState =
  /** `models`: the names it has, where it told; every other name is unavailable. */
  | { readonly state: 'ready'; readonly models?: ReadonlySet<string> }
  | { readonly state: 'noKey' }
  | { readonly state: 'unavailable'; readonly why: string };

export interface ProviderFacts {
  /** For people. */
  readonly name: string;
  readonly state: ProviderState;
  readonly simulated: boolean;
}

/** An endpoint or model that is better left alone for a while. */
export interface CoolingDown {
  readonly secondsLeft: number;
  /** In a few words, such as `rate limited`. */
  readonly why: string;
}

/** The tier that the developer picked, for everything and for single task types. */
export interface Pick {
  readonly tier: string | 'auto';
  readonly pinned: Partial<Readonly<Record<TaskType, string>>>;
}

/** What is known of each task type; worked out when it is asked for. */
export interface EvidenceByType {
  get(taskType: TaskType): Evidence | undefined;
}

/** All that a decision may look at, besides the task. */
export interface Situation {
  readonly policy: Policy;
  readonly catalog: Catalog;
  readonly providers: ReadonlyMap<string, ProviderFacts>;
  readonly pick: Pick;
  /** What failed a moment ago, by provider id or model reference. */
  readonly coolingDown: ReadonlyMap<string, CoolingDown>;
  /** How long an answer of a task type may take, seconds. */
  readonly latencyBudgets: Partial<Readonly<Record<TaskType, number>>>;
  /** Median milliseconds of a whole answer, by model reference, where known. */
  readonly latencies: ReadonlyMap<string, number>;
  /** What is known about each kind of task; the planner is silent about the others. */
  readonly evidence: EvidenceByType;
  /** Every budget as it stands; those of other workspaces and task types as well. */
  readonly budgets: readonly BudgetStanding[];
  /** Name of the workspace. */
  readonly workspace: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** ISO date, UTC; decides which price is in force. */
  readonly today: string;
}

/** A wish to run a task again, higher. */
export interface Escalation {
  /** The tier of the answer that was not enough; undefined when there was none. */
  readonly from?: string;
  readonly to: 'next' | 'top';
}
