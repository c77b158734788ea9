import type { Schema } from './fields.ts';

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: '`true` or `false`',
  object: 'object',
};

/** What may be written, in a few words; empty where nothing can be said. */
export function valueOf(schema: Schema): string {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(' or ');
  const variants = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (variants.length > 0) return eitherOf(variants);
  if (schema.type === 'array') {
    const item = valueOf(schema.items ?? {});
    return item === '' ? 'list' : `list of ${item}`;
  }
  const types = [schema.type ?? []].flat();
  return types.map((type) => typeNames[type] ?? type).join(' or ');
}

function eitherOf(variants: readonly Schema[]): string {
  const values = [...new Set(variants.map(valueOf).filter((each) => each !== ''))];
  // Names that completion offers say nothing beside any text.
  const known = values.includes('text') ? values.filter((each) => !each.startsWith('`')) : values;
  return known
    .map((each) => (known.some((item) => each === `list of ${item}`) ? 'list of them' : each))
    .join(' or ');
}

/** A value as it is written, as code. */
export function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
