import type { NanoUsd } from '../../routing/models/money.ts';
import type { Checks } from '../../routing/policy/policy.ts';
import type { StepUse } from '../../routing/policy/stepUse.ts';
import type { TaskType } from '../../routing/task.ts';
import type { JsonSchema } from './jsonSchema.ts';
import type { ToolName } from './tools.ts';

/** What a run asks of the developer before it starts. */
export interface Input {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean' | 'choice' | 'file';
  /** The question, as it is shown. */
  readonly ask: string;
  /** For `choice`: what may be chosen. */
  readonly choices?: readonly string[];
  /** Left out: the input must be given. */
  readonly default?: string | number | boolean;
}

/** Which model a step runs on. */
export type ModelUse =
  | StepUse
  /** An earlier value says which: `map[value]`, else `otherwise`, else the value is itself a name. */
  | {
      readonly kind: 'from';
      readonly from: ValuePath;
      readonly map: Readonly<Record<string, string>>;
      readonly otherwise?: string;
    };

/** A name and the fields below it: `triage.complexity` is `['triage', 'complexity']`. */
export type ValuePath = readonly [name: string, ...fields: string[]];

/** A Liquid template that has been checked; `file` names the Markdown file that it stands in. */
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
   * Steps that must have finished before it starts, what its templates use included. Only those beside
   * it in the same `parallel` can still be running.
   */
  readonly needs: readonly string[];
  readonly maxSeconds?: number;
}

/** One request to a model. Its value is its text, or an object of its `output` schema. */
export interface ModelStep extends StepBase {
  readonly kind: 'model';
  readonly prompt: Template;
  readonly taskType: TaskType;
  /** The step's own choice, else the workflow's. */
  readonly model: ModelUse;
  /** Gates, judge and caps, in the policy's own words. */
  readonly checks: Checks;
  /** The least probability of being right that passes the confidence gate, 0 to 1. */
  readonly minConfidence?: number;
  /** Never moved to a cheaper tier to save money. */
  readonly critical: boolean;
  /** The answer is an object of this schema. */
  readonly output?: JsonSchema;
  /** The answer replaces these lines; its value is `{ path, startLine, endLine, text }`. */
  readonly edit?: EditTarget;
}

/** Values are templates; without lines the whole file is replaced. */
export interface EditTarget {
  readonly path: Argument;
  readonly startLine?: Argument;
  readonly endLine?: Argument;
}

/**
 * What a tool is given. A string is a template; when it is one lone `{{ path }}`, the value keeps its
 * type, and null means that the argument is left out.
 */
export type Argument = string | number | boolean;

/** No model: an action of the editor or an approved command. */
export interface ToolStep extends StepBase {
  readonly kind: 'tool';
  readonly tool: ToolName;
  readonly with: Readonly<Record<string, Argument>>;
}

/** The first arm that matches is run; its value is that of the arm's last step, else null. */
export interface BranchStep extends StepBase {
  readonly kind: 'branch';
  readonly arms: readonly {
    /** Left out in the last arm: it is taken when no other is. */
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

/** Runs its steps for each item of a list. Its value lists the last step's value of each round. */
export interface ForEachStep extends StepBase {
  readonly kind: 'forEach';
  readonly list: ValuePath;
  /** What the item is called in the steps. */
  readonly as: string;
  readonly steps: readonly Step[];
  readonly atOnce: number;
  /** Further items are left alone, and the trace says so. */
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
}

export type Step = ModelStep | ToolStep | BranchStep | ParallelStep | ForEachStep | AgentStep;

export interface Agent {
  readonly name: string;
  readonly role: string;
  readonly instructions: Template;
  readonly tools: readonly ToolName[];
  /** Its own choice, else the workflow's. */
  readonly model: ModelUse;
  /** Most calls that it makes for one task. */
  readonly maxTurns: number;
  /** It splits its task and hands the parts to other agents. */
  readonly team?: Team;
}

/** What a coordinator may do. */
export interface Team {
  /** Never itself or one that leads to it. Their shares are of its money and make at most 1. */
  readonly members: readonly { readonly agent: string; readonly budgetShare: number }[];
  /** How many parts it may hand out altogether. */
  readonly maxTasks: number;
  /** Agents below it, counted downwards: 1 when none of its agents leads a team. */
  readonly maxDepth: number;
  readonly maxNanoUsd?: NanoUsd;
}

/** A workflow that has passed every check: running it needs no further look at its text. */
export interface Workflow {
  /** The file's name without its ending. */
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly Input[];
  /** In the order written, which is the order they run in. */
  readonly steps: readonly Step[];
  readonly agents: Readonly<Record<string, Agent>>;
  /** Whose value the run shows: the last step's when left out. */
  readonly result: ValuePath;
  readonly maxNanoUsd?: NanoUsd;
  readonly maxSeconds?: number;
}

/** A problem in a workflow at its place. Lines and columns are 1-based; the end is exclusive. */
export interface WorkflowProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The Markdown file that the place is in; left out for the workflow's own. */
  readonly file?: string;
}
