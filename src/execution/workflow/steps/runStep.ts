import { timeLimit } from '../../attempt/timeLimit.ts';
import type { Step } from '../definition.ts';
import { InnerFailure, StepFailure } from '../stepFailure.ts';
import { ConditionError, evaluateCondition } from '../values/condition.ts';
import { TemplateError } from '../values/template.ts';
import type { StepId, WorkflowEvent } from '../workflowEvents.ts';
import { type StepResult, idIn, type StepScope } from './running.ts';
import { runnerOf } from './stepRunners.ts';

type StepEnded = Extract<WorkflowEvent, { kind: 'stepEnded' }>;

/*
 * Runs the steps of a workflow. Every step goes through `runStep`, which emits its events, keeps its
 * limits of time and turns errors into sentences; `stepRunners.ts` lists how each kind runs. Steps with
 * a model go through `ask.ts`, within the limits of `spendMeter.ts`.
 */

/**
 * Runs a step, or takes its value from the journal of the run that is resumed. Resolves with its value,
 * null when it is skipped. Rejects with InnerFailure when it has failed, after an event that says so, and
 * when it was cancelled.
 */
export async function runStep(step: Step, at: StepScope): Promise<unknown> {
  const { running, parent } = at;
  const { emit, recorded, isReplay, context } = running;
  const id = idIn(parent, step.name);
  const isDone = recorded?.values.has(id) === true;
  if (isDone && !isReplay) return recorded.values.get(id);

  const startedAt = context.monotonic();
  const end = (ended: Pick<StepEnded, 'status' | 'problem'> & Partial<StepResult>): void =>
    emit({ kind: 'stepEnded', step: id, ...ended, ms: context.monotonic() - startedAt });
  emit({
    kind: 'stepStarted',
    step: id,
    name: step.name,
    stepKind: step.kind,
    atMs: context.now(),
    ...(parent !== undefined && { parent }),
  });
  using time = timeLimit(at.signal, step.maxSeconds);
  const limited = { ...at, signal: time.signal };
  try {
    running.allowance.step();
    if (step.when !== undefined && !evaluateCondition(step.when, at.values)) {
      end({ status: 'skipped' });
      return null;
    }
    const { isRecorded, run } = runnerOf(step);
    const result = isRecorded && isReplay ? replayed(id, at) : await run(step, id, limited);
    end({ status: 'done', ...(isRecorded && result) });
    if (isRecorded) await running.saved();
    return result.value;
  } catch (error) {
    const isCancelled = at.signal.aborted;
    const problem = isCancelled ? undefined : problemOf(error, step, limited.signal.aborted);
    end({
      status: isCancelled ? 'cancelled' : 'failed',
      ...(problem !== undefined && { problem }),
    });
    await running.saved();
    if (problem === undefined && !isCancelled) throw error;
    throw new InnerFailure(`“${id}”: ${problem ?? 'it was cancelled'}`, { cause: error });
  }
}

function replayed(id: StepId, { running: { recorded } }: StepScope): StepResult {
  if (recorded?.values.has(id)) return { value: recorded.values.get(id) };
  throw new StepFailure('No value of it is recorded. Resume the run instead of replaying it.');
}

/** The problem in words; undefined for a bug, and when a step inside has already reported it. */
function problemOf(error: unknown, step: Step, isLate: boolean): string | undefined {
  if (isLate) {
    return `It took longer than the ${step.maxSeconds} s it may take. Raise its \`maxSeconds\`, or give it less to do.`;
  }
  const isForPeople =
    error instanceof StepFailure ||
    error instanceof TemplateError ||
    error instanceof ConditionError;
  return isForPeople ? error.message : undefined;
}
