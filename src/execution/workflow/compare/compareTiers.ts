import { timeLimit } from '../../attempt/timeLimit.ts';
import type { ModelStep, Workflow } from '../definition.ts';
import { type Spent, spentIn, traced, traceOf, type TraceStep } from '../journal/trace.ts';
import { StepFailure } from '../stepFailure.ts';
import { runModelStep } from '../steps/runModelStep.ts';
import type { RunContext } from '../steps/running.ts';
import { createMeter } from '../../spendMeter.ts';
import type { WorkflowContext } from '../workflowContext.ts';
import type { StepId, WorkflowEvent } from '../workflowEvents.ts';
import { recordedStep, type RecordedStep } from './recordedStep.ts';

/*
 * What else a finished run might have been. `compareTiers` asks one of its steps again on other tiers and
 * shows the answers side by side; it costs money. `whatIf.ts` only computes what the recorded tokens
 * would have cost on other models. Neither changes the run.
 */

/** How one tier did on a step. */
export interface TierTrial {
  readonly tier: string;
  /** The step with its calls and verdicts. */
  readonly trace: TraceStep;
  /** The step's value, or the text that arrived before it failed; undefined when there is none. */
  readonly answer: unknown;
  readonly spent: Spent;
  readonly ms: number;
  /** Why there is no value, and what to do. */
  readonly problem?: string;
}

/**
 * Asks a step of a run again on each tier, one after the other, with the values that the run recorded.
 * Each call is written to the ledger like any other; the run itself does not change. Throws StepFailure
 * when the step cannot be asked again.
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
  const trial = recordTrial(step, id, context.now());
  const { emit } = trial;
  const running = { ...at.running, meter, isReplay: false, recorded: undefined, emit };
  const startedAt = context.monotonic();
  using time = timeLimit(signal, step.maxSeconds);
  const limited = time.signal;
  let answer: unknown;
  let problem: string | undefined;
  try {
    const model = { kind: 'named', name: tier } as const;
    answer = await runModelStep({ ...step, model }, id, { ...at, running, signal: limited });
  } catch (error) {
    if (!limited.aborted && !(error instanceof StepFailure)) throw error;
    problem = problemOf(error, step, { isCancelled: signal.aborted, isLate: limited.aborted });
    answer = trial.text() || undefined;
  }
  const trace = trial.trace();
  return {
    tier,
    answer,
    spent: spentIn(trace),
    ms: context.monotonic() - startedAt,
    trace: trace.steps.get(id)!,
    ...(problem !== undefined && { problem }),
  };
}

/** Makes a trace of a trial's events, and keeps the text of its last answer. */
function recordTrial({ name, kind }: ModelStep, step: StepId, atMs: number) {
  let trace = traceOf([{ kind: 'stepStarted', step, name, stepKind: kind, atMs }]);
  let text = '';
  return {
    trace: () => trace,
    text: () => text,
    emit(event: WorkflowEvent): void {
      trace = traced(trace, event);
      if (event.kind === 'callStarted' && event.purpose === 'answer') text = '';
      if (event.kind === 'text') text += event.text;
    },
  };
}

function problemOf(
  error: unknown,
  { maxSeconds }: ModelStep,
  { isCancelled, isLate }: { readonly isCancelled: boolean; readonly isLate: boolean },
): string {
  if (isCancelled) return 'It was cancelled.';
  return isLate
    ? `It took longer than the ${maxSeconds} s it may take.`
    : (error as StepFailure).message;
}
