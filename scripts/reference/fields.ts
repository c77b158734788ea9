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
 * Every key that a schema allows and nobody has to replace, in its order. Where several shapes may stand in one
 * place, the keys of all of them are listed, each once. A shape that is `listed` already, here or on a page
 * before, is referred to. `placeOf` says where a path of this schema is listed, for those that come later.
 */
export function fieldsOf(
  schema: Schema,
  listed: Listed = new Map(),
  placeOf: (path: string) => string = code,
): Field[] {
  const list = new FieldList(schema, listed, placeOf);
  list.visit(schema, '');
  return list.all();
}

class FieldList {
  private readonly fields = new Map<string, Field>();
  private readonly schema: Schema;
  private readonly listed: Listed;
  private readonly placeOf: (path: string) => string;

  constructor(schema: Schema, listed: Listed, placeOf: (path: string) => string) {
    this.schema = schema;
    this.listed = listed;
    this.placeOf = placeOf;
  }

  all(): Field[] {
    return [...this.fields.values()];
  }

  /** Lists the keys below a part of the schema. */
  visit(part: Schema, path: string): void {
    const shape = resolved(part, this.schema);
    const name = nameOf(shape);
    const place = this.listed.get(name);
    if (place !== undefined) {
      this.refer(path, place);
      return;
    }
    const isWorthAName = path !== '' && (part.$ref !== undefined || holdsKeys(shape));
    if (isWorthAName) this.listed.set(name, this.placeOf(path));
    for (const each of [...(shape.anyOf ?? []), ...(shape.oneOf ?? [])]) this.visit(each, path);
    if (shape.items) this.visit(shape.items, `${path}[]`);
    if (typeof shape.additionalProperties === 'object')
      this.visit(shape.additionalProperties, under(path, '<name>'));
    for (const [key, value] of Object.entries(shape.properties ?? {}))
      this.add(value, under(path, key));
  }

  private add(part: Schema, path: string): void {
    if (part.deprecationMessage !== undefined) return;
    const found = fieldOf(path, resolved(part, this.schema));
    const known = this.fields.get(path);
    this.fields.set(path, known === undefined ? found : merged(known, found));
    this.visit(part, path);
  }

  /** Says at the key that leads to `path` where its keys are listed. */
  private refer(path: string, place: string): void {
    const { fields } = this;
    const above = fields.get(path) ?? fields.get(path.replace(/(\[\]|\.?<name>)+$/, ''));
    const owner = above ?? { path, description: '', value: '' };
    if (owner.description.includes(place) || place.includes(code(owner.path))) return;
    const description = `${owner.description} Has the keys of ${place}.`.trim();
    fields.set(owner.path, { ...owner, description });
  }
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

/** Is the same for shapes that are the same to a writer: all but the words about them. */
function nameOf(schema: Schema): string {
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
