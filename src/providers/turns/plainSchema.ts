import { own } from '../../routing/input/objects.ts';
import type { ModelCall } from '../provider.ts';
import { type Json, arrayOf, objectOf, textOf } from '../http/json.ts';
import { fitTools } from './toolSchema.ts';

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
  const tools = fitTools(call.tools).map((tool) => ({
    ...tool,
    inputSchema: plainSchema(tool.inputSchema),
  }));
  return { ...call, tools };
}

/** Deeper schemas, and those that contain themselves, end in an object of any kind. Chosen by judgement. */
const mostNested = 12;

/**
 * A schema as types, descriptions, properties, items and values of texts alone, with references in their places.
 * Its limits, patterns, formats and defaults are left out, so that more is allowed than before.
 */
export function plainSchema(schema: Json): Record<string, unknown> {
  return plain(schema, schema, 0);
}

function plain(written: unknown, root: Json, depth: number): Record<string, unknown> {
  if (depth > mostNested) return { type: 'object' };
  const schema = merged(resolved(objectOf(written) ?? {}, root), root);
  const description = textOf(schema['description']);
  const said = description === undefined ? {} : { description };
  const { anyOf: _, oneOf: __, ...rest } = schema;
  const variants = variantsOf(schema, root);
  if (variants.length === 1) {
    return { ...plain({ ...rest, ...variants[0] }, root, depth + 1), ...said };
  }
  if (variants.length > 1) {
    return { ...said, anyOf: variants.map((each) => plain(each, root, depth + 1)) };
  }
  const type = typeOf(schema);
  if (type === 'object') return { type, ...said, ...fieldsOf(schema, root, depth) };
  if (type === 'array') {
    const { prefixItems, items } = schema;
    const item =
      items === undefined || Array.isArray(items) ? arrayOf(items ?? prefixItems)[0] : items;
    return { type, ...said, items: plain(item ?? {}, root, depth + 1) };
  }
  const values = 'const' in schema ? [schema['const']] : arrayOf(schema['enum']);
  const isTexts = type === 'string' && values.length > 0 && values.every((value) => textOf(value));
  return { type, ...said, ...(isTexts && { enum: values }) };
}

function fieldsOf(schema: Json, root: Json, depth: number): Json {
  const properties = Object.entries(objectOf(schema['properties']) ?? {})
    .filter(([, value]) => objectOf(value) ?? value === true)
    .map(([name, value]) => [name, plain(value, root, depth + 1)] as const);
  const names = new Set(properties.map(([name]) => name));
  const required = arrayOf(schema['required']).filter((name) => names.has(String(name)));
  // The top of a tool's schema has properties on every wire, even none.
  const hasFields = properties.length > 0 || depth === 0;
  return {
    ...(hasFields && { properties: Object.fromEntries(properties) }),
    ...(required.length > 0 && { required }),
  };
}

/** The shapes that a schema may have other than its own; `null` is none. */
function variantsOf({ anyOf, oneOf, type, ...rest }: Json, root: Json): readonly Json[] {
  if (rest['properties']) return [];
  const listed = Array.isArray(type) ? type.map((each) => ({ ...rest, type: String(each) })) : [];
  const written = [...arrayOf(anyOf), ...arrayOf(oneOf)].map((each) =>
    resolved(objectOf(each) ?? {}, root),
  );
  const shapes = written.filter((each) => shapeWords.some((word) => word in each));
  return (shapes.length > 0 ? shapes : listed).filter((each) => each['type'] !== 'null');
}

const shapeWords = ['type', 'properties', 'items', 'enum', 'const', 'anyOf', 'oneOf', 'allOf'];

function merged({ allOf, ...schema }: Json, root: Json): Json {
  return arrayOf(allOf).reduce<Json>((all, each) => {
    const part = resolved(objectOf(each) ?? {}, root);
    return {
      ...part,
      ...all,
      properties: { ...objectOf(part['properties']), ...objectOf(all['properties']) },
      required: [...arrayOf(all['required']), ...arrayOf(part['required'])],
    };
  }, schema);
}

const types = ['string', 'number', 'integer', 'boolean', 'array', 'object'];

function typeOf({ type, properties, items }: Json): string {
  if (typeof type === 'string' && types.includes(type)) return type;
  if (objectOf(properties)) return 'object';
  return items === undefined ? 'string' : 'array';
}

function resolved(schema: Json, root: Json): Json {
  const { $ref, ...rest } = schema;
  const reference = textOf($ref);
  if (!reference?.startsWith('#/')) return rest;
  let target: unknown = root;
  for (const step of reference.slice(2).split('/')) target = own(objectOf(target), step);
  return { ...objectOf(target), ...rest };
}
