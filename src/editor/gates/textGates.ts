import type { AttemptContext } from '../../execution/attempt/attempt.ts';
import type { BudgetGuard } from '../../execution/budgetGuard.ts';
import type { Gate } from '../../execution/gates/gate.ts';
import type { GatedPlan } from '../../routing/decision.ts';

/** The gates that need no file: they read the text, the model's record, or ask another model. */
export async function textGates(
  requestId: string,
  {
    plan,
    budgetGuard,
    minConfidence,
  }: {
    readonly plan: GatedPlan;
    readonly budgetGuard: BudgetGuard;
    readonly minConfidence?: number | undefined;
  },
  attempts: AttemptContext,
): Promise<Gate[]> {
  const [{ completeGate }, { formatGate }, { createConfidenceGate }, { createJudgeGate }] =
    await Promise.all([
      import('../../execution/gates/complete/complete.ts'),
      import('../../execution/gates/format.ts'),
      import('../../execution/gates/confidence.ts'),
      import('../../execution/gates/judge/judge.ts'),
    ]);
  const { ledger } = attempts;
  return [
    completeGate,
    formatGate,
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
