import { own } from '../../routing/input/objects.ts';
import type { ModelCall } from '../provider.ts';
import { type Json, arrayOf, objectOf, textOf } from '../http/json.ts';
import { objectSchema } from './toolSchema.ts';

/** What servers say of a tool's schema that they cannot use. */
const refusals: readonly { readonly source: string; readonly words: RegExp }[] = [
  { source: 'Anthropic: anthropics/claude-code#586, 2025-07', words: /input_schema/i },
  { source: 'OpenAI: spacelift-io/spacectl#402, 2026-03', words: /invalid schema for function/i },
  { source: 'Gemini: anomalyco/opencode#11889, 2026-02', words: /function_?declarations\[/i },
  {
    source: 'llama.cpp: QwenLM/qwen-code#10435, 2026-08; openclaw/openclaw#107430, 2026-07',
    words: /parse grammar|schema conversion failed|generate parser for this template/i,
  },
  {
    source: 'Moonshot: MoonshotAI/kimi-cli#1595, 2026-03',
    words: /tools\.function\.parameters|flavored json schema/i,
  },
];

/** Whether a server refuses the schema of a tool. */
export function refusesSchema(refusal: string): boolean {
  return refusals.some(({ words }) => words.test(refusal));
}

/** The call with schemas that say only what every server understands. */
export function withPlainSchemas(call: ModelCall): ModelCall {
  if (!call.tools) return call;
  const tools = call.tools.map((tool) => ({ ...tool, inputSchema: plainSchema(tool.inputSchema) }));
  return { ...call, tools };
}

/**
 * A tool's schema as types, descriptions, properties, items and values of texts alone, with references in their
 * places. Its limits, patterns, formats and defaults are left out, so that more is allowed than before.
 */
export function plainSchema(written: Json): Record<string, unknown> {
  const schema = objectSchema(written);
  const room = { left: mostPieces };
  return { properties: {}, ...plain(inPlace(schema, schema, [], room)) };
}

/** A larger schema ends in objects of any kind, because each model reads it. Chosen by judgement. */
const mostPieces = 2000;

/** The value with what its references name in their places; what contains itself is an object of any kind. */
function inPlace(
  value: unknown,
  root: Json,
  names: readonly string[],
  room: { left: number },
): unknown {
  if (Array.isArray(value)) return value.map((each) => inPlace(each, root, names, room));
  const schema = objectOf(value);
  if (!schema) return value;
  room.left -= 1;
  const { $ref, $defs: _, definitions: __, ...rest } = schema;
  const name = textOf($ref);
  if (room.left < 0 || (name !== undefined && names.includes(name))) return { type: 'object' };
  if (name !== undefined) {
    return inPlace({ ...named(name, root), ...rest }, root, [...names, name], room);
  }
  const entries = Object.entries(rest).map(([key, inner]) => {
    return [key, inPlace(inner, root, names, room)] as const;
  });
  return Object.fromEntries(entries);
}

/** The part of a schema that a reference names; undefined for one that leads elsewhere. */
function named(reference: string, root: Json): Json | undefined {
  if (reference === '#') return root;
  let target: unknown = reference.startsWith('#/') ? root : undefined;
  for (const step of reference.slice(2).split('/')) target = own(objectOf(target), step);
  return objectOf(target);
}

function plain(written: unknown): Record<string, unknown> {
  const schema = merged(objectOf(written) ?? {});
  const description = textOf(schema['description']);
  const said = description === undefined ? {} : { description };
  const { anyOf: _, oneOf: __, ...rest } = schema;
  const variants = variantsOf(schema);
  if (variants.length === 1) return { ...plain({ ...rest, ...variants[0] }), ...said };
  if (variants.length > 1) return { ...said, anyOf: variants.map(plain) };
  const type = typeOf(schema);
  if (type === 'object') return { type, ...said, ...fieldsOf(schema) };
  if (type === 'array') return { type, ...said, items: plain(itemOf(schema)) };
  const values = 'const' in schema ? [schema['const']] : arrayOf(schema['enum']);
  const isTexts = type === 'string' && values.length > 0 && values.every((value) => textOf(value));
  return { type, ...said, ...(isTexts && { enum: values }) };
}

function fieldsOf(schema: Json): Json {
  const properties = Object.entries(objectOf(schema['properties']) ?? {})
    .filter(([, value]) => objectOf(value) ?? value === true)
    .map(([name, value]) => [name, plain(value)] as const);
  const names = new Set(properties.map(([name]) => name));
  const required = arrayOf(schema['required']).filter((name) => names.has(String(name)));
  return {
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
    ...(required.length > 0 && { required }),
  };
}

/** Older drafts list an item for each place. */
function itemOf({ items, prefixItems }: Json): unknown {
  return Array.isArray(items) || items === undefined ? arrayOf(items ?? prefixItems)[0] : items;
}

/** The shapes that a schema may have other than its own; `null` is none. */
function variantsOf({ anyOf, oneOf, type, ...rest }: Json): readonly Json[] {
  if (rest['properties']) return [];
  const listed = Array.isArray(type) ? type.map((each) => ({ ...rest, type: String(each) })) : [];
  const written = [...arrayOf(anyOf), ...arrayOf(oneOf)].map((each) => objectOf(each) ?? {});
  const shapes = written.filter((each) => shapeWords.some((word) => word in each));
  return (shapes.length > 0 ? shapes : listed).filter((each) => each['type'] !== 'null');
}

const shapeWords = ['type', 'properties', 'items', 'enum', 'const', 'anyOf', 'oneOf', 'allOf'];

function merged({ allOf, ...schema }: Json): Json {
  return arrayOf(allOf).reduce<Json>((all, each) => {
    const part = objectOf(each) ?? {};
    const properties = { ...objectOf(part['properties']), ...objectOf(all['properties']) };
    const required = [...arrayOf(all['required']), ...arrayOf(part['required'])];
    return { ...part, ...all, ...(Object.keys(properties).length > 0 && { properties, required }) };
  }, schema);
}

const types = ['string', 'number', 'integer', 'boolean', 'array', 'object'];

function typeOf({ type, properties, items }: Json): string {
  if (typeof type === 'string' && types.includes(type)) return type;
  if (objectOf(properties)) return 'object';
  return items === undefined ? 'string' : 'array';
}
