import { noMoney } from '../../routing/models/accounts.ts';
import {
  limitsSetting,
  type SpendingLimits,
  tightened,
  usualLimits,
} from '../../routing/budgets/requestLimits.ts';
import type { WorkflowChoices } from '../../routing/policy/policy.ts';
import { timeLimit } from '../attempt/timeLimit.ts';
import type { Workflow } from './definition.ts';
import type { Journal } from './journal/journal.ts';
import { type RecordedRun, recordedRun } from './journal/recordedRun.ts';
import { workflowHash } from './journal/workflowHash.ts';
import { openProjectFiles } from './projectFiles.ts';
import { openSeenFiles, readingInto } from './seenFiles.ts';
import { InnerFailure, StepFailure } from './stepFailure.ts';
import { eventQueue } from './steps/eventQueue.ts';
import { resolveInputs } from './steps/inputValues.ts';
import type { RunContext } from './steps/running.ts';
import { runStep } from './steps/runStep.ts';
import { runSteps } from './steps/runSteps.ts';
import { createConversationCaches } from '../conversationCaches.ts';
import { createMeter } from '../spendMeter.ts';
import { createAllowance } from './runAllowance.ts';
import { describeModels, unknownNamesIn, withModels } from './steps/withModels.ts';
import { valueAt } from './values/template.ts';
import type { WorkflowContext } from './workflowContext.ts';
import type { WorkflowEnd, WorkflowEvent } from './workflowEvents.ts';

/*
 * The engine runs a workflow that the parser has checked. It takes the definition, the inputs and the
 * world around it (`workflowContext.ts`), yields events (`workflowEvents.ts`) and ends with a result and
 * proposed edits; it never writes a file of the project. `parse/` makes definitions of YAML, `values/`
 * fills in templates and judges conditions, `steps/` runs the steps, `journal/` keeps runs so that they
 * can be resumed, and `compare/` looks back at finished ones.
 */

export interface WorkflowRequest {
  readonly workflow: Workflow;
  /** By name; ignored for an earlier run, whose journal holds its own. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Models that the policy puts in the place of those in the definition. */
  readonly models?: WorkflowChoices;
  /** Omitted when the run need not be resumable. */
  readonly journal?: Journal;
  /** The journal of a run: to go on after its last finished step, or to play its recorded values. */
  readonly earlier?: {
    readonly use: 'resume' | 'replay';
    readonly events: readonly WorkflowEvent[];
  };
}

/**
 * Runs a workflow and yields its events. A resumed run first yields the events of its journal again; its
 * finished steps do not run again. Ends when every call has ended, also when it is cancelled or when the
 * caller stops reading. Throws only on a bug.
 */
export async function* runWorkflow(
  request: WorkflowRequest,
  context: WorkflowContext,
  signal: AbortSignal,
): AsyncGenerator<WorkflowEvent, WorkflowEnd> {
  const left = new AbortController();
  const queue = eventQueue<WorkflowEvent>();
  const running = runAll(request, context, {
    push: queue.push,
    signal: AbortSignal.any([signal, left.signal]),
  }).finally(queue.close);
  // The caller gets a failure from `await running` below, after the last event.
  running.catch(() => undefined);
  try {
    yield* queue.events();
    return await running;
  } finally {
    left.abort();
    await running.catch(() => undefined);
  }
}

const nothingDone = { edits: [], spentNanoUsd: 0, practiceNanoUsd: 0, unknownCalls: 0 } as const;

/** Where the events of a run go, and what cancels it. */
interface Outlet {
  push(event: WorkflowEvent): void;
  readonly signal: AbortSignal;
}

async function runAll(
  request: WorkflowRequest,
  context: WorkflowContext,
  outlet: Outlet,
): Promise<WorkflowEnd> {
  const { workflow: defined, models, earlier } = request;
  const hash = workflowHash(defined);
  const workflow = models ? withModels(defined, models) : defined;
  const recorded = earlier && recordedRun(earlier.events);
  const refusal =
    (earlier && whyNotResumed(recorded, hash, context.folders)) ??
    (models && whyNotOn(models, defined));
  if (refusal !== undefined) return { status: 'failed', problem: refusal, ...nothingDone };
  const { values, problems } = resolveInputs(workflow.inputs, recorded?.inputs ?? request.inputs);
  if (!values) return { status: 'failed', problem: problems.join(' '), ...nothingDone };

  const running = createRunContext({ ...request, workflow, recorded }, context, outlet);
  const misplaced = await whyNotRestored(running);
  if (misplaced !== undefined) return { status: 'failed', problem: misplaced, ...nothingDone };
  if (recorded && !running.isReplay) {
    const atMs = context.now();
    for (const event of earlier!.events) outlet.push(event);
    running.emit({ kind: 'runResumed', atMs });
  } else {
    const { runId } = running;
    const started = { runId, hash, atMs: context.now(), workflow: workflow.name, inputs: values };
    const { folders } = context;
    running.emit({ kind: 'runStarted', ...started, ...(folders && { folders }) });
  }
  const others = models && describeModels(models);
  if (others !== undefined) running.emit({ kind: 'note', text: others });
  return runToEnd(running, values, outlet.signal);
}

