import type { BudgetStanding } from './budgets/budget.ts';
import type { RequestLimits } from './budgets/requestLimits.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { TurnRecord } from './evidence/turnRecord.ts';
import type { WarmCache } from './caches/warmCache.ts';
import type { Experiment } from './experiments/experiment.ts';
import type { Catalog } from './models/catalog.ts';
import type { Latency } from './models/latency.ts';
import type { ServerWindow } from './models/serverWindow.ts';
import type { Policy } from './policy/policy.ts';
import type { TaskType } from './task.ts';

/** Whether a provider can be called now. */
export type ProviderState =
  /** `models` are the names it offers, if it lists them; every other name is then unavailable. */
  | {
      readonly state: 'ready';
      readonly models?: ReadonlySet<string>;
      /** By name, as far as the server tells them. */
      readonly windows?: ReadonlyMap<string, ServerWindow>;
      /** The models that the server hands on to another one, by name. */
      readonly forwarded?: ReadonlySet<string>;
    }
  | { readonly state: 'noKey' }
  | { readonly state: 'unavailable'; readonly why: string };

export interface ProviderFacts {
  /** As users see it. */
  readonly name: string;
  readonly state: ProviderState;
  readonly simulated: boolean;
  /** It runs on this machine, or on a host that the user named. */
  readonly isLocal?: true;
  /** Its models run on this machine, so a call costs nothing where no price is written down. */
  readonly isFree?: true;
}

/** A pause before an endpoint or model is asked again. */
export interface CoolingDown {
  readonly secondsLeft: number;
  /** The reason in a few words, such as `rate limited`. */
  readonly why: string;
}

/** The tiers that the developer picked: one for every task, and pinned ones for single task types. */
export interface Pick {
  readonly tier: string | 'auto';
  readonly pinned: Partial<Readonly<Record<TaskType, string>>>;
}

/** Evidence about each task type, computed on demand. */
export interface EvidenceByType {
  get(taskType: TaskType): Evidence | undefined;
}

/** Everything that a decision depends on, besides the task. */
export interface Situation {
  readonly policy: Policy;
  /** Those that go on; each draws a plan for a request of its task type. */
  readonly experiments?: readonly Experiment[];
  readonly catalog: Catalog;
  readonly providers: ReadonlyMap<string, ProviderFacts>;
  readonly pick: Pick;
  /** Endpoints and models that failed a moment ago, by provider id or model reference. */
  readonly coolingDown: ReadonlyMap<string, CoolingDown>;
  /** How long an answer may take, in seconds, by task type. */
  readonly latencyBudgets: Partial<Readonly<Record<TaskType, number>>>;
  /** By model reference; models without a record are missing. */
  readonly latencies: ReadonlyMap<string, Latency>;
  /** Evidence about each task type. Without evidence, the planner only decides when a rule asks for it. */
  readonly evidence: EvidenceByType;
  /** How turns of agents' loops went; nothing is known when omitted. */
  readonly turnEvidence?: readonly TurnRecord[];
  /** Every budget's standing, including those of other workspaces and task types. */
  readonly budgets: readonly BudgetStanding[];
  /** What the user lets one request and one run spend, whatever rules say; the usual limits when omitted. */
  readonly limits?: RequestLimits;
  /** Prompt caches that may hold the conversation that the task goes on with; none when omitted. */
  readonly caches?: readonly WarmCache[];
  /** The workspace's name. */
  readonly workspace: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** ISO date, UTC; decides which price is in force. */
  readonly today: string;
}

/** A request to run a task again at a higher tier. */
export interface Escalation {
  /** The tier of the answer that was not good enough; undefined when there was no answer. */
  readonly from?: string;
  readonly to: 'next' | 'top';
}
