import type { BudgetGuard } from '../../execution/budgetGuard.ts';
import type { FallbackContext } from '../../execution/attempt/fallback.ts';
import type { Gate } from '../../execution/gates/gate.ts';
import type { BatchProvider } from '../../providers/batches/batchProvider.ts';
import type { Workflow } from '../../execution/workflow/definition.ts';
import type { Situation } from '../../routing/situation.ts';
import type { Task } from '../../routing/task.ts';
import type { GateName } from '../../routing/verdict.ts';
import type { Fixture } from '../fixture.ts';

/** The gates that score the answers to one fixture; they see its files. */
export interface FixtureGates {
  readonly gates: ReadonlyMap<GateName, Gate>;
  dispose(): Promise<void>;
}

/** What an evaluation needs from outside, in the editor and on the command line alike. */
export interface EvaluationHost {
  /** Providers, ledger, clocks and ids. */
  readonly attempts: FallbackContext;
  /** The session and the workspace that the ledger charges the calls to. */
  readonly sessionId: string;
  readonly workspace: string;
  readonly maxOutputTokens: number;
  /** The batches of a provider, by its id; undefined where it offers none. */
  batches(provider: string): Promise<BatchProvider | undefined>;
  /** Where the facts of runs are kept on disk; created when it is missing. */
  readonly folder: string;
  /** The current situation, for a task in this language. */
  situation(language: string): Promise<Situation>;
  /** The developer's own budgets; called once for each request, right before it runs. */
  budgetGuard(task: Task, situation: Situation, requestId: string): BudgetGuard;
  /** What the gate `command` runs, as plain data: what it found with other commands does not count. */
  commands?(): unknown;
  /** Makes the gates that the scorers of this fixture, or the plan of a cascade, name. */
  gates(fixture: Fixture, task: Task, names: readonly GateName[]): Promise<FixtureGates>;
  /** The workflow whose step is evaluated; undefined when there is none of that name. */
  workflow(name: string): Promise<Workflow | undefined>;
}
