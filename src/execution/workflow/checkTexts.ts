import type { ProblemPath } from '../../routing/problem.ts';
import { checkCondition, isGuarded, type TextProblem } from './condition.ts';
import type { Argument, JsonSchema, Template } from './definition.ts';
import { report } from './reading.ts';
import { checkTemplate, followed } from './checkTemplate.ts';
import { lonePathOf } from './template.ts';
import type { ToolInput } from './tools.ts';
import { unknownName, type Place } from './unknownName.ts';
import { inWords, isNullable, present } from './valueSchema.ts';

/** Checks a condition. */
export function checkWhen(when: string | undefined, path: ProblemPath, place: Place): void {
  if (when === undefined) return;
  reportText(checkCondition(when, place.scope), path, place);
}

/** Checks a prompt, in place or in its Markdown file. */
export function checkText({ text, file }: Template, path: ProblemPath, place: Place): void {
  reportText(
    checkTemplate(text, place.scope),
    path,
    place,
    file === undefined ? undefined : { name: file, text },
  );
}

/** Checks what a tool is given, or where an edit goes. */
export function checkArgument(
  argument: Argument,
  input: Pick<ToolInput, 'type' | 'required'> | undefined,
  path: ProblemPath,
  place: Place,
): void {
  if (typeof argument !== 'string') return;
  const problems = checkTemplate(argument, place.scope);
  reportText(problems, path, place);
  const lone = lonePathOf(argument);
  const found = lone && problems.length === 0 ? followed(place.scope, lone) : undefined;
  if (!input || !lone || !found || !('schema' in found)) return;
  const message =
    nullProblem(lone[0], input, place) ?? typeProblem(lone.join('.'), found.schema, input, path);
  if (message) report(place.checking.reading, path, message);
}

function nullProblem(
  name: string,
  { required }: Pick<ToolInput, 'required'>,
  { scope, step }: Place,
): string | undefined {
  if (!required || !isNullable(scope.get(name) ?? {}) || isGuarded(name, step.when))
    return undefined;
  return `"${name}" may be skipped and is null then. Write when: ${name} != null at this step.`;
}

function typeProblem(
  written: string,
  schema: JsonSchema,
  { type }: Pick<ToolInput, 'type'>,
  path: ProblemPath,
): string | undefined {
  const given = present(schema);
  // Anything can be written as a text.
  if (given.type === undefined || given.type === type || type === 'string') return undefined;
  if (type === 'integer' && given.type === 'number') return undefined;
  return `"${written}" is ${inWords(given)}, and "${path.at(-1)}" is ${inWords({ type })}.`;
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
