import { own } from '../../routing/input/objects.ts';
import type { Tool } from '../../routing/conversation.ts';
import { type Json, arrayOf, objectOf, textOf } from '../http/json.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Tools as every wire accepts them: each name once, each schema one of an object. */
export function fitTools(tools: readonly Tool[]): readonly Tool[] {
  const names = new Set<string>();
  return tools
    .filter(({ name }) => !names.has(name) && names.add(name))
    .map((tool) => ({ ...tool, inputSchema: objectSchema(tool.inputSchema) }));
}

/** The words that OpenAI and Anthropic refuse at the top of a tool's schema. */
const alternatives = ['anyOf', 'oneOf', 'allOf'] as const;

/**
 * The schema as one of an object with properties, because OpenAI refuses `{}` ("object schema missing
 * properties"), any other type and alternatives at the top, and arrays without items. Alternatives at the
 * top are joined: what one of them allows is allowed, and what all of them require is required.
 */
export function objectSchema(written: Schema): Record<string, unknown> {
  const schema: Schema = resolved(written);
  const { anyOf, oneOf, allOf, enum: _, not: __, ...rest } = schema;
  const parts = { anyOf, oneOf, allOf };
  let joined: Json = { ...rest, type: 'object', properties: objectOf(rest['properties']) ?? {} };
  for (const word of alternatives) {
    const variants = arrayOf(parts[word]).flatMap((each): Json[] => {
      const variant = objectOf(each);
      return variant ? [variant] : [];
    });
    if (variants.length === 0) continue;
    const found = variants.map((each) => resolved(each, schema));
    joined = withVariants(joined, found, word);
  }
  return withItems(joined) as Record<string, unknown>;
}

function withVariants(schema: Json, variants: readonly Schema[], word: string): Json {
  const properties = Object.assign(
    {},
    ...variants.map((variant) => objectOf(variant['properties']) ?? {}),
    schema['properties'],
  ) as Json;
  const requires = variants.map((variant) => namesIn(variant['required']));
  const all = [...new Set(requires.flat())];
  const shared = all.filter((name) => requires.every((names) => names.includes(name)));
  const required = [
    ...new Set([...namesIn(schema['required']), ...(word === 'allOf' ? all : shared)]),
  ];
  return { ...schema, properties, ...(required.length > 0 && { required }) };
}

function namesIn(value: unknown): readonly string[] {
  return arrayOf(value).filter((name) => typeof name === 'string');
}

/** The schema that a reference into the same schema names; definitions stay with it. */
function resolved(schema: Schema, root: Schema = schema): Schema {
  const reference = textOf(schema['$ref']);
  if (!reference?.startsWith('#/')) return schema;
  let target: unknown = root;
  for (const step of reference.slice(2).split('/')) target = own(objectOf(target), step);
  const { $ref: _, ...rest } = schema;
  return { ...objectOf(target), ...rest };
}

/** Gives each array the items that OpenAI wants. */
function withItems(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withItems);
  const schema = objectOf(value);
  if (!schema) return value;
  const entries = Object.entries(schema).map(([key, inner]) => [key, withItems(inner)] as const);
  const needsItems = schema['type'] === 'array' && !('items' in schema);
  return { ...Object.fromEntries(entries), ...(needsItems && { items: {} }) };
}
