import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { root } from '../../../../../scripts/tools.mjs';
import { workflowSchema } from '../../../../../src/execution/workflow/parse/fileSchema.ts';
import { parsed } from '../parsed.ts';
import { wrongDefinitions } from '../wrongDefinitions.ts';

const folder = join(root, 'workflows');
const shipped = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
const fitsSchema = new Ajv2020({ allowUnionTypes: true }).compile(workflowSchema() as object);

test.each(wrongDefinitions)('$name: reported at its place', async ({ text, at, says }) => {
  const { problems } = await parsed(text);
  const [first] = problems;
  expect(first?.message).toMatch(says);
  expect(`${first?.line}:${first?.column}`).toBe(at);
});

test('there are at least thirty wrong definitions, each with one problem of its own', async () => {
  expect(wrongDefinitions.length).toBeGreaterThanOrEqual(30);
  const counts = await Promise.all(
    wrongDefinitions.map(async ({ name, text }) => [name, (await parsed(text)).problems.length]),
  );
  expect(counts.filter(([, count]) => count !== 1)).toEqual([]);
});

// Text that is not valid YAML never reaches the schema.
const readable = wrongDefinitions.filter(({ text }) => isYaml(text));
test.each(readable)('$name: the schema agrees', ({ text, seenBySchema = false }) => {
  expect(fitsSchema(parseYaml(text))).toBe(!seenBySchema);
});

test.each(shipped)('%s, as it is shipped, has no problem', async (file) => {
  const text = readFileSync(join(folder, file), 'utf8');
  const { workflow, problems } = await parsed(text, filesBeside());
  expect(problems).toEqual([]);
  expect(workflow?.steps.length).toBeGreaterThan(1);
  expect(fitsSchema(parseYaml(text))).toBe(true);
});

test('every key that can be written has a text to hover over', () => {
  const silent = keysOf(workflowSchema()).filter(
    ([, { description, $ref }]) => !description && !$ref,
  );
  expect(silent.map(([key]) => key)).toEqual([]);
});

interface Described {
  readonly description?: string;
  readonly $ref?: string;
}

/** Every property in a schema, at all depths. */
function keysOf(schema: unknown): [key: string, Described][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema ? Object.entries(schema.properties as object) : [];
  return [...own, ...Object.values(schema).flatMap(keysOf)];
}

function parseYaml(text: string): unknown {
  return parse(text, { logLevel: 'error' });
}

function isYaml(text: string): boolean {
  try {
    parseYaml(text);
    return true;
  } catch {
    return false;
  }
}

function filesBeside(): Record<string, string> {
  const files = readdirSync(folder, { recursive: true }).map(String);
  return Object.fromEntries(
    files
      .filter((file) => /\.(md|json)$/.test(file))
      .map((file) => [file.replaceAll('\\', '/'), readFileSync(join(folder, file), 'utf8')]),
  );
}
