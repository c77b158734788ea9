import { code, valueOf } from './values.ts';

/** The part of JSON Schema that the product's schemas and the manifest use. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly default?: unknown;
  /** What to write instead. Such a key is not listed. */
  readonly deprecationMessage?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** A key of a file or of a setting. */
export interface Field {
  /** Where it stands: `rules[].when.path`, with `<name>` for a name of the writer's own. */
  readonly path: string;
  readonly description: string;
  /** What may be written, in a few words; empty where nothing can be said. */
  readonly value: string;
}

/** By shape, where its keys are listed already, in Markdown. */
export type Listed = Map<string, string>;

/**
 * Every key that a schema allows and nobody has to replace, in its order. Where several shapes may stand in one place, the keys of all of
 * them are listed, each once. A shape that is `listed` already, here or on a page before, is referred to.
 * `placeOf` says where a path of this schema is listed, for those that come later.
 */
export function fieldsOf(
  schema: Schema,
  listed: Listed = new Map(),
  placeOf: (path: string) => string = (path) => code(path),
): Field[] {
  const fields = new Map<string, Field>();
  const refer = (path: string, place: string): void => {
    const above = fields.get(path) ?? fields.get(path.replace(/(\[\]|\.?<name>)+$/, ''));
    const owner = above ?? { path, description: '', value: '' };
    if (owner.description.includes(place) || place.includes(code(owner.path))) return;
    const description = `${owner.description} Has the keys of ${place}.`.trim();
    fields.set(owner.path, { ...owner, description });
  };
  const visit = (part: Schema, path: string): void => {
    const target = resolved(part, schema);
    const shape = shapeOf(target);
    const place = listed.get(shape);
    if (place !== undefined) {
      refer(path, place);
      return;
    }
    if (path !== '' && (part.$ref !== undefined || holdsKeys(target)))
      listed.set(shape, placeOf(path));
    for (const each of [...(target.anyOf ?? []), ...(target.oneOf ?? [])]) visit(each, path);
    if (target.items) visit(target.items, `${path}[]`);
    if (typeof target.additionalProperties === 'object')
      visit(target.additionalProperties, under(path, '<name>'));
    for (const [key, value] of Object.entries(target.properties ?? {})) {
      if (value.deprecationMessage !== undefined) continue;
      const place = under(path, key);
      const found = fieldOf(place, resolved(value, schema));
      const known = fields.get(place);
      fields.set(place, known === undefined ? found : merged(known, found));
      visit(value, place);
    }
  };
  visit(schema, '');
  return [...fields.values()];
}

function resolved(part: Schema, { $defs = {} }: Schema): Schema {
  const target = $defs[part.$ref?.replace('#/$defs/', '') ?? ''];
  return target ? { ...resolved(target, { $defs }), ...spoken(part) } : part;
}

/** What stands beside a reference. */
function spoken({ description }: Schema): Schema {
  return description === undefined ? {} : { description };
}

function under(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

const wordsAbout: ReadonlySet<string> = new Set([
  '$schema',
  'description',
  'markdownDescription',
  'default',
]);

/** What makes two shapes the same to a writer: all but the words about them. */
function shapeOf(schema: Schema): string {
  const bare = Object.entries(schema).filter(([key]) => !wordsAbout.has(key));
  return JSON.stringify(Object.fromEntries(bare));
}

function holdsKeys({ properties, additionalProperties, items, anyOf = [] }: Schema): boolean {
  const below = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  return properties !== undefined || [...below, items ?? [], anyOf].flat().some(holdsKeys);
}

function fieldOf(path: string, schema: Schema): Field {
  const words = schema.markdownDescription ?? schema.description ?? '';
  const description = words.slice(0, 1).toUpperCase() + words.slice(1);
  return { path, description, value: valueOf(schema) };
}

/** The same key in two shapes: the words of both, where they differ. */
function merged(one: Field, other: Field): Field {
  const values = [...new Set([...one.value.split(' or '), ...other.value.split(' or ')])];
  const isNamed = /^`[^`]+`$/.test(other.value) && one.value !== other.value;
  const description = isNamed
    ? `${named(one)} ${named(other)}`
    : [...new Set([...one.description.split(' / '), other.description])].join(' / ');
  return { path: one.path, description, value: values.join(' or ') };
}

/** A value with what it means: `exact`: the answer is the expected text. */
function named({ value, description }: Field): string {
  return description.startsWith('`') ? description : `${value}: ${description}`;
}
