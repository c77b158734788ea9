import * as vscode from 'vscode';
import { modelStepsOf } from '../../../evaluation/collect/modelSteps.ts';
import { nameProblem, type StepForm } from '../../../evaluation/collect/newEvaluation.ts';
import type { FixtureSubject } from '../../../evaluation/fixture.ts';
import type { Thresholds } from '../../../evaluation/thresholds.ts';
import type { ModelStep } from '../../../execution/workflow/definition.ts';
import { namesUsed } from '../../../execution/workflow/parse/references.ts';
import { taskTypes } from '../../../routing/task.ts';
import { HumanError } from '../../platform/humanError.ts';
import type { WorkflowFiles } from '../../workflows/files/workflowFiles.ts';
import { workflowName } from '../../workflows/files/workflowName.ts';
import type { EvaluationFiles } from '../files/evaluationFiles.ts';
import { evaluationsFolder } from '../files/evaluationsFolder.ts';
import { say, taskTypeName } from '../../platform/say.ts';

/** A subject in words: `Refactor`, or `rate of Support triage`. */
export function subjectWords(subject: FixtureSubject): string {
  return subject.kind === 'taskType'
    ? taskTypeName(subject.taskType)
    : say('{0} of {1}', subject.step, workflowName(subject.workflow));
}

/** Asks which task type or step; undefined when the developer gives up. */
export async function askSubject(
  files: WorkflowFiles,
  { title, placeHolder }: { readonly title: string; readonly placeHolder: string },
): Promise<FixtureSubject | undefined> {
  const types = taskTypes.map((taskType) => ({
    label: taskTypeName(taskType),
    description: say('task type'),
    subject: { kind: 'taskType', taskType } as FixtureSubject,
  }));
  const steps = (await files.all()).flatMap(({ name, parsed }) =>
    (parsed.workflow ? modelStepsOf(parsed.workflow) : []).map((step) => ({
      label: step.name,
      description: say('step of {0}', workflowName(name)),
      subject: { kind: 'step', workflow: name, step: step.name } as FixtureSubject,
    })),
  );
  const chosen = await vscode.window.showQuickPick([...types, ...steps], {
    title,
    placeHolder,
    matchOnDescription: true,
  });
  return chosen?.subject;
}

/** How a step answers; undefined for a task type, and for a step that is no longer there. */
export async function stepForm(
  subject: FixtureSubject,
  files: WorkflowFiles,
): Promise<StepForm | undefined> {
  if (subject.kind === 'taskType') return undefined;
  const file = (await files.all()).find(({ name }) => name === subject.workflow);
  const all: readonly ModelStep[] = file?.parsed.workflow ? modelStepsOf(file.parsed.workflow) : [];
  const step = all.find(({ name }) => name === subject.step);
  return (
    step && {
      hasOutput: step.output !== undefined,
      hasEdit: step.edit !== undefined,
      uses: [...new Set(namesUsed(step))],
    }
  );
}

/** A new evaluation's file, and what a model has to reach in it. */
export interface AskedEvaluation {
  readonly uri: vscode.Uri;
  readonly thresholds: Thresholds;
}

/** Asks for the name and the thresholds of a new evaluation. Throws HumanError where it cannot be written. */
export async function askNewEvaluation(
  title: string,
  evaluations: EvaluationFiles,
  suggested: string,
): Promise<AskedEvaluation | undefined> {
  const folder = await askFolder(title);
  if (!folder) return undefined;
  const used = (await evaluations.list())
    .filter((each) => each.folder.index === folder.index)
    .map(({ name }) => name);
  const name = await vscode.window.showInputBox({
    title,
    prompt: say(
      'The name of the new evaluation: a file of that name comes into .tierwise/evaluations.',
    ),
    value: used.includes(suggested) ? `${suggested}-${used.length + 1}` : suggested,
    ignoreFocusOut: true,
    validateInput: (text) => nameProblem(text, used),
  });
  const thresholds = name === undefined ? undefined : await askThresholds(title);
  if (name === undefined || !thresholds) return undefined;
  return { uri: vscode.Uri.joinPath(evaluationsFolder(folder), `${name}.yaml`), thresholds };
}

async function askFolder(title: string): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    throw new HumanError(say('Open a folder first: evaluations belong to a repository.'));
  }
  if (!vscode.workspace.isTrusted) {
    throw new HumanError(
      say('Trust this workspace first: its evaluations are not read until then.'),
    );
  }
  if (folders.length === 1) return folders[0];
  const chosen = await vscode.window.showQuickPick(
    folders.map((folder) => ({ label: folder.name, folder })),
    { title, placeHolder: say('In which folder?') },
  );
  return chosen?.folder;
}

/** Asks for the thresholds before anybody sees a result; undefined when the developer gives up. */
async function askThresholds(title: string): Promise<Thresholds | undefined> {
  const minPassRate = await askNumber(title, {
    prompt: say(
      'Which share of cases must pass at least? Fix it before you see results: 0.9 is 90 %.',
    ),
    value: '0.9',
    problem: (value) =>
      value > 0 && value <= 1 ? undefined : say('Write a share above 0, up to 1.'),
  });
  if (minPassRate === undefined) return undefined;
  const maxCostUsd = await askNumber(title, {
    prompt: say('What may a task cost on average, in USD? Leave it empty for no limit.'),
    value: '',
    problem: (value) => (value > 0 ? undefined : say('Write US dollars above 0, or nothing.')),
  });
  if (maxCostUsd === undefined) return undefined;
  const seconds = await askNumber(title, {
    prompt: say(
      'In how many seconds must nine answers in ten be there? Leave it empty for no limit.',
    ),
    value: '',
    problem: (value) => (value > 0 ? undefined : say('Write seconds above 0, or nothing.')),
  });
  if (seconds === undefined) return undefined;
  return {
    ...(minPassRate !== 'none' && { minPassRate }),
    ...(maxCostUsd !== 'none' && { maxCostUsd }),
    ...(seconds !== 'none' && { maxLatencyMs: Math.round(seconds * 1000) }),
  };
}

interface NumberQuestion {
  readonly prompt: string;
  /** The number that is offered; with none, an empty answer means no number. */
  readonly value: string;
  problem(value: number): string | undefined;
}

/** Undefined when the developer gives up. */
async function askNumber(
  title: string,
  { prompt, value, problem }: NumberQuestion,
): Promise<number | 'none' | undefined> {
  const isOptional = value === '';
  const written = await vscode.window.showInputBox({
    title,
    prompt,
    value,
    ignoreFocusOut: true,
    validateInput: (text) =>
      isOptional && text.trim() === ''
        ? undefined
        : problem(text.trim() === '' ? Number.NaN : Number(text)),
  });
  if (written === undefined) return undefined;
  return written.trim() === '' ? 'none' : Number(written);
}
