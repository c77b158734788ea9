import { timeoutSignal } from '../../attempt/timeoutSignal.ts';
import type { Workflow } from '../definition.ts';
import { type Spent, spentIn, traced, traceOf, type TraceStep } from '../journal/trace.ts';
import { StepFailure } from '../stepFailure.ts';
import { runModelStep } from '../steps/runModelStep.ts';
import type { RunContext } from '../steps/running.ts';
import { createMeter } from '../steps/spendMeter.ts';
import type { WorkflowContext } from '../workflowContext.ts';
import type { StepId, WorkflowEvent } from '../workflowEvents.ts';
import { recordedStep, type RecordedStep } from './recordedStep.ts';

/** What one tier has made of a step. */
export interface TierTrial {
  readonly tier: string;
  /** Calls, verdicts and what else a trace says of a step. */
  readonly trace: TraceStep;
  /** The step's value, or as much of a text as came; undefined when there is none. */
  readonly answer: unknown;
  readonly spent: Spent;
  readonly ms: number;
  /** Why it has no value, and what to do. */
  readonly problem?: string;
}

/**
 * Asks a run's step again on each tier, one after the other, with what the run has recorded for it. Each
 * call is kept in the ledger like any other; of the run nothing is changed. Throws StepFailure when the
 * step cannot be asked again.
 */
export async function* compareTiers(
  {
    step: id,
    tiers,
    ...run
  }: {
    readonly step: StepId;
    readonly tiers: readonly string[];
    readonly workflow: Workflow;
    readonly events: readonly WorkflowEvent[];
  },
  context: WorkflowContext,
  signal: AbortSignal,
): AsyncGenerator<TierTrial> {
  const recorded = await recordedStep(id, run, context);
  const meter = createMeter({
    name: `the comparison of “${id}”`,
    capNanoUsd: run.workflow.maxNanoUsd,
  });
  for (const tier of tiers) {
    if (signal.aborted) return;
    yield await trialOn(tier, { id, recorded, meter }, signal);
  }
}

async function trialOn(
  tier: string,
  {
    id,
    recorded: { step, at },
    meter,
  }: {
    readonly id: StepId;
    readonly recorded: RecordedStep;
    readonly meter: RunContext['meter'];
  },
  signal: AbortSignal,
): Promise<TierTrial> {
  const { context } = at.running;
  const { name, kind: stepKind } = step;
  let trace = traceOf([{ kind: 'stepStarted', step: id, name, stepKind, atMs: context.now() }]);
  let text = '';
  const running: RunContext = {
    ...at.running,
    meter,
    isReplay: false,
    recalled: undefined,
    emit(event) {
      trace = traced(trace, event);
      if (event.kind === 'callStarted' && event.purpose === 'answer') text = '';
      if (event.kind === 'text') text += event.text;
    },
  };
  const startedAt = context.monotonic();
  const seconds = step.maxSeconds;
  const limited = timeoutSignal(signal, seconds);
  let answer: unknown;
  let problem: string | undefined;
  try {
    const model = { kind: 'named', name: tier } as const;
    answer = await runModelStep({ ...step, model }, id, { ...at, running, signal: limited });
  } catch (error) {
    if (!limited.aborted && !(error instanceof StepFailure)) throw error;
    problem = signal.aborted
      ? 'It was cancelled.'
      : limited.aborted
        ? `It took longer than the ${seconds} s it may take.`
        : (error as StepFailure).message;
    answer = text === '' ? undefined : text;
  }
  return {
    tier,
    answer,
    spent: spentIn(trace),
    ms: context.monotonic() - startedAt,
    trace: trace.steps.get(id)!,
    ...(problem !== undefined && { problem }),
  };
}
