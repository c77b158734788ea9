import type { StepUse } from '../../../routing/policy/stepUse.ts';
import type { ModelUse } from '../definition.ts';
import { StepFailure } from '../stepFailure.ts';
import { valueAt } from '../values/template.ts';
import type { Values } from './running.ts';

type From = Extract<ModelUse, { kind: 'from' }>;

/** A name is far shorter; what a model wrote instead of one is shown to this length, in characters. */
const longestName = 80;

/**
 * The choice of a step or an agent, after a look at its `from`. Throws TemplateError when there is no such
 * value, and StepFailure when a template gives none.
 */
export function resolveUse(use: ModelUse, values: Values): StepUse {
  if (use.kind !== 'from') return use;
  const name = use.isTemplate ? writtenName(use, values) : chosenName(use, values);
  return name === 'auto' ? { kind: 'auto' } : { kind: 'named', name };
}

/** The value that chose the tier, such as `triage.tier`; undefined when the definition names it. */
export function tierSource(use: ModelUse): string | undefined {
  return use.kind === 'from' ? use.from.join('.') : undefined;
}

/** The tier that an earlier value chooses. Throws TemplateError when there is no such value. */
export function chosenName({ from, map, otherwise }: From, values: Values): string {
  const value = String(valueAt(values, from));
  return (Object.hasOwn(map, value) ? map[value] : otherwise) ?? value;
}

/** A model wrote it, so there may be blanks around it. Whether it is a tier, the decision says. */
function writtenName({ from }: From, values: Values): string {
  const value = valueAt(values, from);
  if (value === null) {
    const path = from.join('.');
    throw new StepFailure(
      `“${path}” chooses the tier and has no value, because its step was skipped. Run that step always, or write \`from: ${path}\` with \`else\`.`,
    );
  }
  return String(value).trim().slice(0, longestName);
}
