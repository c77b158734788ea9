import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import {
  createSyntaxGate,
  type SyntaxGate,
} from '../../../../../src/execution/gates/syntax/syntax.ts';
import type { Candidate } from '../../../../../src/execution/gates/gate.ts';
import { taskWith } from '../../../../support/tasks.ts';

const grammarsFolder = new URL('./', import.meta.resolve('@vscode/tree-sitter-wasm'));
const gate = createSyntaxGate({ grammarsFolder });
afterAll(() => gate.dispose());

/** A file whose lines from `startLine` on are replaced. */
function replacing(language: string, before: string, after: string, startLine = 1): Candidate {
  const endLine = before.split('\n').length;
  const text = before
    .split('\n')
    .slice(startLine - 1)
    .join('\n');
  const target = { startLine, endLine, text };
  const task = taskWith({ language, path: 'src/a', fileText: before, target });
  return { task, text: after, outcome: 'complete', fileText: after };
}

async function check(candidate: Candidate, by: SyntaxGate = gate): Promise<string> {
  const verdict = await by.check(candidate, new AbortController().signal);
  if (verdict.kind === 'couldNotRun') return `could not run: ${verdict.why}`;
  if (verdict.kind === 'pass') return 'pass';
  return verdict.evidence.map(({ line, message }) => `${line}: ${message}`).join('\n');
}

test.each([
  ['typescript', 'const a = (b satisfies C)!;', 'const a = (b satisfies C!;'],
  ['typescriptreact', 'const a = <p>{b}</p>;', 'const a = <p>{b}</q;'],
  ['javascript', 'const a = { ...b };', 'const a = { ...b ;'],
  ['javascriptreact', 'const a = <p>{b}</p>;', 'const a = <p>{b}</;'],
  ['python', 'def f(a: int) -> int:\n    return a', 'def f(a: int) -> int\n    return a'],
  ['go', 'package a\n\nfunc f() int { return 1 }', 'package a\n\nfunc f() int { return 1'],
  ['rust', "fn f<'a>(a: &'a str) -> &'a str { a }", 'fn f(a: &str -> &str { a }'],
  ['java', 'class A { int f() { return 1; } }', 'class A { int f() { return 1 } }'],
  ['csharp', 'class A { int F() => 1; }', 'class A { int F() => ; }'],
  ['cpp', 'int f() { return 1; }', 'int f( { return 1; }'],
  ['ruby', 'def f\n  1\nend', 'def f\n  1\n'],
  ['php', '<?php function f() { return 1; }', '<?php function f() { return 1; '],
  ['shellscript', 'if true; then\n  a\nfi', 'if true; then\n  a\n'],
  ['css', 'a { color: red; }', 'a { color: red; '],
  ['json', '{"a": 1}', '{"a": 1'],
  ['yaml', 'a: [1]', 'a: [1'],
])('%s: good code passes, broken code fails with its line', async (language, good, broken) => {
  expect(await check(replacing(language, '', good))).toBe('pass');
  expect(await check(replacing(language, good, broken))).toMatch(/^\d+: \S/);
});

test.each([
  ['not indented', 'def f():\nreturn 1', '2: Syntax error: an indented block'],
  ['too far', 'def f():\n    a = 1\n        return a', '3: Syntax error: this line is indented'],
  [
    'in between',
    'def f():\n    if a:\n        b()\n      c()',
    '4: Syntax error: this indentation',
  ],
  ['nothing in it', 'def f():', '1: Syntax error: an indented block'],
  ['in brackets', 'a = f(\n        1,\n  2)\nb = 1', 'pass'],
  ['in a string', 'a = """\n    b\n  c\n"""\nd = 1', 'pass'],
  ['behind a comment', 'def f():\n# why\n    return 1', 'pass'],
  ['over a line end', 'a = 1 + \\\n        2\nb = 1', 'pass'],
])('indentation in Python: %s', async (_name, code, message) => {
  expect(await check(replacing('python', '', code))).toContain(message);
});

test.each([
  [
    'an error outside the edit was there before',
    'const = 1;\nconst b = 2;',
    'const = 1;\n\n\nlet b = 2;',
    2,
    'pass',
  ],
  [
    'an error inside was there before',
    'const a = 1;\nconst = 2;',
    'const a = 1;\nlet = = 2;',
    2,
    'pass',
  ],
  ['a fixed error', 'const a = 1;\nconst = 2;', 'const a = 1;\nconst b = 2;', 2, 'pass'],
  ['a second error', 'const = 1;\nconst b = 2;', 'const = 1;\nlet b = = 2;', 2, '2: '],
])('only new errors count: %s', async (_name, before, after, startLine, message) => {
  expect(await check(replacing('javascript', before, after, startLine))).toContain(message);
});

test.each([
  ['an unknown language', replacing('cobol', '', 'MOVE A TO B.'), 'no grammar for cobol'],
  ['a name of Object', replacing('constructor', '', 'a'), 'no grammar for constructor'],
  ['a huge file', replacing('css', '', 'a{}'.repeat(400_000)), 'too large'],
  ['no code', { ...replacing('css', '', ''), fileText: undefined }, 'no code'],
])('%s: it has no opinion', async (_name, candidate, why) => {
  expect(await check(candidate as Candidate)).toMatch(new RegExp(`^could not run: .*${why}`));
});

test('grammars may be compressed, and a missing one can be added later', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'grammars-'));
  const own = createSyntaxGate({ grammarsFolder: folder });
  onTestFinished(() => {
    own.dispose();
    rmSync(folder, { recursive: true });
  });
  const candidate = replacing('css', '', 'a {');
  expect(await check(candidate, own)).toContain('could not run: The grammar for css');
  for (const name of ['tree-sitter.wasm', 'tree-sitter-css.wasm']) {
    const wasm = readFileSync(join(fileURLToPath(grammarsFolder), name));
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(wasm, { params: {} }));
  }
  expect(await check(candidate, own)).toMatch(/^1: /);
});

test('an aborted check rejects', async () => {
  const checking = gate.check(replacing('css', '', 'a {}'), AbortSignal.abort());
  await expect(checking).rejects.toThrow('aborted');
});
