import type { ProblemPath } from '../../routing/problem.ts';
import type { ModelUse } from './definition.ts';
import { didYouMean } from './didYouMean.ts';
import { report, type Reading } from './reading.ts';
import { choicesOf, inWords, isNullable, present, schemaAt, type Scope } from './valueSchema.ts';

type From = Extract<ModelUse, { kind: 'from' }>;

/** Checks that an earlier value says a model, whatever it turns out to be. */
export function checkFrom(
  { from, map, otherwise }: From,
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
  if (otherwise !== undefined) return;
  const open = possible?.filter((it) => !mapped.includes(it) && !reading.known.tiers.includes(it));
  if (open?.length === 0 && !isNullable(found.schema)) return;
  const missing = open?.length ? open.join(' or ') : 'anything else';
  report(reading, place, `Which model for ${missing}? Add \`else\`, such as else: balanced.`);
}
