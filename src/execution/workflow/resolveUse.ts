import type { StepUse } from '../../routing/stepSituation.ts';
import { chosenName } from './chosenName.ts';
import type { ModelUse } from './definition.ts';
import type { Values } from './running.ts';

/** A step's choice with its `from` followed. Throws TemplateError when there is no such value. */
export function resolveUse(use: ModelUse, values: Values): StepUse {
  if (use.kind !== 'from') return use;
  const name = chosenName(use, values);
  return name === 'auto' ? { kind: 'auto' } : { kind: 'named', name };
}
