import type { StepUse } from '../../routing/stepSituation.ts';
import type { ModelUse } from './definition.ts';
import type { Values } from './running.ts';
import { valueAt } from './template.ts';

/** A step's choice with its `from` followed. Throws TemplateError when there is no such value. */
export function resolveUse(use: ModelUse, values: Values): StepUse {
  if (use.kind !== 'from') return use;
  const value = valueAt(values, use.from);
  const written = value === null || value === undefined ? '' : String(value);
  const mapped = Object.hasOwn(use.map, written) ? use.map[written] : undefined;
  const name = mapped ?? use.otherwise ?? written;
  return name === 'auto' ? { kind: 'auto' } : { kind: 'named', name };
}