function createRunContext(
  {
    workflow,
    recorded,
    journal,
    earlier,
  }: WorkflowRequest & { readonly recorded: RecordedRun | undefined },
  context: WorkflowContext,
  { push }: Outlet,
): RunContext {
  const limits = limitsOf(workflow, context);
  const isReplay = earlier?.use === 'replay';
  const resumed = isReplay ? undefined : recorded;
  const emit = (event: WorkflowEvent): void => {
    push(event);
    if (event.kind !== 'text') journal?.write(event);
  };
  const earlierFiles = { seen: recorded?.seen ?? [], stay: recorded?.stay };
  const seen = openSeenFiles(earlierFiles, (files) => emit({ kind: 'filesRead', files }));
  return {
    workflow,
    context,
    files: openProjectFiles(readingInto(seen, context), context.locate),
    seen,
    caches: createConversationCaches(),
    recorded,
    isReplay,
    runStep,
    emit,
    runId: resumed ? resumed.runId : context.newId(),
    allowance: createAllowance(workflow, () => journal?.bytes() ?? 0),
    meter: createMeter({
      name: `the workflow “${workflow.name}”`,
      capNanoUsd: limits.nanoUsd,
      maxCalls: limits.calls,
      ...(limits.nanoUsd !== workflow.maxNanoUsd && { setting: limitsSetting }),
      passesUnknown: !limits.holdsUnknown,
      spent: resumed ? resumed.spent() : noMoney,
    }),
    saved: savedOnce(journal, push),
  };
}

/** What a run may spend: as its file says, and never more than the user lets a run spend. */
function limitsOf({ maxNanoUsd, maxSeconds }: Workflow, context: WorkflowContext): SpendingLimits {
  const own = context.limits ?? usualLimits.run;
  return tightened(own, { nanoUsd: maxNanoUsd, seconds: maxSeconds });
}

async function runToEnd(
  running: RunContext,
  inputs: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<WorkflowEnd> {
  const { workflow, context, meter, files, emit } = running;
  const startedAt = context.monotonic();
  const { seconds: maxSeconds } = limitsOf(workflow, context);
  using time = timeLimit(signal, maxSeconds);
  const limited = time.signal;
  let outcome: Pick<WorkflowEnd, 'status' | 'value' | 'problem'>;
  try {
    const values = await runSteps(workflow.steps, { running, values: { inputs }, signal: limited });
    outcome = { status: 'done', value: valueAt(values, workflow.result) };
  } catch (error) {
    const isLate = limited.aborted && !signal.aborted;
    const problem = isLate
      ? `The workflow took longer than the ${maxSeconds} s it may take. Raise its \`maxSeconds\`, or \`run.seconds\` in \`tierwise.limits\`, and resume the run.`
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

/** Puts back the edits of the run that is resumed; says why when that is not possible. */
async function whyNotRestored({
  recorded,
  files,
  context,
}: RunContext): Promise<string | undefined> {
  const isOfOneFolder = context.folders !== undefined && !recorded?.folders;
  try {
    for (const edit of recorded?.edits ?? []) {
      if (isOfOneFolder && edit.original === undefined) {
        return `This run proposed the new file ${edit.path} before paths named their folder, so it is not clear where it belongs. Start a new run.`;
      }
      await files.restore(edit);
    }
    return undefined;
  } catch (error) {
    if (error instanceof StepFailure) return error.message;
    throw error;
  }
}

function whyNotResumed(
  recorded: RecordedRun | undefined,
  hash: string,
  folders: readonly string[] | undefined,
): string | undefined {
  if (!recorded) return 'The journal of this run holds nothing. Start a new run.';
  const isElsewhere = recorded.folders?.join('/') !== folders?.join('/');
  // A run of one folder may go on: its paths are looked for in every folder.
  if (isElsewhere && recorded.folders) {
    return 'The folders of this workspace have changed since this run, so its paths may mean other files. Start a new run.';
  }
  if (recorded.hash === hash) return undefined;
  return 'The workflow has changed since this run, so its values may not fit any more. Start a new run.';
}

function whyNotOn(models: WorkflowChoices, workflow: Workflow): string | undefined {
  const [unknown] = unknownNamesIn(workflow, models);
  if (unknown === undefined) return undefined;
  return `The policy names a model for “${unknown}”, which asks none in “${workflow.name}”. Correct \`workflows\` in .tierwise/policy.yaml.`;
}

/** A journal that cannot be written must not stop the run; one note says so. */
function savedOnce(
  journal: Journal | undefined,
  push: (event: WorkflowEvent) => void,
): () => Promise<void> {
  let isReported = false;
  return async () => {
    try {
      await journal?.saved();
    } catch (error) {
      if (isReported) return;
      isReported = true;
      const said = error instanceof Error ? error.message : String(error);
      const text = `The run cannot be resumed after this window closes: ${said}`;
      push({ kind: 'note', text });
    }
  };
}
