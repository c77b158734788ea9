import * as z from 'zod';
import { parseJson } from '../../../providers/http/json.ts';
import { isRecord } from '../../../routing/input/objects.ts';

type Issue = z.core.$ZodIssue;
type Schema = Readonly<Record<string, unknown>>;

/**
 * What is wrong with the arguments of a call, by its tool's JSON Schema; `unknown` when the schema is broken, or
 * says something that cannot be checked here. What agents forgive is no problem: a number or a list written as
 * text, null for what may be left out. Patterns and formats are not checked: a pattern of somebody else's may
 * never end, and models and tools do not agree on formats.
 */
export function argumentProblems(schema: Schema, given: unknown): readonly string[] | 'unknown' {
  try {
    const draft = 'definitions' in schema ? 'draft-7' : 'draft-2020-12';
    const shape = z.fromJSONSchema(checkable(schema) as Schema, { defaultTarget: draft });
    // Without `jitless`, zod compiles code from the schema, which comes from somebody else.
    const { error } = shape.safeParse(given, { jitless: true });
    const issues = (error?.issues ?? []).filter(
      (issue) => !isForgiven(issue, given, requiredIn(schema)),
    );
    return issues.map((issue) => described(issue, given));
  } catch {
    return 'unknown';
  }
}

const dropped: ReadonlySet<string> = new Set(['pattern', 'patternProperties', 'format', 'default']);
/** Under these, names are chosen by the schema's author. */
const named: ReadonlySet<string> = new Set(['properties', '$defs', 'definitions']);
/** Under these stands data, which is no schema. */
const data: ReadonlySet<string> = new Set(['enum', 'const', 'required', 'examples']);

/** The schema without what is not checked. */
function checkable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(checkable);
  if (!isRecord(schema)) return schema;
  const entries = Object.entries(schema)
    // Names that a pattern would allow are not known any more.
    .filter(([key]) => key !== 'additionalProperties' || !('patternProperties' in schema))
    .filter(([key]) => !dropped.has(key))
    .map(([key, value]): [string, unknown] => {
      if (data.has(key)) return [key, value];
      if (!named.has(key) || !isRecord(value)) return [key, checkable(value)];
      const inner = Object.entries(value).map(([name, each]) => [name, checkable(each)]);
      return [key, Object.fromEntries(inner)];
    });
  return Object.fromEntries(entries);
}

function requiredIn({ required }: Schema): readonly unknown[] {
  return Array.isArray(required) ? required : [];
}

function isForgiven(issue: Issue, given: unknown, required: readonly unknown[]): boolean {
  const value = valueAt(given, issue.path);
  if (value === null) return issue.path.length > 1 || !required.includes(issue.path[0]);
  if (issue.code === 'invalid_union') {
    return issue.errors.some((branch) => branch.every((each) => isForgiven(each, value, [])));
  }
  if (issue.code !== 'invalid_type' || value === undefined) return false;
  if (issue.expected === 'string') return typeof value === 'number' || typeof value === 'boolean';
  if (typeof value !== 'string') return false;
  return kindOf(parseJson(value)).includes(issue.expected);
}

/** The names by which zod knows the type of a value. */
function kindOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return ['array'];
  if (isRecord(value)) return ['object', 'record'];
  return typeof value === 'number' && Number.isInteger(value) ? ['number', 'int'] : [typeof value];
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  let value = given;
  for (const key of path) {
    const isInside = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    value = isInside ? (value as Readonly<Record<PropertyKey, unknown>>)[key] : undefined;
  }
  return value;
}

function described(issue: Issue, given: unknown): string {
  const place = issue.path.map(String).join('.');
  const isMissing = place !== '' && valueAt(given, issue.path) === undefined;
  if (isMissing) return `\`${place}\` is missing`;
  return place === '' ? issue.message : `\`${place}\`: ${issue.message}`;
}
