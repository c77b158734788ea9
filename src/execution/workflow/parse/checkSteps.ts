import { didYouMean } from '../../../routing/input/didYouMean.ts';
import type { Step } from '../definition.ts';
import type { JsonSchema } from '../jsonSchema.ts';
import { type ToolInput, workflowTools } from '../tools.ts';
import {
  inWords,
  itemsOf,
  listValue,
  objectValue,
  orNull,
  schemaAt,
  type Scope,
  textValue,
  unknownValue,
} from '../values/valueSchema.ts';
import { checkArgument, checkFrom, checkText, checkWhen } from './checkTexts.ts';
import { report } from './reading.ts';
import { cycleThrough, describeCycle } from './references.ts';
import { type Checking, type NamePlace, unknownName } from './unknownName.ts';

/** Checks steps that run one after the other, and gives back what can be used after them. */
export function checkSteps(steps: readonly Step[], scope: Scope, checking: Checking): Scope {
  let visible = scope;
  for (const step of steps) {
    checkStep(step, visible, checking);
    visible = withValues(visible, [step]);
  }
  return visible;
}

function withValues(scope: Scope, steps: readonly Step[]): Scope {
  return new Map([...scope, ...steps.map((step) => [step.name, stepValue(step)] as const)]);
}

function checkStep(step: Step, scope: Scope, checking: Checking): void {
  const { reading } = checking;
  const path = reading.places.get(step.name) ?? [];
  const place = { step, scope, path, checking };
  for (const [index, name] of step.needs.entries()) {
    if (scope.has(name)) continue;
    report(reading, [...path, 'needs', index], unknownName(name, place));
  }
  checkWhen(step.when, [...path, 'when'], place);
  checkOwn(place);
}

function checkOwn({ step, ...at }: NamePlace): void {
  const { path, scope, checking } = at;
  const { reading, agents } = checking;
  switch (step.kind) {
    case 'model': {
      const place = { step, ...at };
      checkText(step.prompt, [...path, 'prompt'], place);
      checkModel(place);
      for (const [key, argument] of Object.entries(step.edit ?? {})) {
        const type = key === 'path' ? 'string' : 'integer';
        checkArgument(argument, { type, required: true }, [...path, 'edit', key], place);
      }
      return;
    }
    case 'tool': {
      const inputs: Readonly<Record<string, ToolInput>> = workflowTools[step.tool].inputs;
      for (const [key, argument] of Object.entries(step.with)) {
        checkArgument(argument, inputs[key], [...path, 'with', key], { step, ...at });
      }
      return;
    }
    case 'branch':
      for (const [index, arm] of step.arms.entries()) {
        checkWhen(arm.when, [...path, 'branch', index, 'when'], { step, ...at });
        checkSteps(arm.steps, scope, checking);
      }
      return;
    case 'parallel':
      return checkParallel(step.steps, scope, checking);
    case 'forEach':
      return checkForEach({ step, ...at });
    case 'agent':
      checkText(step.task, [...path, 'task'], { step, ...at });
      if (agents.includes(step.agent)) return;
      report(reading, [...path, 'agent'], unknownAgent(step.agent, agents));
  }
}

function unknownAgent(name: string, agents: readonly string[]): string {
  const hint = didYouMean(name, agents) || ' Write it under `agents` first.';
  return `There is no agent "${name}".${hint}`;
}

function checkModel(place: NamePlace<Extract<Step, { kind: 'model' }>>): void {
  const { step, path, scope, checking } = place;
  if (step.model.kind !== 'from') return;
  const [name] = step.model.from;
  const { reading } = checking;
  if (scope.has(name)) return checkFrom(step.model, [...path, 'model'], { scope, reading });
  report(reading, [...path, 'model', 'from'], unknownName(name, place));
}

// Each waits for those that it uses, so all are visible to all, but not in a circle.
function checkParallel(steps: readonly Step[], scope: Scope, checking: Checking): void {
  const { reading } = checking;
  const requirements = new Map(steps.map((step) => [step.name, step.needs]));
  const told = new Set<string>();
  for (const { name } of steps) {
    const cycle = cycleThrough(name, requirements);
    if (!cycle || told.has(name)) continue;
    for (const it of cycle) told.add(it);
    const message = `${describeCycle(cycle)}: these steps wait for each other. Take one of the references out.`;
    report(reading, reading.places.get(name) ?? [], message, true);
  }
  const visible = withValues(scope, steps);
  for (const step of steps) checkStep(step, visible, checking);
}

function checkForEach(place: NamePlace<Extract<Step, { kind: 'forEach' }>>): void {
  const { step, path, scope, checking } = place;
  const { reading } = checking;
  const found = schemaAt(scope, step.list);
  const items = 'schema' in found ? itemsOf(found.schema) : undefined;
  if (!('schema' in found)) {
    const message = found.segment === 0 ? unknownName(step.list[0], place) : found.message;
    report(reading, [...path, 'forEach'], message);
  } else if (!items) {
    const message = `"${step.list.join('.')}" is ${inWords(found.schema)}, not a list. Name a list.`;
    report(reading, [...path, 'forEach'], message);
  }
  if (scope.has(step.as) || reading.places.has(step.as)) {
    report(reading, [...path, 'as'], `"${step.as}" has a meaning already. Choose another name.`);
  }
  checkSteps(step.steps, new Map([...scope, [step.as, items ?? unknownValue]]), checking);
}

/** What a step's value looks like to the steps after it. */
export function stepValue(step: Step): JsonSchema {
  const value = ownValue(step);
  return step.when === undefined ? value : orNull(value);
}

function ownValue(step: Step): JsonSchema {
  switch (step.kind) {
    case 'model':
      return step.edit ? editValue : (step.output ?? textValue);
    case 'tool':
      return workflowTools[step.tool].output;
    case 'branch': {
      const values = step.arms.map(({ steps }) => lastValue(steps));
      const value = areSame(values) ? values[0]! : unknownValue;
      return step.arms.at(-1)?.when === undefined ? value : orNull(value);
    }
    case 'parallel':
      return objectValue(Object.fromEntries(step.steps.map((it) => [it.name, stepValue(it)])));
    case 'forEach':
      return listValue(lastValue(step.steps));
    case 'agent':
      return step.output ?? textValue;
  }
}

const line = { type: 'integer' };
const editValue = objectValue({ path: textValue, startLine: line, endLine: line, text: textValue });

function lastValue(steps: readonly Step[]): JsonSchema {
  const last = steps.at(-1);
  return last ? stepValue(last) : unknownValue;
}

function areSame(values: readonly JsonSchema[]): boolean {
  return new Set(values.map((value) => JSON.stringify(value))).size === 1;
}
