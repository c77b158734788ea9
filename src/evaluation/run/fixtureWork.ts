import type { ModelStep, Step, Workflow } from '../../execution/workflow/definition.ts';
import { innerSteps } from '../../execution/workflow/innerSteps.ts';
import type { JsonSchema } from '../../execution/workflow/jsonSchema.ts';
import { openProjectFiles } from '../../execution/workflow/projectFiles.ts';
import { editTask, promptTask } from '../../execution/workflow/steps/stepTask.ts';
import { renderTemplate } from '../../execution/workflow/values/template.ts';
import type { Checks } from '../../routing/policy/policy.ts';
import type { Task } from '../../routing/task.ts';
import { taskTypeLabels } from '../../routing/taskTypes.ts';
import type { Fixture, FixtureFile } from '../fixture.ts';
import { fixtureTask } from './fixtureTask.ts';
import { languageOfPath } from '../../routing/reading/languageOfPath.ts';

/** What a model is asked for a fixture, and what becomes of its answer in real work. */
export interface FixtureWork {
  readonly task: Task;
  /** What is evaluated, as people see it. */
  readonly name: string;
  /** Gates, judge and caps of the step; none for a task type. */
  readonly checks: Checks;
  /** The answer is an object of this schema. */
  readonly output?: JsonSchema;
  readonly minConfidence?: number;
  /** An answer that its gates fail is of no use: later steps could not go on with it. */
  readonly mustPass: boolean;
  readonly maxSeconds?: number;
}

/**
 * The work of a fixture: its own task, or the step's with the fixture's values and files. Rejects with
 * TemplateError or StepFailure when the step cannot be asked with these values.
 *
 * @param step the workflow's step, for a fixture of a step
 */
export async function fixtureWork(
  fixture: Fixture,
  step: ModelStep | undefined,
): Promise<FixtureWork> {
  const { files = [] } = fixture.input;
  const seen = files.map(({ path }) => ({ path, language: languageOfPath(path) ?? 'plaintext' }));
  if (fixture.subject.kind === 'taskType') {
    const { taskType } = fixture.subject;
    return {
      task: { ...fixtureTask(fixture, taskType), seen },
      name: taskTypeLabels[taskType],
      checks: {},
      mustPass: false,
    };
  }
  const { output, minConfidence, maxSeconds, checks } = step!;
  return {
    task: { ...(await stepTask(fixture, step!, files)), seen },
    name: step!.name,
    checks,
    mustPass: true,
    ...(output && { output }),
    ...(minConfidence !== undefined && { minConfidence }),
    ...(maxSeconds !== undefined && { maxSeconds }),
  };
}

async function stepTask(
  { id, input: { values = {} } }: Fixture,
  { name, prompt, taskType: type, critical, edit, output }: ModelStep,
  own: readonly FixtureFile[],
): Promise<Task> {
  const head = { id, type, instruction: renderTemplate(prompt.text, values), critical };
  if (!edit) return promptTask(head, output && { name, schema: output });
  const files = openProjectFiles(async (path) => {
    const text = own.find((each) => each.path === path)?.text;
    return text === undefined ? undefined : { text, language: languageOfPath(path) ?? 'plaintext' };
  });
  return editTask(head, edit, {
    running: { files },
    values,
    signal: new AbortController().signal,
  });
}

/** The step of a workflow that asks a model under this name, also inside other steps. */
export function modelStepNamed(workflow: Workflow, name: string): ModelStep | undefined {
  const find = (steps: readonly Step[]): ModelStep | undefined => {
    for (const step of steps) {
      if (step.kind === 'model' && step.name === name) return step;
      const inside = find(innerSteps(step));
      if (inside) return inside;
    }
    return undefined;
  };
  return find(workflow.steps);
}
