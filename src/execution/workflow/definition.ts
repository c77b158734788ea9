import type { NanoUsd } from '../../routing/models/money.ts';
import type { Checks } from '../../routing/policy/policy.ts';
import type { StepUse } from '../../routing/policy/stepUse.ts';
import type { TaskType } from '../../routing/task.ts';
import type { JsonSchema } from './jsonSchema.ts';
import type { ToolName } from './tools.ts';

/*
 * The types of a workflow after parsing. `parse/` makes them of YAML, and the engine runs them. The hash of
 * a workflow is taken of these objects, so a resumed run compares them with those of its journal.
 */

/** What a run asks the developer before it starts. */
export interface Input {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean' | 'choice' | 'file';
  /** The question that is shown. */
  readonly ask: string;
  /** The choices, for `choice`. */
  readonly choices?: readonly string[];
  /** Omitted when the input must be given. */
  readonly default?: string | number | boolean;
}

/** Which model a step runs on. */
export type ModelUse =
  | StepUse
  /** An earlier value decides: `map[value]`, else `otherwise`, else the value is itself a name. */
  | {
      readonly kind: 'from';
      readonly from: ValuePath;
      readonly map: Readonly<Record<string, string>>;
      readonly otherwise?: string;
      /** Written as `{{ path }}`: the value itself is the name, which is checked when the step runs. */
      readonly isTemplate?: true;
    };

/** A name and the fields below it: `triage.complexity` is `['triage', 'complexity']`. */
export type ValuePath = readonly [name: string, ...fields: string[]];

/** A Liquid template that has been checked; `file` names the Markdown file that holds it, if any. */
export interface Template {
  readonly text: string;
  readonly file?: string;
}

interface StepBase {
  /** Unique in the workflow. */
  readonly name: string;
  readonly description?: string;
  /** A condition; when it is false the step is skipped and its value is null. */
  readonly when?: string;
  /**
   * Steps that must have finished before it starts. Inside a `parallel` this includes its siblings that
   * its templates use.
   */
  readonly needs: readonly string[];
  readonly maxSeconds?: number;
}

/** One request to a model. Its value is its text, or an object of its `output` schema. */
export interface ModelStep extends StepBase {
  readonly kind: 'model';
  readonly prompt: Template;
  readonly taskType: TaskType;
  /** The step's own choice, or the workflow's. */
  readonly model: ModelUse;
  /** Gates, judge and caps, as a policy states them. */
  readonly checks: Checks;
  /** The lowest probability of being right that passes the confidence gate, 0 to 1. */
  readonly minConfidence?: number;
  /** Never moved to a cheaper tier to save money. */
  readonly critical: boolean;
  /** The answer is an object of this schema. */
  readonly output?: JsonSchema;
  /** The answer replaces these lines; its value is `{ path, startLine, endLine, text }`. */
  readonly edit?: EditTarget;
}

/** Values are templates; without lines the edit replaces the whole file. */
export interface EditTarget {
  readonly path: Argument;
  readonly startLine?: Argument;
  readonly endLine?: Argument;
}

/**
 * An argument of a tool. A string is a template. When it is nothing but `{{ path }}`, the value keeps its
 * type, and null omits the argument.
 */
export type Argument = string | number | boolean;

/** An action of the editor or an approved command, without a model. */
export interface ToolStep extends StepBase {
  readonly kind: 'tool';
  readonly tool: ToolName;
  readonly with: Readonly<Record<string, Argument>>;
}

/** Runs the first arm that matches. Its value is that of the arm's last step; null without an arm. */
export interface BranchStep extends StepBase {
  readonly kind: 'branch';
  readonly arms: readonly {
    /** May be omitted in the last arm, which then runs when no other does. */
    readonly when?: string;
    readonly steps: readonly Step[];
  }[];
}

/** Steps that run side by side, as `needs` allows. Its value holds each step's value by name. */
export interface ParallelStep extends StepBase {
  readonly kind: 'parallel';
  readonly steps: readonly Step[];
  readonly atOnce: number;
}

/** Runs its steps for each item of a list. Its value lists the last step's value for each item. */
export interface ForEachStep extends StepBase {
  readonly kind: 'forEach';
  readonly list: ValuePath;
  /** The name of the item in the steps. */
  readonly as: string;
  readonly steps: readonly Step[];
  readonly atOnce: number;
  /** Further items are ignored, and the trace says so. */
  readonly maxItems: number;
}

/** Hands a task to an agent. Its value is the agent's last answer. */
export interface AgentStep extends StepBase {
  readonly kind: 'agent';
  /** Name in `Workflow.agents`. */
  readonly agent: string;
  readonly task: Template;
  readonly critical: boolean;
  readonly output?: JsonSchema;
  readonly maxNanoUsd?: NanoUsd;
  /** Names of the values that choose the tiers of the agent and its team; omitted when none does. */
  readonly tiersFrom?: readonly string[];
}

export type Step = ModelStep | ToolStep | BranchStep | ParallelStep | ForEachStep | AgentStep;

export interface Agent {
  readonly name: string;
  readonly role: string;
  /** What to hand to it, for the coordinator that chooses among its agents. */
  readonly goodAt?: string;
  readonly instructions: Template;
  readonly tools: readonly ToolName[];
  /** Its own choice, or the workflow's. */
  readonly model: ModelUse;
  /** Most calls of a model that it makes for one task. */
  readonly maxTurns: number;
  /** Most calls of tools that it makes for one task; the usual number when omitted. */
  readonly maxCalls?: number;
  /** Set for a coordinator, which splits its task and hands the parts to other agents. */
  readonly team?: Team;
}

/** What a coordinator may do. */
export interface Team {
  /** Without the coordinator itself and those above it. Shares are of its money; their sum is at most 1. */
  readonly members: readonly { readonly agent: string; readonly budgetShare: number }[];
  /** The most parts that it may hand out. */
  readonly maxTasks: number;
  /** Levels of agents below it: 1 when none of its agents leads a team. */
  readonly maxDepth: number;
  readonly maxNanoUsd?: NanoUsd;
}

/** A workflow that has passed every check. */
export interface Workflow {
  /** The file's name without its ending. */
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly Input[];
  /** In the order in which they run. */
  readonly steps: readonly Step[];
  readonly agents: Readonly<Record<string, Agent>>;
  /** The value that the run shows; the last step's by default. */
  readonly result: ValuePath;
  readonly maxNanoUsd?: NanoUsd;
  /** The usual time, runs of commands and changed files when omitted. */
  readonly maxSeconds?: number;
  readonly maxCommands?: number;
  readonly maxChanges?: number;
}

/** A problem in a workflow at its place. Lines and columns are 1-based; the end is exclusive. */
export interface WorkflowProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The Markdown file that holds the place; omitted when it is the workflow file. */
  readonly file?: string;
}
