import type { Argument } from '../definition.ts';
import { engine, messageOf } from './liquidEngine.ts';

/*
 * Templates in prompts and in arguments of tools are Liquid (`liquidEngine.ts`), conditions are CEL
 * (`celEnvironment.ts`). Checked text and the values of earlier steps come in; text, values and true or
 * false go out. `valueSchema.ts` describes the values before a run, so that the parser can check both.
 */

/** A template could not be filled in with the values of a run. */
export class TemplateError extends Error {}

/** In characters. Chosen by judgement. */
const longest = 1_000_000;

/** Fills in a checked template. Throws TemplateError when the values do not allow it. */
export function renderTemplate(text: string, values: Readonly<Record<string, unknown>>): string {
  let rendered: string;
  try {
    rendered = engine.parseAndRenderSync(text, { ...values }) as string;
  } catch (error) {
    throw new TemplateError(`The template cannot be filled in: ${messageOf(error)}.`);
  }
  if (rendered.length <= longest) return rendered;
  throw new TemplateError(
    `The filled-in template has ${rendered.length} characters; at most ${longest} are sent. Use less of the earlier steps.`,
  );
}

const lonePath = /^\s*\{\{-?\s*([A-Za-z_]\w*(?:\.\w+)*)\s*-?\}\}\s*$/;

/** The path of an argument that is nothing but `{{ path }}`; its value keeps its type. */
export function lonePathOf(argument: Argument): [string, ...string[]] | undefined {
  const path = typeof argument === 'string' ? lonePath.exec(argument)?.[1] : undefined;
  return path?.split('.') as [string, ...string[]] | undefined;
}

/** The value of a tool's argument. Throws TemplateError. */
export function evaluateArgument(
  argument: Argument,
  values: Readonly<Record<string, unknown>>,
): unknown {
  const path = lonePathOf(argument);
  if (!path) return typeof argument === 'string' ? renderTemplate(argument, values) : argument;
  try {
    return engine.evalValueSync(path.join('.'), { ...values }) ?? null;
  } catch (error) {
    throw new TemplateError(`"${path.join('.')}" has no value: ${messageOf(error)}.`);
  }
}

/** Follows a path through own fields; everything below null is null. Throws TemplateError. */
export function valueAt(
  values: Readonly<Record<string, unknown>>,
  path: readonly string[],
): unknown {
  let value: unknown = values;
  for (const [index, field] of path.entries()) {
    if (value === null) return null;
    if (typeof value !== 'object' || !Object.hasOwn(value as object, field)) {
      throw new TemplateError(`There is no "${path.slice(0, index + 1).join('.')}".`);
    }
    value = (value as Record<string, unknown>)[field];
  }
  return value;
}
