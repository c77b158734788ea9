import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { decideRequest } from '../../../execution/request.ts';
import type { Trace, TraceCall, TraceRequest } from '../../../execution/workflow/journal/trace.ts';
import type { ProposedEdit } from '../../../execution/workflow/projectFiles.ts';
import { choicesOf } from '../../../routing/decision.ts';
import type { Situation } from '../../../routing/situation.ts';
import type { Task } from '../../../routing/task.ts';
import type { Answer } from '../../answers/answer.ts';
import { fencedBlock } from '../../platform/escape.ts';
import { stepsInOrder } from '../pages/describeTrace.ts';
import type { WorkflowRun } from '../workflowRuns.ts';
import { locate } from '../../platform/workspacePaths.ts';
import { workspaceDocument } from '../workspaceFile.ts';
import { changedLines } from './changedLines.ts';

/**
 * Turns a run's change to a file into an answer, to accept, reject or escalate like any other.
 * Undefined when no model wrote the change, or when no model of its tier is ready now.
 */
export async function editAnswer(
  edit: ProposedEdit,
  run: WorkflowRun,
  situation: Situation,
): Promise<Answer | undefined> {
  const origin = originOf(edit, run.trace);
  const ended = origin?.call.ended;
  if (!ended) return undefined;
  const { request, call } = origin;
  const { attemptId, verdicts } = call;
  const document = await workspaceDocument(edit.path);
  const { target, code } = changedLines(edit.original ?? '', edit.text);
  const task = { ...taskOf(edit, run, origin, document), target };
  const { decision } = decideRequest(task, situation, { step: request.choice });
  const { plan } = decision;
  if (plan.kind === 'refuse') return undefined;
  const choices = choicesOf(plan);
  const choice = choices.find(({ model }) => model.reference === call.model) ?? choices[0]!;
  const text = fencedBlock(code, task.language);
  const end = { ...ended, attemptId, choice, text, toolCalls: [], outcome: 'complete' as const };
  const { uri } = await locate(edit.path);
  return {
    id: request.requestId,
    task,
    decision,
    plan,
    abort: new AbortController(),
    binding: {
      uri,
      proposed: { runId: run.id },
      ...(edit.original !== undefined && document && { version: document.version }),
    },
    rungs: [{ attemptId, choice, how: 'first', text, verdicts: [...verdicts], end }],
    end,
  };
}

/** The task behind an edit, without its target. */
function taskOf(
  edit: ProposedEdit,
  run: WorkflowRun,
  { step, request }: Origin,
  document: vscode.TextDocument | undefined,
): Omit<Task, 'target'> {
  const original = run.tasks.get(request.requestId);
  // The change may hold what any step of the run has read.
  const stay = [...run.trace.steps.values()]
    .flatMap(({ requests }) => requests)
    .find((each) => each.stay)?.stay;
  return {
    id: randomUUID(),
    type: request.task.type,
    answerKind: 'edit',
    instruction: original?.instruction ?? `Step “${step}” of ${run.trace.workflow}.`,
    language: document?.languageId ?? request.task.language,
    path: edit.path,
    fileText: edit.original ?? '',
    diagnostics: [],
    earlier: [],
    critical: request.task.critical,
    ...(stay && { stay }),
  };
}

interface Origin {
  readonly step: string;
  readonly request: TraceRequest;
  readonly call: TraceCall;
}

/** The last request about this file, else the last one that was made before the change. */
function originOf({ path }: ProposedEdit, trace: Trace): Origin | undefined {
  const steps = stepsInOrder(trace).map(({ step }) => step);
  const change = steps.findLastIndex(({ edit }) => edit?.path === path);
  const made = steps.slice(0, change + 1).flatMap(({ id, requests, calls }): Origin[] => {
    const request = requests.at(-1);
    const call = calls.findLast(({ purpose, ended }) => purpose === 'answer' && ended);
    return request && call ? [{ step: id, request, call }] : [];
  });
  return made.findLast(({ request }) => request.task.path === path) ?? made.at(-1);
}
