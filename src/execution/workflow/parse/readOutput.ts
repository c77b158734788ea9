import { didYouMean } from '../../../routing/input/didYouMean.ts';
import { isRecord, own } from '../../../routing/input/objects.ts';
import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { JsonSchema } from '../jsonSchema.ts';
import { schemaProblem } from '../values/answerSchema.ts';
import { listValue, objectValue, textValue } from '../values/valueSchema.ts';
import { type Reading, report } from './reading.ts';
import { namePattern } from './shapes.ts';

const simple: Readonly<Record<string, JsonSchema>> = {
  text: textValue,
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
};
const hint = `Write ${Object.keys(simple).join(', ')}, a list of choices, or \`list:\` with what it lists.`;

/** The JSON Schema of a step's answer, from `output` or `schema`; undefined for plain text. */
export function readOutput(
  { output, schema }: { readonly output?: unknown; readonly schema?: JsonSchema | undefined },
  path: ProblemPath,
  reading: Reading,
): JsonSchema | undefined {
  if (schema !== undefined && output !== undefined) {
    report(reading, [...path, 'schema'], '`output` and `schema` say the same. Keep one.', true);
  }
  if (schema !== undefined) return readSchema(schema, [...path, 'schema'], reading);
  return output === undefined ? undefined : readFields(output, [...path, 'output'], reading);
}

function readSchema(schema: JsonSchema, path: ProblemPath, reading: Reading): JsonSchema {
  const problem = schemaProblem(schema);
  if (problem) report(reading, path, problem, true);
  return schema;
}

function readFields(written: unknown, path: ProblemPath, reading: Reading): JsonSchema {
  if (!isRecord(written) || Object.keys(written).length === 0) {
    report(reading, path, 'Write the fields of the answer, such as summary: text.');
    return objectValue({});
  }
  if (written['type'] === 'object' && isRecord(written['properties'])) {
    report(reading, path, 'This is a JSON Schema. Write it as `schema` instead.', true);
    return objectValue({});
  }
  const fields = Object.entries(written).map(([name, field]): [string, JsonSchema] => {
    const place = [...path, name];
    if (!namePattern.test(name)) {
      report(reading, place, 'A field has letters, digits and _, and begins with a letter.', true);
    }
    return [name, readField(field, place, reading)];
  });
  return objectValue(Object.fromEntries(fields));
}

/** Types of other notations, and how they are written here. */
const otherTypes: Readonly<Record<string, string>> = {
  string: 'text',
  str: 'text',
  float: 'number',
  double: 'number',
  int: 'integer',
  bool: 'boolean',
};

function insteadOfType(written: string): string {
  const other = own(otherTypes, written.toLowerCase());
  if (other !== undefined) return ` Write ${other}.`;
  if (/^(?:list|array)\b|\[\]$/i.test(written)) return ' Write a list as { list: text }.';
  if (/^(?:object|dict|map)$/i.test(written)) return ' Write its fields, such as { name: text }.';
  if (written.includes('|')) return ' Write choices as a list, such as [low, high].';
  return didYouMean(written, Object.keys(simple));
}

function readField(written: unknown, path: ProblemPath, reading: Reading): JsonSchema {
  if (typeof written === 'string') {
    const schema = Object.hasOwn(simple, written) ? simple[written] : undefined;
    if (schema) return schema;
    report(reading, path, `There is no type "${written}".${insteadOfType(written)}`);
    return {};
  }
  if (Array.isArray(written)) {
    if (written.length > 0 && written.every((it) => typeof it === 'string')) {
      return { type: 'string', enum: written };
    }
    report(reading, path, 'Choices are texts, such as [low, high]. Put others in quotes.', true);
    return {};
  }
  if (!isRecord(written)) {
    report(reading, path, hint);
    return {};
  }
  if (Object.keys(written).length === 1 && 'list' in written) {
    return listValue(readField(written.list, [...path, 'list'], reading));
  }
  return readFields(written, path, reading);
}
