import type { ModelUse } from './definition.ts';
import { valueAt } from './template.ts';

/** The tier or model that an earlier value asks for. Throws TemplateError where there is no value. */
export function chosenName(
  { from, map, otherwise }: Extract<ModelUse, { kind: 'from' }>,
  values: Readonly<Record<string, unknown>>,
): string {
  const value = String(valueAt(values, from));
  return (Object.hasOwn(map, value) ? map[value] : otherwise) ?? value;
}
