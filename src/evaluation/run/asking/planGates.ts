import type { BudgetGuard } from '../../../execution/budgetGuard.ts';
import { createConfidenceGate } from '../../../execution/gates/confidence.ts';
import { type Gate, type GateKit, kitOf } from '../../../execution/gates/gate.ts';
import { createJudgeGate } from '../../../execution/gates/judge/judge.ts';
import { outputGate } from '../../../execution/workflow/steps/stepOutput.ts';
import type { GatedPlan } from '../../../routing/decision.ts';
import type { Task } from '../../../routing/task.ts';
import type { Fixture } from '../../fixture.ts';
import type { EvaluationHost } from '../evaluationHost.ts';
import type { FixtureWork } from '../fixtureWork.ts';

/** The gates of a plan. Those that ask a model, or look at its past, are the same in every host. */
export async function planGates(
  {
    fixture,
    work,
    task,
    requestId,
  }: {
    readonly fixture: Fixture;
    readonly work: FixtureWork;
    readonly task: Task;
    readonly requestId: string;
  },
  { plan, budgetGuard }: { readonly plan: GatedPlan; readonly budgetGuard: BudgetGuard },
  host: EvaluationHost,
): Promise<GateKit> {
  const { output, minConfidence } = work;
  const { judges, rubric } = plan;
  const { attempts } = host;
  const own: readonly Gate[] = [
    ...(output ? [outputGate(output)] : []),
    createConfidenceGate({
      statements: (model) => attempts.ledger.statements(model),
      // Nothing about a model is learned from an evaluation.
      record: async () => undefined,
      ...(minConfidence !== undefined && { floor: minConfidence }),
    }),
    createJudgeGate({
      requestId,
      judges,
      context: attempts,
      budgetGuard,
      purpose: 'evaluate',
      ...(rubric !== undefined && { rubric }),
    }),
  ];
  const names = plan.gates.filter((name) => !own.some((gate) => gate.name === name));
  const made = names.length === 0 ? kitOf([]) : await host.gates(fixture, task, names);
  return {
    gates: new Map([...made.gates, ...own.map((gate) => [gate.name, gate] as const)]),
    dispose: () => made.dispose(),
  };
}
