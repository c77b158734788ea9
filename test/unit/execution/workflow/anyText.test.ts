import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../../../scripts/tools.mjs';
import type { WorkflowProblem } from '../../../../src/execution/workflow/definition.ts';
import { workflowSchema } from '../../../../src/execution/workflow/parse/fileSchema.ts';
import { parsed } from './parsed.ts';
import { wrongDefinitions } from './wrongDefinitions.ts';

const folder = join(root, 'workflows');
const files = readdirSync(folder, { recursive: true }).map(String);
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const prompts = Object.fromEntries(
  files
    .filter((file) => /\.(md|json)$/.test(file))
    .map((file) => [file.replaceAll('\\', '/'), read(file)]),
);
const texts = [
  ...files.filter((file) => file.endsWith('.yaml')).map(read),
  ...wrongDefinitions.map(({ text }) => text),
];
const fitsSchema = new Ajv2020({ allowUnionTypes: true }).compile(workflowSchema() as object);

// A sound text with a few of its pieces taken out, doubled, or put somewhere else.
const piece = /[\s{}[\]:,"]+|[^\s{}[\]:,"]+/g;
const damaged = fc
  .record({
    text: fc.constantFrom(...texts),
    changes: fc.array(
      fc.record({ at: fc.nat(), from: fc.nat(), how: fc.constantFrom('remove', 'double', 'copy') }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ text, changes }) => {
    const pieces = text.match(piece) ?? [];
    for (const { at, from, how } of changes) {
      const place = at % pieces.length;
      if (how === 'remove') pieces.splice(place, 1);
      else pieces.splice(place, 0, pieces[(how === 'double' ? place : from) % pieces.length]!);
    }
    return pieces.join('');
  });

test('whatever is written is read or refused at a place in it, and what is read fits the schema', async () => {
  await fc.assert(
    fc.asyncProperty(damaged, async (text) => {
      const { workflow, problems } = await parsed(text, prompts);
      expect(workflow === undefined).toBe(problems.length > 0);
      expect(workflow === undefined || fitsSchema(parse(text))).toBe(true);
      expect(problems.filter((problem) => !isSound(problem, text))).toEqual([]);
    }),
    { numRuns: 200 },
  );
}, 30_000);

test('an empty name that is used twice is marked, although it has no width', async () => {
  const text = 'steps:\n  :\n  :\n  a: { prompt: x }\n';
  const { problems } = await parsed(text, prompts);
  expect(problems).toMatchObject([{ message: expect.stringContaining('used twice') }]);
  expect(problems.filter((problem) => !isSound(problem, text))).toEqual([]);
});

/** Whether a problem is a sentence about something that is there. */
function isSound(problem: WorkflowProblem, text: string): boolean {
  const { line, column, endLine, endColumn, file, message } = problem;
  const lines = (file === undefined ? text : (prompts[file] ?? '')).split('\n').length;
  const isForwards = endLine > line || (endLine === line && endColumn > column);
  return line >= 1 && endLine <= lines && column >= 1 && isForwards && /[.?]$/.test(message);
}
