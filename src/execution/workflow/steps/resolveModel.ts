import type { StepUse } from '../../../routing/policy/stepUse.ts';
import type { ModelUse } from '../definition.ts';
import { valueAt } from '../values/template.ts';
import type { Values } from './running.ts';

/** The choice of a step, after a look at its `from`. Throws TemplateError when there is no such value. */
export function resolveUse(use: ModelUse, values: Values): StepUse {
  if (use.kind !== 'from') return use;
  const name = chosenName(use, values);
  return name === 'auto' ? { kind: 'auto' } : { kind: 'named', name };
}

/** The tier that an earlier value chooses. Throws TemplateError when there is no such value. */
export function chosenName(
  { from, map, otherwise }: Extract<ModelUse, { kind: 'from' }>,
  values: Readonly<Record<string, unknown>>,
): string {
  const value = String(valueAt(values, from));
  return (Object.hasOwn(map, value) ? map[value] : otherwise) ?? value;
}
