import * as vscode from 'vscode';
import { fixtureProblem } from '../../../evaluation/collect/checkFixture.ts';
import { scrubbed } from '../../../evaluation/collect/scrub.ts';
import type { TraceStep } from '../../../execution/workflow/journal/trace.ts';
import { type Answer, isRunning, isWhole } from '../../answers/answer.ts';
import { answerStatus, answerTitle } from '../../answers/describeAnswer.ts';
import { HumanError } from '../../platform/humanError.ts';
import type { Services } from '../../services.ts';
import { modelWords } from '../../workflows/pages/describeTrace.ts';
import type { Workflows } from '../../workflows/registerWorkflows.ts';
import type { WorkflowRun } from '../../workflows/workflowRuns.ts';
import type { WorkflowNode } from '../../workflows/workflowTree.ts';
import type { EvaluationFiles } from '../files/evaluationFiles.ts';
import { addCases, marksNotes } from './addCases.ts';
import { answerCase, betterAnswer, outcomeTag } from './answerCase.ts';
import type { Case } from './case.ts';
import { confirmKeeping } from './confirmKeeping.ts';
import { hiddenHere } from './hiddenHere.ts';
import { askedSteps, stepCase } from './stepCase.ts';
import { say } from '../../platform/say.ts';

export interface AddParts extends Services {
  readonly workflows: Workflows;
  readonly evaluations: { readonly files: EvaluationFiles };
}

const title = say('Tierwise: Add to Evaluation');

/**
 * Makes a fixture of the answer or run that is named, or is in front, and adds it to an evaluation once the
 * developer agrees. Rejects with HumanError.
 */
export async function addToEvaluation(argument: unknown, parts: AddParts): Promise<void> {
  const found = await caseFor(argument, parts);
  if (!found) return;
  const { subject, files } = found;
  if (!(await confirmKeeping(files))) return;
  const { value: fixture, marks } = scrubbed(found.fixture, await hiddenHere(parts));
  const problem = fixtureProblem(fixture, subject);
  if (problem !== undefined) throw new HumanError(say('This case cannot be added. {0}', problem));
  await addCases(title, { subject, fixtures: [fixture], notes: marksNotes(marks) }, parts);
}

/** Undefined when the developer gives up. */
async function caseFor(argument: unknown, parts: AddParts): Promise<Case | undefined> {
  const source = sourceOf(argument, parts) ?? (await chosenAnswer(parts));
  if (!source) return undefined;
  if ('answer' in source) return caseOfAnswer(source.answer, parts);
  const { run } = source;
  const step = source.step ?? (await chosenStep(run));
  if (!step) return undefined;
  const isGood = await askIsGood(say('What “{0}” gave', step.name));
  return isGood === undefined ? undefined : stepCase(run, step, { isGood, parts });
}

type Source =
  | { readonly answer: Answer }
  | { readonly run: WorkflowRun; readonly step: TraceStep | undefined };

/** What is named, else what is in front: a diff, a page of an answer, of a request or of a run. */
function sourceOf(
  argument: unknown,
  { answers, preview, prose, news, workflows }: AddParts,
): Source | undefined {
  const node = nodeIn(argument);
  if (node) {
    const step = node.kind === 'step' ? node.run.trace.steps.get(node.step) : undefined;
    return { run: node.run, step };
  }
  const named = typeof argument === 'string' ? argument : prose.activeId?.replace(/^story:/, '');
  const run = named === undefined ? undefined : workflows.runs.find(named.replace(/#result$/, ''));
  if (run) return { run, step: undefined };
  const { lastDecision } = news;
  const decided =
    named === 'lastDecision'
      ? answers.all.find(({ decision }) => decision === lastDecision?.decision)
      : undefined;
  const inFront = (named === undefined ? undefined : answers.find(named)) ?? decided;
  const answer = inFront ?? preview.active;
  if (answer) return { answer };
  if (!prose.activeId?.startsWith('story:')) return undefined;
  throw new HumanError(
    say(
      'The texts of this request are not known any more: Tierwise keeps them only in the window that asked. Run the task again, and add that answer.',
    ),
  );
}

/** An answer of this window that the developer picks. Throws HumanError when there is none. */
async function chosenAnswer({ answers }: AddParts): Promise<Source | undefined> {
  if (answers.all.length === 0) {
    throw new HumanError(
      say(
        'There are no answers in this window yet. Run a task on a selection, and add its answer.',
      ),
    );
  }
  const items = answers.all.map((answer) => ({
    label: answerTitle(answer),
    description: outcomeTag(answer) ?? '',
    detail: answerStatus(answer),
    answer,
  }));
  const placeHolder = say('Which answer becomes a case?');
  return vscode.window.showQuickPick(items, { title, placeHolder, matchOnDetail: true });
}

function nodeIn(argument: unknown): Exclude<WorkflowNode, { kind: 'workflow' }> | undefined {
  if (typeof argument !== 'object' || argument === null || !('run' in argument)) return undefined;
  return argument as Exclude<WorkflowNode, { kind: 'workflow' }>;
}

async function caseOfAnswer(answer: Answer, parts: AddParts): Promise<Case | undefined> {
  if (isRunning(answer))
    throw new HumanError(say('Wait until the answer is there, and add it then.'));
  const ofRun = stepOfAnswer(answer, parts);
  const tag = outcomeTag(answer);
  if (ofRun) {
    const { run, step } = ofRun;
    return stepCase(run, step, { isGood: tag === 'accepted', parts });
  }
  if (tag !== undefined) {
    const { all } = parts.answers;
    if (tag !== 'accepted' && !betterAnswer(answer, all)) tellWithoutReference(tag);
    return answerCase(answer, all, false);
  }
  const isGood = isWhole(answer) ? await askIsGood(say('This answer')) : false;
  return isGood === undefined ? undefined : answerCase(answer, parts.answers.all, isGood);
}

/** The step that wrote a proposed change, where its run is known. */
function stepOfAnswer({ id, binding }: Answer, { workflows }: AddParts) {
  const run = binding.proposed && workflows.runs.find(binding.proposed.runId);
  const step =
    run && askedSteps(run).find(({ requests }) => requests.some((each) => each.requestId === id));
  return run && step && { run, step };
}

function tellWithoutReference(tag: 'undone' | 'escalated'): void {
  const message =
    tag === 'undone'
      ? say(
          'You undid this answer, and no better one was accepted in this window. The case comes without a reference: write a good answer under `reference`.',
        )
      : say(
          'You escalated this answer, and no better one was accepted in this window. The case comes without a reference: write a good answer under `reference`.',
        );
  void vscode.window.showInformationMessage(message);
}

async function chosenStep(run: WorkflowRun): Promise<TraceStep | undefined> {
  const steps = askedSteps(run);
  if (steps.length === 0) {
    throw new HumanError(say('No step of this run has an answer of a model. Choose another run.'));
  }
  const chosen = await vscode.window.showQuickPick(
    steps.map((step) => ({ label: step.id, description: modelWords(step), step })),
    { title, placeHolder: say('Which step becomes a case?') },
  );
  return chosen?.step;
}

/** Whether an answer is to be kept as a good one; undefined when the developer gives up. */
async function askIsGood(what: string): Promise<boolean | undefined> {
  const chosen = await vscode.window.showQuickPick(
    [
      {
        label: say('Keep it as a good answer'),
        detail: say('Later answers are compared with it'),
        isGood: true,
      },
      {
        label: say('Keep the question only'),
        detail: say('Write a good answer yourself'),
        isGood: false,
      },
    ],
    { title, placeHolder: say('{0}: is it good?', what) },
  );
  return chosen?.isGood;
}
