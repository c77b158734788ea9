import type { SpendingLimits } from '../../routing/budgets/requestLimits.ts';
import type { GatedPlan } from '../../routing/decision.ts';
import type { Situation } from '../../routing/situation.ts';
import type { ProjectInstructions, Task } from '../../routing/task.ts';
import type { FallbackContext } from '../attempt/fallback.ts';
import type { BudgetGuard } from '../budgetGuard.ts';
import type { GateKit } from '../gates/gate.ts';
import type { ProjectFile, ProposedEdit } from './projectFiles.ts';
import type { LocatedFile } from './projectPaths.ts';
import type { ToolName } from './tools.ts';

/** What a run of a workflow needs from outside: models, gates, files, tools and the developer's budgets. */
export interface WorkflowContext extends FallbackContext {
  /** The session and the workspace that the ledger charges the calls to. */
  readonly sessionId: string;
  readonly workspace: string;
  readonly maxOutputTokens: number;
  /** What the user lets a whole run spend; the usual limits when omitted. */
  readonly limits?: SpendingLimits;
  /** The current situation, for a task in this language; read before each request. */
  situation(language: string): Promise<Situation>;
  /** The developer's budgets that hold for a request; called once, right before it runs. */
  budgetGuard?(task: Task, situation: Situation, requestId: string): BudgetGuard;
  /** The gates for one request, when its plan has some. */
  gates(request: GateRequest): Promise<GateKit>;
  /** What the project says to whoever works on it, for its agents; the same in the whole run. */
  projectInstructions?(): Promise<ProjectInstructions | undefined>;
  /** Names of the workspace's folders when it has several: each path begins with one. */
  readonly folders?: readonly string[];
  /**
   * The file that a plain path means; without it, each path is a file of its own. Rejects with StepFailure,
   * which says what to write instead.
   */
  locate?(path: string): Promise<LocatedFile>;
  /** A file of the workspace as the editor shows it; undefined when there is none. */
  readFile(path: string, signal: AbortSignal): Promise<ProjectFile | undefined>;
  /**
   * Runs any tool except `readFile` and `editFile`, with checked arguments. Rejects with StepFailure, whose
   * message names the next step.
   */
  tool(
    name: Exclude<ToolName, 'readFile' | 'editFile'>,
    given: ToolArguments,
    at: {
      readonly signal: AbortSignal;
      /** Whose call it is: a model's own, or a step's that the workflow's author wrote. */
      readonly by: 'model' | 'step';
      /** Proposed so far; a command sees them. */
      readonly edits: readonly ProposedEdit[];
    },
  ): Promise<unknown>;
}

export type ToolArguments = Readonly<Record<string, string | number | boolean>>;

export interface GateRequest {
  readonly task: Task;
  readonly plan: GatedPlan;
  readonly requestId: string;
  readonly budgetGuard: BudgetGuard;
  /** The lowest probability of being right that passes the confidence gate, 0 to 1. */
  readonly minConfidence?: number;
  /** Proposed so far; gates that look at the project see them. */
  readonly edits: readonly ProposedEdit[];
}
