import type { AttemptContext } from '../../execution/attempt/attemptContext.ts';
import type { BudgetGuard } from '../../execution/budgetGuard.ts';
import { createConfidenceGate } from '../../execution/gates/confidence.ts';
import type { Gate } from '../../execution/gates/gate.ts';
import { createJudgeGate } from '../../execution/gates/judge/judge.ts';
import type { WorkerGates } from '../../execution/gates/workerGates.ts';
import type { GatedPlan } from '../../routing/decision.ts';

/** What the gate that asks a model takes from a plan. */
export type JudgePlan = Pick<GatedPlan, 'judges' | 'rubric'>;

/** The gates that need no file: they look at the text, at the model's past, or ask another model. */
export function textGates(
  requestId: string,
  {
    plan,
    budgetGuard,
    minConfidence,
  }: {
    readonly plan: JudgePlan;
    readonly budgetGuard: BudgetGuard;
    readonly minConfidence?: number | undefined;
  },
  attempts: AttemptContext,
  { gates: texts, warmUp }: WorkerGates,
): Gate[] {
  warmUp();
  const { ledger } = attempts;
  return [
    texts.complete,
    texts.format,
    createConfidenceGate({
      statements: (model) => ledger.statements(model),
      record: (attemptId, percent) =>
        ledger.recordStatement({ attemptId, atMs: attempts.now(), percent }),
      ...(minConfidence !== undefined && { floor: minConfidence }),
    }),
    createJudgeGate({
      requestId,
      judges: plan.judges,
      context: attempts,
      budgetGuard,
      ...(plan.rubric !== undefined && { rubric: plan.rubric }),
    }),
  ];
}
