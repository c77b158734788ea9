import { didYouMean } from '../../../routing/input/didYouMean.ts';
import { isRecord } from '../../../routing/input/objects.ts';
import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { Argument, ModelUse, Template } from '../definition.ts';
import type { JsonSchema } from '../jsonSchema.ts';
import type { ToolInput } from '../tools.ts';
import { checkCondition, isGuarded, type TextProblem } from '../values/condition.ts';
import { lonePathOf } from '../values/template.ts';
import {
  choicesOf,
  inWords,
  isNullable,
  present,
  schemaAt,
  type Scope,
} from '../values/valueSchema.ts';
import { checkTemplate, followed } from './checkTemplate.ts';
import { foreignVariables } from './otherTools.ts';
import { isFull, type Reading, report } from './reading.ts';
import { type NamePlace, unknownName } from './unknownName.ts';

/** Checks a condition. */
export function checkWhen(when: string | undefined, path: ProblemPath, place: NamePlace): void {
  if (when === undefined) return;
  reportText(checkCondition(when, place.scope), path, place);
}

/** Checks a prompt, which stands in the workflow or in a Markdown file. */
export function checkText({ text, file }: Template, path: ProblemPath, place: NamePlace): void {
  const { places } = place.checking.reading;
  const problems = checkTemplate(text, place.scope).map((problem) => {
    const { unknownName: name } = problem;
    const isForeign = name !== undefined && !places.has(name) && name !== 'steps';
    return isForeign ? { ...problem, hint: keepBraces } : problem;
  });
  const source = file === undefined ? undefined : { name: file, text };
  reportText(problems, path, place, source);
  for (const { message, start, end } of foreignVariables(text, valuesIn(place.scope))) {
    const span = { start, end };
    place.checking.reading.notices.push({ path, message, span, ...(source && { file: source }) });
  }
}

/** The names of all values, with those of the inputs. */
function valuesIn(scope: Scope): readonly string[] {
  const properties = scope.get('inputs')?.['properties'];
  const inputs = isRecord(properties) ? Object.keys(properties) : [];
  return [...scope.keys(), ...inputs.map((name) => `inputs.${name}`)];
}

const keepBraces =
  'To keep braces as they are, write {% raw %} before them and {% endraw %} behind.';

/** Checks one argument of a tool or of an edit. */
export function checkArgument(
  argument: Argument,
  input: Pick<ToolInput, 'type' | 'required'> | undefined,
  path: ProblemPath,
  place: NamePlace,
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
  { scope, step }: NamePlace,
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
  // Every value can be written as a text.
  if (given.type === undefined || given.type === type || type === 'string') return undefined;
  if (type === 'integer' && given.type === 'number') return undefined;
  return `"${written}" is ${inWords(given)}, and "${path.at(-1)}" is ${inWords({ type })}.`;
}

function reportText(
  problems: readonly (TextProblem & { readonly hint?: string })[],
  path: ProblemPath,
  place: NamePlace,
  file?: { readonly name: string; readonly text: string },
): void {
  const { reading } = place.checking;
  for (const { message, start, end, unknownName: name, hint } of problems) {
    if (isFull(reading)) return;
    const found = name === undefined ? message : unknownName(name, place);
    const better =
      hint === undefined || found.includes('Did you mean') ? found : `${found} ${hint}`;
    const span = { start, end };
    reading.findings.push({ path, message: better, span, ...(file && { file }) });
  }
}

type From = Extract<ModelUse, { kind: 'from' }>;

/** Checks that every possible value of `from` leads to a model. */
export function checkFrom(
  { from, map, otherwise, isTemplate }: From,
  path: ProblemPath,
  { scope, reading }: { readonly scope: Scope; readonly reading: Reading },
): void {
  const found = schemaAt(scope, from);
  const place = [...path, 'from'];
  if (!('schema' in found)) return report(reading, place, found.message);
  const { type } = present(found.schema);
  if (type === 'object' || type === 'array') {
    const message = `"${from.join('.')}" is ${inWords(found.schema)}. Name a field that says which model.`;
    return report(reading, place, message);
  }
  const possible = type === 'boolean' ? ['true', 'false'] : choicesOf(found.schema);
  const mapped = Object.keys(map);
  for (const value of possible ? mapped.filter((it) => !possible.includes(it)) : []) {
    const message = `"${from.join('.')}" is never "${value}".${didYouMean(value, possible ?? [])}`;
    report(reading, [...path, 'map', value], message, true);
  }
  if (isTemplate) return checkTemplateChoices(from, possible, place, reading);
  if (otherwise !== undefined) return;
  const open = possible?.filter((it) => !mapped.includes(it) && !reading.known.tiers.includes(it));
  if (open?.length === 0 && !isNullable(found.schema)) return;
  const missing = open?.length ? open.join(' or ') : 'anything else';
  report(reading, place, `Which model for ${missing}? Add \`else\`, such as else: balanced.`);
}

/** A template's value names the tier itself: what is known of it before a run must be tiers. */
function checkTemplateChoices(
  from: From['from'],
  possible: readonly string[] | undefined,
  path: ProblemPath,
  reading: Reading,
): void {
  const { tiers } = reading.known;
  const other = possible?.find((it) => it !== 'auto' && !tiers.includes(it));
  if (other === undefined) return;
  const message = `"${from.join('.')}" may be "${other}", which is no tier. The tiers are ${tiers.join(', ')}; or write \`from\` with a \`map\`.`;
  report(reading, path, message);
}
