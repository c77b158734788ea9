import { noMoney } from '../../routing/models/accounts.ts';
import type { WorkflowChoices } from '../../routing/policy/policy.ts';
import { timeoutSignal } from '../attempt/timeoutSignal.ts';
import type { Workflow } from './definition.ts';
import type { Journal } from './journal/journal.ts';
import { recall, type RecordedRun } from './journal/recall.ts';
import { workflowHash } from './journal/workflowHash.ts';
import { openProjectFiles } from './projectFiles.ts';
import { InnerFailure } from './stepFailure.ts';
import { eventQueue } from './steps/eventQueue.ts';
import { givenInputs } from './steps/inputValues.ts';
import type { RunContext } from './steps/running.ts';
import { runStep } from './steps/runStep.ts';
import { runSteps } from './steps/runSteps.ts';
import { createMeter } from './steps/spendMeter.ts';
import { describeModels, strangersIn, withModels } from './steps/withModels.ts';
import { valueAt } from './values/template.ts';
import type { WorkflowContext } from './workflowContext.ts';
import type { WorkflowEnd, WorkflowEvent } from './workflowEvents.ts';

export interface WorkflowRequest {
  readonly workflow: Workflow;
  /** By name; for a run that is taken up again they come from its journal. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Other models than the definition's, as the policy says; the definition stays the same. */
  readonly models?: WorkflowChoices;
  /** Left out: the run cannot be taken up again. */
  readonly journal?: Journal;
  /** Another run's journal, and what for: go on after its last finished step, or play its values. */
  readonly earlier?: {
    readonly use: 'resume' | 'replay';
    readonly events: readonly WorkflowEvent[];
  };
}

/**
 * Runs a workflow and tells what happens. A resumed run first tells again what its journal holds; its
 * finished steps are not run again. Ends when every call has ended, also when it is cancelled or its
 * reader goes away. Throws only on a bug.
 */
export async function* runWorkflow(
  request: WorkflowRequest,
  context: WorkflowContext,
  signal: AbortSignal,
): AsyncGenerator<WorkflowEvent, WorkflowEnd> {
  const left = new AbortController();
  const queue = eventQueue<WorkflowEvent>();
  const running = runAll(request, context, {
    tell: queue.push,
    signal: AbortSignal.any([signal, left.signal]),
  }).finally(queue.close);
  // Whoever waits for the events hears of it at the end.
  running.catch(() => undefined);
  try {
    yield* queue.events();
    return await running;
  } finally {
    left.abort();
    await running.catch(() => undefined);
  }
}

const nothing = { edits: [], spentNanoUsd: 0, practiceNanoUsd: 0, unknownCalls: 0 } as const;

async function runAll(
  { workflow: defined, models, inputs, journal, earlier }: WorkflowRequest,
  context: WorkflowContext,
  { tell, signal }: { readonly tell: (event: WorkflowEvent) => void; readonly signal: AbortSignal },
): Promise<WorkflowEnd> {
  const hash = workflowHash(defined);
  const workflow = models ? withModels(defined, models) : defined;
  const recalled = earlier && recall(earlier.events);
  const refusal =
    (earlier && whyNotTakenUp(recalled, hash)) ?? (models && whyNotOn(models, defined));
  if (refusal !== undefined) return { status: 'failed', problem: refusal, ...nothing };
  const read = givenInputs(workflow.inputs, recalled?.inputs ?? inputs);
  if (!read.values) return { status: 'failed', problem: read.problems.join(' '), ...nothing };

  const isReplay = earlier?.use === 'replay';
  const files = openProjectFiles(context.readFile);
  for (const edit of recalled?.edits ?? []) files.restore(edit);
  const emit = (event: WorkflowEvent): void => {
    tell(event);
    if (event.kind !== 'text') journal?.write(event);
  };
  const isResumed = recalled !== undefined && !isReplay;
  const running: RunContext = {
    workflow,
    context,
    files,
    recalled,
    isReplay,
    emit,
    runStep,
    runId: isResumed ? recalled.runId : context.newId(),
    meter: createMeter({
      name: `the workflow “${workflow.name}”`,
      capNanoUsd: workflow.maxNanoUsd,
      spent: isResumed ? recalled.spent() : noMoney,
    }),
    saved: savedOnce(journal, tell),
  };
  const atMs = context.now();
  if (isResumed) {
    for (const event of earlier!.events) tell(event);
    emit({ kind: 'runResumed', atMs });
  } else {
    const { runId } = running;
    const started = { runId, hash, atMs, workflow: workflow.name, inputs: read.values };
    emit({ kind: 'runStarted', ...started });
  }
  const others = models && describeModels(models);
  if (others !== undefined) emit({ kind: 'note', text: others });
  return ended(running, read.values, signal);
}

async function ended(
  running: RunContext,
  inputs: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<WorkflowEnd> {
  const { workflow, context, meter, files, emit } = running;
  const startedAt = context.monotonic();
  const { maxSeconds } = workflow;
  const limited = timeoutSignal(signal, maxSeconds);
  let outcome: Pick<WorkflowEnd, 'status' | 'value' | 'problem'>;
  try {
    const values = await runSteps(workflow.steps, { running, values: { inputs }, signal: limited });
    outcome = { status: 'done', value: valueAt(values, workflow.result) };
  } catch (error) {
    const isLate = limited.aborted && !signal.aborted;
    const problem = isLate
      ? `The workflow took longer than the ${maxSeconds} s it may take. Raise its \`maxSeconds\`, and resume the run.`
      : error instanceof InnerFailure && !signal.aborted
        ? error.message
        : undefined;
    if (problem === undefined && !signal.aborted) {
      emit({ kind: 'runEnded', status: 'failed', ms: context.monotonic() - startedAt });
      throw error;
    }
    outcome = signal.aborted ? { status: 'cancelled' } : { status: 'failed', problem: problem! };
  }
  const { status, problem } = outcome;
  emit({
    kind: 'runEnded',
    status,
    ms: context.monotonic() - startedAt,
    ...(problem !== undefined && { problem }),
  });
  await running.saved();
  const { real: spentNanoUsd, practice: practiceNanoUsd } = meter.spent();
  const spent = { spentNanoUsd, practiceNanoUsd, unknownCalls: meter.unknownCalls() };
  return { ...outcome, edits: files.edits(), ...spent };
}

function whyNotTakenUp(recalled: RecordedRun | undefined, hash: string): string | undefined {
  if (!recalled) return 'The journal of this run holds nothing. Start a new run.';
  if (recalled.hash === hash) return undefined;
  return 'The workflow has changed since this run, so its values may not fit any more. Start a new run.';
}

function whyNotOn(models: WorkflowChoices, workflow: Workflow): string | undefined {
  const [stranger] = strangersIn(workflow, models);
  if (stranger === undefined) return undefined;
  return `The policy names a model for “${stranger}”, which asks none in “${workflow.name}”. Correct \`workflows\` in .tierwise/policy.yaml.`;
}

/** A journal that cannot be kept must not cost the developer the run; it is said once. */
function savedOnce(
  journal: Journal | undefined,
  tell: (event: WorkflowEvent) => void,
): () => Promise<void> {
  let isTold = false;
  return async () => {
    try {
      await journal?.saved();
    } catch (error) {
      if (isTold) return;
      isTold = true;
      const said = error instanceof Error ? error.message : String(error);
      const text = `The run cannot be taken up again when the window closes: ${said}`;
      tell({ kind: 'note', text });
    }
  };
}
