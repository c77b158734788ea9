import type { Refusal } from '../../routing/decision.ts';
import type { ReasoningLevel } from '../../routing/classify/reasoningLevel.ts';
import type { ProblemPath } from '../../routing/input/problems.ts';
import type { TaskType } from '../../routing/task.ts';
import type { Turn } from '../../routing/turns/turn.ts';
import type { GateName } from '../../routing/verdict.ts';

/*
 * Tests of a policy: situations with what is to be decided in them. The text of `.tierwise/policy.test.yaml`
 * comes in (`parsePolicyTests.ts`); `runPolicyTests.ts` decides each situation as the product does and says
 * which expectations hold. No model is asked, and nothing is read from a clock or a disk.
 */

/** Where a repository keeps the tests of its policy, relative to its folder. */
export const policyTestsPath = '.tierwise/policy.test.yaml';

/** What a task and its surroundings are like. What is left out is as usual. */
export interface GivenSituation {
  /** Left out when the instruction is to be classified. */
  readonly taskType?: TaskType;
  readonly instruction?: string;
  /** Words that the instruction has besides. */
  readonly keywords: readonly string[];
  /** The need for reasoning; that of the words when left out, and unknown without words. */
  readonly reasoning?: ReasoningLevel;
  /** VS Code language id. */
  readonly language?: string;
  /** The file of the task, and those attached to it. */
  readonly paths: readonly string[];
  /** Lines of the selected code. */
  readonly lines?: number;
  readonly critical?: true;
  /** It is a turn of a chat. */
  readonly conversation?: true;
  /** The chat comes with tools. */
  readonly tools?: true;
  /** It is such a turn of an agent's loop. */
  readonly turn?: Turn['kind'];
  /** Whose loop it is; the agent's that the developer talks to when left out. */
  readonly agent?: Turn['by'];
  /** Checks that have failed in the loop and not passed since. */
  readonly failures?: number;
  /** The tier picked in the status bar; `auto` when left out. */
  readonly picked?: string;
  /** The developer escalates an answer of this tier. */
  readonly escalatedFrom?: string;
  /** One budget and what is spent of it, USD; no budget when left out. */
  readonly budget?: { readonly usd: number; readonly spentUsd: number };
  /** The providers that are ready; all of them when left out. */
  readonly ready?: readonly string[];
}

export const planKinds = ['direct', 'cascade', 'speculate', 'refuse'] as const;
export type PlanKind = (typeof planKinds)[number];

export const refusalKinds = [
  'noModelReady',
  'unknownTier',
  'capTooLow',
  'alreadyAtTop',
] as const satisfies readonly Refusal['kind'][];

/** What is to be decided. Only what is written is compared. */
export interface ExpectedDecision {
  /** The tiers that are asked, in order. */
  readonly tier?: readonly string[];
  readonly plan?: PlanKind;
  /** References of the models that are asked, in order. */
  readonly model?: readonly string[];
  /** The name of the rule that decided. */
  readonly rule?: string;
  readonly staysLocal?: boolean;
  /** True when any refusal will do. */
  readonly refusal?: true | Refusal['kind'];
  /** In any order. */
  readonly gates?: readonly GateName[];
}

export interface PolicyTest {
  /** Unique in its file. */
  readonly name: string;
  /** Where it stands in its file. */
  readonly path: ProblemPath;
  readonly given: GivenSituation;
  readonly expect: ExpectedDecision;
}
