import type { ProblemPath } from '../../routing/problem.ts';
import { checkCondition, type TextProblem } from './condition.ts';
import type { Argument, Step, Template } from './definition.ts';
import { didYouMean } from './didYouMean.ts';
import { cycleThrough, describeCycle, namesUsed } from './references.ts';
import { report, type Reading } from './reading.ts';
import { checkFrom } from './checkFrom.ts';
import { stepValue } from './stepValue.ts';
import { checkTemplate, lonePathOf } from './template.ts';
import { workflowTools, type ToolInput } from './tools.ts';
import { inWords, itemsOf, present, schemaAt, unknownValue, type Scope } from './valueSchema.ts';

/** What the checks know of the whole workflow. */
export interface Checking {
  readonly reading: Reading;
  readonly agents: readonly string[];
  /** For each step the names that it looks at. */
  readonly uses: ReadonlyMap<string, readonly string[]>;
}

/** The names that each step looks at, at all levels. */
export function usesOf(steps: readonly Step[]): Map<string, readonly string[]> {
  return new Map(
    steps.flatMap((step) => [[step.name, namesUsed(step)] as const, ...usesOf(innerSteps(step))]),
  );
}

function innerSteps(step: Step): readonly Step[] {
  if (step.kind === 'branch') return step.arms.flatMap(({ steps }) => steps);
  return step.kind === 'parallel' || step.kind === 'forEach' ? step.steps : [];
}

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

interface Place<S extends Step = Step> {
  readonly step: S;
  readonly scope: Scope;
  readonly path: ProblemPath;
  readonly checking: Checking;
}

function checkOwn({ step, ...at }: Place): void {
  const { path, scope, checking } = at;
  const { reading, agents } = checking;
  switch (step.kind) {
    case 'model': {
      const place = { step, ...at };
      checkText(step.prompt, [...path, 'prompt'], place);
      checkModel(place);
      for (const [key, argument] of Object.entries(step.edit ?? {})) {
        const type = key === 'path' ? 'string' : 'integer';
        checkArgument(argument, type, [...path, 'edit', key], place);
      }
      return;
    }
    case 'tool': {
      const inputs: Readonly<Record<string, ToolInput>> = workflowTools[step.tool].inputs;
      for (const [key, argument] of Object.entries(step.with)) {
        checkArgument(argument, inputs[key]?.type, [...path, 'with', key], { step, ...at });
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
      report(
        reading,
        [...path, 'agent'],
        `There is no agent "${step.agent}".${didYouMean(step.agent, agents) || ' Write it under `agents` first.'}`,
      );
  }
}

function checkModel(place: Place<Extract<Step, { kind: 'model' }>>): void {
  const { step, path, scope, checking } = place;
  if (step.model.kind !== 'from') return;
  const [name] = step.model.from;
  if (scope.has(name))
    checkFrom(step.model, [...path, 'model'], { scope, reading: checking.reading });
  else report(checking.reading, [...path, 'model', 'from'], unknownName(name, place));
}

// Each waits for those that it uses, so all are visible to all, but not in a circle.
function checkParallel(steps: readonly Step[], scope: Scope, checking: Checking): void {
  const { reading } = checking;
  const needs = new Map(steps.map((step) => [step.name, step.needs]));
  const told = new Set<string>();
  for (const { name } of steps) {
    const cycle = cycleThrough(name, needs);
    if (!cycle || told.has(name)) continue;
    for (const it of cycle) told.add(it);
    const message = `${describeCycle(cycle)}: these steps wait for each other. Take one of the references out.`;
    report(reading, reading.places.get(name) ?? [], message, true);
  }
  const visible = withValues(scope, steps);
  for (const step of steps) checkStep(step, visible, checking);
}

function checkForEach(place: Place<Extract<Step, { kind: 'forEach' }>>): void {
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

function checkWhen(when: string | undefined, path: ProblemPath, place: Place): void {
  if (when === undefined) return;
  reportText(checkCondition(when, place.scope), path, place);
}

function checkText({ text, file }: Template, path: ProblemPath, place: Place): void {
  reportText(
    checkTemplate(text, place.scope),
    path,
    place,
    file === undefined ? undefined : { name: file, text },
  );
}

function checkArgument(
  argument: Argument,
  type: ToolInput['type'] | undefined,
  path: ProblemPath,
  place: Place,
): void {
  if (typeof argument !== 'string') return;
  const problems = checkTemplate(argument, place.scope);
  reportText(problems, path, place);
  const lone = lonePathOf(argument);
  const found = lone && problems.length === 0 ? schemaAt(place.scope, lone) : undefined;
  const given = found && 'schema' in found ? present(found.schema) : {};
  if (!type || given.type === undefined || given.type === type) return;
  // Anything can be written as a text.
  if (type === 'string' || (type === 'integer' && given.type === 'number')) return;
  const message = `"${lone!.join('.')}" is ${inWords(given)}, and "${path.at(-1)}" is ${inWords({ type })}.`;
  report(place.checking.reading, path, message);
}

function reportText(
  problems: readonly TextProblem[],
  path: ProblemPath,
  place: Place,
  file?: { readonly name: string; readonly text: string },
): void {
  for (const { message, start, end, unknownName: name } of problems) {
    const said = name === undefined ? message : unknownName(name, place);
    const span = { start, end };
    place.checking.reading.findings.push({ path, message: said, span, ...(file && { file }) });
  }
}

/** Why a name cannot be used here, and what to do. */
function unknownName(name: string, { step, scope, checking }: Place): string {
  const { reading, uses } = checking;
  if (name === step.name) return `"${name}" cannot use its own value. Use an earlier step's.`;
  const place = reading.places.get(name);
  if (!place)
    return `There is no step "${name}" before this.${didYouMean(name, [...scope.keys()])}`;
  const cycle = cycleThrough(step.name, uses);
  if (cycle?.includes(name)) {
    return `${describeCycle(cycle)}: these steps wait for each other. Take one of the references out.`;
  }
  const outer = outerStep(name, { step, reading });
  if (outer !== undefined && scope.has(outer)) {
    const use = place.at(-2) === 'parallel' ? `${outer}.${name}` : `the value of "${outer}"`;
    return `"${name}" lies inside "${outer}" and is not seen here. Use ${use}.`;
  }
  return `"${name}" comes later. Move it before "${step.name}".`;
}

/** The step around another one that a step stands beside. */
function outerStep(
  name: string,
  { step, reading: { places } }: { readonly step: Step; readonly reading: Reading },
): string | undefined {
  const place = places.get(name) ?? [];
  const own = places.get(step.name) ?? [];
  const parting = place.findIndex((part, index) => part !== own[index]);
  return parting < place.length - 1 ? String(place[parting]) : undefined;
}
