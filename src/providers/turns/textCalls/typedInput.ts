import { arrayOf, type Json, objectOf } from '../../http/json.ts';
import { looseValue } from '../looseValue.ts';

/** Arguments that came as texts, as the values that the tool's schema wants. */
export function typedInput(texts: Json, schema: Json): Json {
  const properties = objectOf(schema['properties']) ?? {};
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [
      key,
      typed(String(text), typesOf(objectOf(properties[key]))),
    ]),
  );
}

/** A text that may be one stays one. */
function typed(text: string, types: readonly unknown[]): unknown {
  if (types.length === 0 || types.includes('string')) return text;
  const trimmed = text.trim();
  const found = looseValue(trimmed, 0);
  return found?.end === trimmed.length ? found.value : text;
}

function typesOf(schema: Json | undefined): readonly unknown[] {
  if (!schema) return [];
  const { type, anyOf, oneOf } = schema;
  const variants = [...arrayOf(anyOf), ...arrayOf(oneOf)].map(objectOf);
  return [
    ...(Array.isArray(type) ? type : type === undefined ? [] : [type]),
    ...variants.flatMap(typesOf),
  ];
}
