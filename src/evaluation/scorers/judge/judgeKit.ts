import type { FallbackContext } from '../../../execution/attempt/fallback.ts';
import type { BudgetGuard } from '../../../execution/budgetGuard.ts';
import type { Situation } from '../../../routing/situation.ts';
import type { Task } from '../../../routing/task.ts';

/** What judging needs from outside; an evaluation's host has it all. */
export interface JudgeHost {
  /** Providers, ledger, clocks and ids. */
  readonly attempts: FallbackContext;
  /** The session and the workspace that the ledger charges the calls to. */
  readonly sessionId: string;
  readonly workspace: string;
  readonly maxOutputTokens: number;
  situation(language: string): Promise<Situation>;
  /** The budgets of one request; called right before it runs. */
  budgetGuard(task: Task, situation: Situation, requestId: string): BudgetGuard;
}

/** What the judge of one fixture needs. */
export interface JudgeKit extends Omit<JudgeHost, 'situation'> {
  /** Decides which model judges; the same for all answers to the fixture. */
  readonly situation: Situation;
  /** The evaluation's name, for people who read the ledger. */
  readonly evaluation: string;
}

/** What judging an evaluation's answers to this task needs. */
export async function judgeKitFor(
  host: JudgeHost,
  evaluation: string,
  { language }: Pick<Task, 'language'>,
): Promise<JudgeKit> {
  const { attempts, sessionId, workspace, maxOutputTokens } = host;
  return {
    attempts,
    sessionId,
    workspace,
    maxOutputTokens,
    budgetGuard: (task, situation, requestId) => host.budgetGuard(task, situation, requestId),
    situation: await host.situation(language),
    evaluation,
  };
}
