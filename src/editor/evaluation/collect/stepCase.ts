import * as vscode from 'vscode';
import { fixtureOfStep } from '../../../evaluation/collect/fixtureOfStep.ts';
import type { FixtureFile } from '../../../evaluation/fixture.ts';
import { recordedStep } from '../../../execution/workflow/compare/recordedStep.ts';
import type { ModelStep } from '../../../execution/workflow/definition.ts';
import { readJournal } from '../../../execution/workflow/journal/journal.ts';
import { recordedRun } from '../../../execution/workflow/journal/recordedRun.ts';
import type { TraceStep } from '../../../execution/workflow/journal/trace.ts';
import { StepFailure } from '../../../execution/workflow/stepFailure.ts';
import type { WorkflowEvent } from '../../../execution/workflow/workflowEvents.ts';
import { isRecord } from '../../../routing/input/objects.ts';
import type { Task } from '../../../routing/task.ts';
import { HumanError } from '../../platform/humanError.ts';
import { locate } from '../../platform/workspacePaths.ts';
import type { Services } from '../../services.ts';
import { workflowIn } from '../../workflows/files/workflowFile.ts';
import type { WorkflowFiles } from '../../workflows/files/workflowFiles.ts';
import { workflowContext } from '../../workflows/workflowContext.ts';
import type { WorkflowRun } from '../../workflows/workflowRuns.ts';
import { inFolder } from './answerCase.ts';
import type { Case } from './case.ts';
import { say } from '../../platform/say.ts';

export interface StepParts extends Services {
  readonly workflows: { readonly files: WorkflowFiles };
}

/** The steps of a run that asked a model and are done, in their order. */
export function askedSteps({ trace }: WorkflowRun): readonly TraceStep[] {
  return [...trace.steps.values()].filter(
    ({ kind, requests, status }) => kind === 'model' && requests.length > 0 && status === 'done',
  );
}

/** The case of a step of a run. Rejects with HumanError when the run no longer tells what the step was given. */
export async function stepCase(
  run: WorkflowRun,
  traced: TraceStep,
  { isGood, parts }: { readonly isGood: boolean; readonly parts: StepParts },
): Promise<Case> {
  const file = await parts.workflows.files.find(run.workflow);
  if (!file) {
    throw new HumanError(
      say(
        'The definition of this run no longer exists, so nobody can say what the step was given. Restore its file first.',
      ),
    );
  }
  const workflow = workflowIn(file);
  const events = await readJournal(run.id);
  const context = workflowContext(parts, {
    folder: vscode.Uri.joinPath(file.uri, '..'),
    inputs: () => Object.values(recordedRun(events)?.inputs ?? {}),
    remember: () => undefined,
  });
  const { step, at } = await recordedStep(traced.id, { workflow, events }, context).catch(asHuman);
  const changed = fileOf(run, traced, step);
  return {
    subject: { kind: 'step', workflow: file.name, step: step.name },
    fixture: fixtureOfStep({
      step,
      values: at.values,
      tags: isGood ? ['accepted'] : [],
      ...(isGood && { value: traced.value }),
      ...(changed && { file: changed }),
    }),
    files: await filesRead(events),
  };
}

function asHuman(error: unknown): never {
  throw error instanceof StepFailure ? new HumanError(error.message) : error;
}

/** The file that a step changed, as it was before: as this window has it, else as the run recorded it. */
function fileOf(
  run: WorkflowRun,
  { requests, value }: TraceStep,
  { edit, name }: ModelStep,
): FixtureFile | undefined {
  if (!edit) return undefined;
  const task = run.tasks.get(requests.at(-1)?.requestId ?? '');
  if (task) return workedFile(task);
  const path = isRecord(value) && typeof value['path'] === 'string' ? value['path'] : undefined;
  const recorded = [...run.trace.steps.values()].find((each) => each.edit?.path === path)?.edit;
  if (path !== undefined && recorded) {
    return { path: inFolder(path), text: recorded.original ?? '' };
  }
  throw new HumanError(
    say(
      'The run does not tell how the file was that “{0}” changed. Run the workflow again, and add the step from this window.',
      name,
    ),
  );
}

function workedFile({ path, fileText, target: { startLine, endLine } }: Task): FixtureFile {
  return {
    path: inFolder(path),
    text: fileText,
    ...(fileText !== '' && { selection: { startLine, endLine } }),
  };
}

/** The files that a run had read; those that are gone are left out. */
async function filesRead(events: readonly WorkflowEvent[]): Promise<readonly vscode.Uri[]> {
  const seen = recordedRun(events)?.seen ?? [];
  const found = await Promise.all(
    seen.map(({ path }) =>
      locate(path).then(
        ({ uri }) => [uri],
        () => [],
      ),
    ),
  );
  return found.flat();
}
