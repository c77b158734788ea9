import { didYouMean } from '../../../routing/input/didYouMean.ts';
import type { JsonSchema } from '../jsonSchema.ts';

/** The schema of each name that a template or a condition may use. */
export type Scope = ReadonlyMap<string, JsonSchema>;

export const unknownValue: JsonSchema = {};
export const textValue: JsonSchema = { type: 'string' };

export function objectValue(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const required = Object.keys(properties);
  return { type: 'object', properties, required, additionalProperties: false };
}

export function listValue(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

/** The schema of a value that is null when its step is skipped. */
export function orNull(schema: JsonSchema): JsonSchema {
  return isNullable(schema) ? schema : { anyOf: [schema, { type: 'null' }] };
}

export function isNullable({ anyOf, type }: JsonSchema): boolean {
  return (
    type === 'null' || (Array.isArray(anyOf) && anyOf.some((it: JsonSchema) => it.type === 'null'))
  );
}

/** The schema without its null, for a look at its fields. */
export function present(schema: JsonSchema): JsonSchema {
  if (!isNullable(schema)) return schema;
  const others = (schema.anyOf as JsonSchema[] | undefined)?.filter(({ type }) => type !== 'null');
  return others?.length === 1 ? others[0]! : unknownValue;
}

/** The choices of a text; undefined when any text is possible. */
export function choicesOf(schema: JsonSchema): readonly string[] | undefined {
  const { enum: choices } = present(schema);
  return Array.isArray(choices) && choices.every((it) => typeof it === 'string')
    ? choices
    : undefined;
}

/** The items of a list; undefined when the value cannot be a list. */
export function itemsOf(schema: JsonSchema): JsonSchema | undefined {
  const { type, items } = present(schema);
  if (type === 'array') return (items as JsonSchema | undefined) ?? unknownValue;
  return type === undefined ? unknownValue : undefined;
}

/** A field of an object, or an item of a list; undefined when it cannot exist. */
export function fieldOf(schema: JsonSchema, field: string | number): JsonSchema | undefined {
  const { type, properties, additionalProperties } = present(schema);
  if (type === undefined && properties === undefined) return unknownValue;
  if (typeof field === 'number') return type === 'array' ? itemsOf(schema) : undefined;
  if (type !== undefined && type !== 'object') return undefined;
  const fields = properties as Readonly<Record<string, JsonSchema>> | undefined;
  if (fields && Object.hasOwn(fields, field)) return fields[field];
  return fields && additionalProperties === false ? undefined : unknownValue;
}

/** The schema at the end of a path, or the part of the path that does not exist. */
export type Found =
  | { readonly schema: JsonSchema }
  /** `segment` counts the parts of the path from 0, the name. */
  | { readonly segment: number; readonly message: string };

/** Follows a path such as `['triage', 'complexity']`. */
export function schemaAt(scope: Scope, [name, ...fields]: readonly (string | number)[]): Found {
  let schema = scope.get(String(name));
  if (!schema) {
    return {
      segment: 0,
      message: `There is no "${name}" here.${didYouMean(String(name), [...scope.keys()])}`,
    };
  }
  let owner = String(name);
  for (const [index, field] of fields.entries()) {
    const next = fieldOf(schema, field);
    if (!next) return { segment: index + 1, message: noField(owner, field, schema) };
    schema = next;
    owner = `${owner}.${field}`;
  }
  return { schema };
}

function noField(owner: string, field: string | number, schema: JsonSchema): string {
  const { type, properties } = present(schema);
  if (type !== 'object') {
    return `"${owner}" is ${inWords(schema)}, so it has no "${field}".${insteadOfField(owner, field, type)}`;
  }
  return `"${owner}" has no "${field}".${didYouMean(String(field), Object.keys(properties ?? {}))}`;
}

/** What people mean by a field of a text or a list. */
function insteadOfField(owner: string, field: string | number, type: unknown): string {
  if (type !== 'string' && type !== 'array') return '';
  if (/^(?:length|size|count)$/.test(String(field))) {
    return ` Write size(${owner}) in a condition, or {{ ${owner} | size }} in a text.`;
  }
  return type === 'string' ? ` Write ${owner} alone.` : '';
}

/** `a text`, `a list` and so on, for sentences. */
export function inWords(schema: JsonSchema): string {
  const words: Readonly<Record<string, string>> = {
    string: 'a text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
  };
  return words[String(present(schema).type)] ?? 'of unknown type';
}
