import { timeoutSignal } from '../../attempt/timeoutSignal.ts';
import type { Step } from '../definition.ts';
import { InnerFailure, StepFailure } from '../stepFailure.ts';
import { ConditionError, evaluateCondition } from '../values/condition.ts';
import { TemplateError } from '../values/template.ts';
import type { StepId } from '../workflowEvents.ts';
import { runAgentStep } from './runAgent.ts';
import { runModelStep } from './runModelStep.ts';
import { type StepResult, idIn, type StepScope } from './running.ts';
import { runBranch, runForEach, runParallel } from './runSteps.ts';
import { runToolStep } from './runToolStep.ts';

/**
 * Runs a step, or takes its value from an earlier sitting. Resolves with its value, null when it is
 * skipped. Rejects with InnerFailure once it has told what failed, and when it was cancelled.
 */
export async function runStep(step: Step, at: StepScope): Promise<unknown> {
  const { running, parent } = at;
  const { emit, recalled, isReplay, context } = running;
  const id = idIn(parent, step.name);
  const isKnown = recalled?.values.has(id) === true;
  if (isKnown && !isReplay) return recalled.values.get(id);

  const startedAt = context.monotonic();
  const ms = () => context.monotonic() - startedAt;
  emit({
    kind: 'stepStarted',
    step: id,
    name: step.name,
    stepKind: step.kind,
    atMs: context.now(),
    ...(parent !== undefined && { parent }),
  });
  const limited = { ...at, signal: timeoutSignal(at.signal, step.maxSeconds) };
  try {
    if (step.when !== undefined && !evaluateCondition(step.when, at.values)) {
      emit({ kind: 'stepEnded', step: id, status: 'skipped', ms: ms() });
      return null;
    }
    const inner = await runInside(step, id, limited);
    if (inner) {
      emit({ kind: 'stepEnded', step: id, status: 'done', ms: ms() });
      return inner.value;
    }
    const done = isReplay ? replayed(id, at) : await runLeaf(step, id, limited);
    emit({ kind: 'stepEnded', step: id, status: 'done', ...done, ms: ms() });
    await running.saved();
    return done.value;
  } catch (error) {
    const isCancelled = at.signal.aborted;
    const problem = isCancelled ? undefined : problemOf(error, step, limited.signal.aborted);
    const status = isCancelled ? 'cancelled' : 'failed';
    emit({
      kind: 'stepEnded',
      step: id,
      status,
      ms: ms(),
      ...(problem !== undefined && { problem }),
    });
    await running.saved();
    if (problem === undefined && !isCancelled) throw error;
    throw new InnerFailure(`“${id}”: ${problem ?? 'it was cancelled'}`, { cause: error });
  }
}

async function runInside(
  step: Step,
  id: StepId,
  at: StepScope,
): Promise<{ readonly value: unknown } | undefined> {
  switch (step.kind) {
    case 'branch':
      return { value: await runBranch(step, id, at) };
    case 'parallel':
      return { value: await runParallel(step, id, at) };
    case 'forEach':
      return { value: await runForEach(step, id, at) };
    default:
      return undefined;
  }
}

async function runLeaf(step: Step, id: StepId, at: StepScope): Promise<StepResult> {
  if (step.kind === 'model') return { value: await runModelStep(step, id, at) };
  if (step.kind === 'agent') return { value: await runAgentStep(step, id, at) };
  if (step.kind === 'tool') return runToolStep(step, at);
  throw new TypeError(`There is no step of kind ${step.kind} here.`);
}

function replayed(id: StepId, { running: { recalled } }: StepScope): StepResult {
  if (recalled?.values.has(id)) return { value: recalled.values.get(id) };
  throw new StepFailure('No value of it is recorded. Resume the run instead of replaying it.');
}

/** For people; undefined for what was said at a step inside, and for a bug. */
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
