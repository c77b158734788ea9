import { noMoney } from '../../../routing/models/accounts.ts';
import { displayName } from '../../../routing/models/catalog.ts';
import { nanoUsdOf } from '../../../routing/models/money.ts';
import type { Task } from '../../../routing/task.ts';
import type { GateName } from '../../../routing/verdict.ts';
import { appliedForm } from '../../answer/files/changesInstead.ts';
import { answeredCode, spokenText } from '../../answer/parseAnswer.ts';
import { spanWith } from '../../answer/takeOut.ts';
import type { AttemptEnd } from '../../events.ts';
import type { ModelStep } from '../definition.ts';
import type { JsonSchema } from '../jsonSchema.ts';
import { StepFailure } from '../stepFailure.ts';
import { renderTemplate } from '../values/template.ts';
import type { StepId } from '../workflowEvents.ts';
import { type StepAnswer, ask, type StepRequest } from './ask.ts';
import { resolveUse, tierSource } from './resolveModel.ts';
import type { StepScope } from './running.ts';
import { outputGate, readStepOutput } from './stepOutput.ts';
import { editTask, promptTask } from './stepTask.ts';

/** Asks a model and resolves with the step's value. Rejects with StepFailure. */
export async function runModelStep(step: ModelStep, id: StepId, at: StepScope): Promise<unknown> {
  const { running, values, signal } = at;
  const { checks, minConfidence, output, edit, critical, name } = step;
  const instruction = renderTemplate(step.prompt.text, values);
  const use = resolveUse(step.model, values);
  const head = { id: running.context.newId(), type: step.taskType, instruction, critical };
  const task = edit
    ? await editTask(head, edit, at)
    : promptTask(head, output && { name, schema: output });
  const meter = running.meter.part({
    name: `the step “${name}”`,
    capNanoUsd: checks.maxUsd === undefined ? undefined : nanoUsdOf(checks.maxUsd),
    spent: running.recorded?.spent(id) ?? noMoney,
  });
  const isSeveral = use.kind === 'cascade' || use.kind === 'speculate';
  const asked: StepRequest = {
    step: id,
    name,
    task,
    use,
    tierFrom: tierSource(step.model),
    meter,
    checks: output && (isSeveral || checks.gates) ? withFormat(checks) : checks,
    ...(minConfidence !== undefined && { minConfidence }),
    ...(output && { ownGates: new Map([['format', outputGate(output)]]) }),
  };
  const answered = await ask(asked, running, signal);
  if (output) return valueOf(output, answered, asked, at);
  refuseUnlessGood(answered, id, at);
  if (!edit) return spokenText(answered.text);
  const code = answeredCode(task, answered.text);
  const { path, target, fileText } = task;
  if (code !== undefined) {
    const form = appliedForm(task, answered.text);
    if (form) running.emit({ kind: 'note', step: id, text: `Its answer was ${form}.` });
    const fitted = spanWith(code, target, fileText.split(/\r?\n/));
    return { path, startLine: fitted.startLine, endLine: fitted.endLine, text: fitted.code };
  }
  throw new StepFailure('Its answer has no code block. Run it again, or on a stronger model.');
}

/** Checks that also look at the form of the answer: later steps cannot use one without it. */
export function withFormat(checks: StepRequest['checks']): StepRequest['checks'] {
  const gates: readonly GateName[] = checks.gates ?? ['format'];
  return { ...checks, gates: gates.includes('format') ? gates : ['format', ...gates] };
}

/** Reads the answer. When no gate has checked its form, the model gets one chance to correct it. */
async function valueOf(
  output: JsonSchema,
  answered: StepAnswer,
  asked: StepRequest,
  at: StepScope,
): Promise<unknown> {
  const { running, signal } = at;
  refuseUnlessGood(answered, asked.step, at);
  const first = readStepOutput(answered.text, output);
  if ('value' in first) return first.value;
  if (answered.isUnchecked) {
    running.emit({
      kind: 'note',
      step: asked.step,
      text: `Asked once more: ${listed(first.problems)}`,
    });
    const task = taskAfter(asked.task, answered, first.problems);
    const again = await ask({ ...asked, task }, running, signal);
    refuseUnlessGood(again, asked.step, at);
    const second = readStepOutput(again.text, output);
    if ('value' in second) return second.value;
    throw wrongForm(second.problems);
  }
  throw wrongForm(first.problems);
}

/** The task once more, after an answer that does not have the form of its output. */
export function taskAfter(
  task: Task,
  { end, text }: Pick<StepAnswer, 'end' | 'text'>,
  problems: readonly string[],
): Task {
  const shortcoming = `${listed(problems)} Answer with JSON of the given schema and nothing else.`;
  const { tier, model } = end.choice;
  const earlier = { modelName: displayName(model), tier, text, shortcoming };
  return { ...task, earlier: [...task.earlier, earlier] };
}

function wrongForm(problems: readonly string[]): StepFailure {
  return new StepFailure(`${sayWrongForm(problems)} Run it on a stronger model, or ask for less.`);
}

/** Says what is wrong with the form of an answer. */
export function sayWrongForm(problems: readonly string[]): string {
  return `Its answer does not have the form of its \`output\`: ${listed(problems)}`;
}

function listed(problems: readonly string[]): string {
  return problems.slice(0, 5).map(sentence).join(' ');
}

/** Words with a full stop, unless they end already. */
export function sentence(words: string): string {
  const trimmed = words.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** Throws unless an answer is complete and has passed its gates. */
export function refuseUnlessGood(
  { end, failure }: StepAnswer,
  step: StepId,
  { signal }: Pick<StepScope, 'signal'>,
): void {
  signal.throwIfAborted();
  if (end.outcome !== 'complete') throw new StepFailure(whyIncomplete(end, step));
  if (failure === undefined) return;
  throw new StepFailure(
    `Its answer is not good enough. ${failure} Run it on a stronger model, or change its gates.`,
  );
}

const unfinished: Readonly<Record<Exclude<AttemptEnd['outcome'], 'complete' | 'failed'>, string>> =
  {
    truncated:
      'Its answer was cut off at the maximum number of tokens. Ask for less, raise `tierwise.maxOutputTokens`, or name a model that takes more.',
    cutOff: 'Its answer stopped before its end. Resume the run to ask again.',
    refused: 'The model refused to answer. Change the prompt, or name another model.',
    empty: 'The model returned an empty answer. Resume the run to ask again.',
    cancelled: 'It was stopped at its time limit. Raise its `maxSeconds`.',
  };

function whyIncomplete({ outcome, error }: AttemptEnd, step: StepId): string {
  if (outcome !== 'failed' && outcome !== 'complete') return unfinished[outcome];
  if (error?.kind === 'overBudget') {
    if (error.setting !== undefined) return error.message;
    return `${error.message} Raise the limit, or put “${step}” on a cheaper tier.`;
  }
  return `The model could not be asked: ${sentence(error?.message ?? 'the call failed')} Resume the run to ask again.`;
}
