import { posix } from 'node:path';
import type ts from 'typescript';
import { canSee, type Skill } from '../models.ts';
import { functionsIn, type FunctionShape } from './shape.ts';
import { parse, targetText, type Source } from './source.ts';
import { casesFor, type Case } from './testing/cases.ts';
import { listed, wordsOf } from './words.ts';
import type { EditAnswer, Work } from './work.ts';

/** A node:test file for the functions that the code under test really exports. */
export function tests(work: Work): EditAnswer {
  const { prompt, source, skill } = work;
  const under = prompt.related ?? prompt.file;
  const code = prompt.related ? sourceUnderTest(prompt.related.text) : source;
  const functions = wantedFunctions(code, prompt.instruction);
  if (functions.length === 0) {
    return {
      code: targetText(source),
      note: `${under.path} exports no function here, so there is nothing to test.`,
    };
  }
  const from = importPath(prompt.file.path, under.path);
  const written = functions.map((shape) => testsOf(shape, code.file, skill));
  const before = prompt.related ? targetText(source) : '';
  const fresh = written
    .flat()
    .filter((each) => !before.includes(each.slice(0, each.indexOf('\n'))));
  const unknown = functions.filter((_, index) => written[index]?.length === 0);
  const note = unknown.length
    ? `what ${listed(unknown.map(({ name }) => name))} should return could not be worked out, so there is no test for it.`
    : '';
  return { code: withTests(before, importsFor(functions, from, before), fresh), note };
}

/** Puts new imports below the existing ones and new tests at the end; the file ends with a line break. */
function withTests(before: string, imports: string, written: readonly string[]): string {
  const lines = before.trimEnd().split('\n');
  const top = lines.findLastIndex((line) => /^(?:import |\} from )/.test(line)) + 1;
  const head = [...lines.slice(0, top), imports].filter(Boolean).join('\n');
  const parts = [head, lines.slice(top).join('\n').trim(), ...written].filter(Boolean);
  return `${parts.join('\n\n')}\n`;
}

const linesWanted = /^\/\/ Write tests for lines (\d+)-(\d+)\n/;

/** The code under test; its first line may name the lines to test. */
function sourceUnderTest(text: string): Source {
  const wanted = linesWanted.exec(text);
  const file = parse(text.replace(linesWanted, ''));
  const starts = file.getLineStarts();
  if (!wanted) return { file, start: 0, end: file.text.length };
  const start = starts[Number(wanted[1]) - 1] ?? 0;
  return { file, start, end: starts[Number(wanted[2])] ?? file.text.length };
}

/** The exported functions that the instruction names; all of them when it names none. */
function wantedFunctions(code: Source, instruction: string): FunctionShape[] {
  const exported = functionsIn(code).filter((shape) => shape.exported);
  const named = exported.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(instruction));
  return named.length > 0 ? named : exported;
}

function importPath(fromFile: string, toFile: string): string {
  if (fromFile === toFile) return `./${posix.basename(toFile)}`;
  const relative = posix.relative(posix.dirname(fromFile), toFile);
  return relative.startsWith('.') ? relative : `./${relative}`;
}

function importsFor(functions: readonly FunctionShape[], from: string, before: string): string {
  const names = functions
    .map(({ name }) => name)
    .filter((name) => !new RegExp(`import [^;]*\\b${name}\\b`).test(before));
  const lines = [
    "import assert from 'node:assert/strict';",
    "import { test } from 'node:test';",
    names.length > 0 && `import { ${names.join(', ')} } from '${from}';`,
  ];
  return lines.filter((line) => line && !before.includes(line)).join('\n');
}

function testsOf(shape: FunctionShape, file: ts.SourceFile, skill: Skill): string[] {
  const cases = casesFor(shape, file);
  const most = canSee(skill, 'deep') ? 12 : canSee(skill, 'subtle') ? 4 : 1;
  const returning = cases.filter(({ kind }) => kind === 'returns').slice(0, most);
  const throwing = canSee(skill, 'subtle') ? cases.filter(({ kind }) => kind === 'throws') : [];
  const written: string[] = [];
  if (returning.length > 0) {
    written.push(testOf(`${wordsOf(shape.name)} gives what each case asks for`, shape, returning));
  }
  if (throwing.length > 0) {
    written.push(testOf(`${wordsOf(shape.name)} refuses what makes no sense`, shape, throwing));
  }
  return written;
}

function testOf(title: string, { name }: FunctionShape, cases: readonly Case[]): string {
  const lines = cases.map((found) => {
    const call = `${name}(${found.given
      .map(literal)
      .join(', ')
      .replace(/(?:, undefined)+$|^undefined$/, '')})`;
    if (found.kind === 'throws') {
      return `  assert.throws(() => ${call}, /${found.message.replaceAll(/[/\\^$.*+?()[\]{}|]/g, '\\$&')}/);`;
    }
    const check = typeof found.value === 'object' && found.value !== null ? 'deepEqual' : 'equal';
    return `  assert.${check}(${call}, ${literal(found.value)});`;
  });
  return `test('${title}', () => {\n${lines.join('\n')}\n});`;
}

function literal(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll("'", "\\'").replaceAll('\\"', '"')}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null)
    return Object.is(value, -0) ? '-0' : String(value);
  const fields = Object.entries(value).map(([key, field]) => `${key}: ${literal(field)}`);
  return fields.length > 0 ? `{ ${fields.join(', ')} }` : '{}';
}
