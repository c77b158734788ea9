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
  ['powershell', 'if ($a -eq 1) { Get-Item }', 'if ($a -eq 1) { Get-Item '],
  ['vue', '<script setup>\nconst a = 1;\n</script>', '<script setup>\nconst a = ;\n</script>'],
  ['svelte', '<script lang="ts">\nlet a: b;\n</script>', '<script lang="ts">\nlet a: ;\n</script>'],
  ['astro', '---\nconst a = [1];\n---\n<p>{a}</p>', '---\nconst a = [1;\n---\n<p>{a}</p>'],
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
  ['in tabs below spaces', 'def f():\n        a()\n\tb()', '3: Syntax error: this line mixes'],
  ['in spaces below tabs', 'if a:\n\tb()\n        c()', '3: Syntax error: this line mixes'],
  [
    'of fewer characters but more columns',
    'if a:\n  if b:\n\tc()',
    '3: Syntax error: this line mixes',
  ],
  ['in tabs alone', 'if a:\n\tb()\n\tif c:\n\t\td()', 'pass'],
  ['in tabs and then spaces', 'if a:\n\tb()\n\tif c:\n\t  d()', 'pass'],
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
    'the same error inside was there before',
    'const a = 1;\nconst = 2;\nlet b = 1;',
    'const a = 1;\nconst = 2;\nlet b = 3;',
    2,
    'pass',
  ],
  ['a fixed error', 'const a = 1;\nconst = 2;', 'const a = 1;\nconst b = 2;', 2, 'pass'],
  ['a second error', 'const = 1;\nconst b = 2;', 'const = 1;\nlet b = = 2;', 2, '2: '],
])('only new errors count: %s', async (_name, before, after, startLine, message) => {
  expect(await check(replacing('javascript', before, after, startLine))).toContain(message);
});

test.each<[what: string, language: string, before: string, after: string, verdict: RegExp]>([
  [
    'one error in place of another is no repair',
    'python',
    'def f(a\n    return a',
    'def f(a:\n    return a',
    /^\d+: Syntax error/,
  ],
  [
    'an assignment through ?. is newer than the grammar',
    'csharp',
    'class A { void F(B? b) { if (b != null) b.C = 1; } }',
    'class A { void F(B? b) { b?.C = 1; } }',
    /could not run: The grammar for csharp cannot read line 1/,
  ],
  [
    'a slip beside newer code is a slip',
    'csharp',
    'class A { void F(B? b) { b.C = 1; } }',
    'class A { void F(B? b) { b?.C = (1; } }',
    /^1: Syntax error/,
  ],
  [
    'a macro of Qt is no error',
    'cpp',
    'class A {\n};',
    'class A {\n  Q_OBJECT\nsignals:\n  void done();\npublic slots:\n  void stop();\n};',
    /could not run/,
  ],
  [
    "the file's own macro is no error",
    'cpp',
    'class A {\n  MARKED(x)\n  int b;\n};',
    'class A {\n  MARKED(x)\n  int b;\n  MARKED(y)\n  int c;\n};',
    /could not run/,
  ],
  [
    'a macro that nobody knows is an error',
    'cpp',
    'class A {\n  int b;\n};',
    'class A {\n  int b;\n  MARKED(y)\n  int c;\n};',
    /^3: Syntax error/,
  ],
  [
    'C has names that are words of C++',
    'c',
    '',
    'int f(int new) { int class = new; return class; }',
    /pass|could/,
  ],
  ['a slip in C', 'c', '', 'int f(int a { return a; }', /^1: Syntax error/],
])('%s', async (_what, language, before, after, verdict) => {
  const debug = { ...replacing(language, before, after) };
  expect(await check({ ...debug, task: { ...debug.task, type: 'debug' } })).toMatch(verdict);
});

test.each([
  [
    'markup',
    'vue',
    "<template>\n  <p>don't {{ a b }}</p>\n</template>\n<script>\nlet a = 1;\n</script>",
  ],
  [
    'a script that is data',
    'svelte',
    '<script type="application/json">{ a b }</script>\n<script>1</script>',
  ],
  [
    'an attribute with a bracket',
    'vue',
    '<script setup generic="T extends A<B>">\nlet a: T;\n</script>',
  ],
  ['markup in a script', 'vue', '<script lang="tsx">\nconst a = <p>{b}</p>;\n</script>'],
])('%s of a component is no syntax error', async (_what, language, text) => {
  expect(await check(replacing(language, '', text))).toBe('pass');
});

test('an error in a script is told at its line of the component', async () => {
  const before = '<template>\n  <p />\n</template>\n<script>\nlet a = 1;\n</script>';
  const broken = before.replace('= 1', '=');
  expect(await check(replacing('vue', before, broken))).toMatch(/^5: \S/);
  expect(await check(replacing('vue', '', '<template>\n</template>'))).toMatch(/no script/);
});

test.each([
  ['src/a.zsh', 'alias b=c'],
  ['bin/a', '#!/usr/bin/env zsh\nalias b=c'],
])('%s is read as bash as far as that goes', async (path, before) => {
  const zsh = (text: string) => {
    const candidate = replacing('shellscript', before, text);
    return { ...candidate, task: { ...candidate.task, path } };
  };
  expect(await check(zsh(`${before}\nalias d=e`))).toBe('pass');
  expect(await check(zsh(`${before}\n(( \${+commands[d]} )) || return`))).toMatch(/^could not run/);
});

test('operators in the arguments of a PowerShell method, and macros of an answer, are no errors', async () => {
  const call = '$a.Get("b",\n  [Flags]::One -bor [Flags]::Two)';
  expect(await check(replacing('powershell', '$a', call))).not.toMatch(/^\d/);
  const macro = 'struct A {\n  OLD_SINCE(3.1.0, b())\n  operator int() const;\n};';
  expect(await check(replacing('cpp', 'struct A {};', macro))).not.toMatch(/^\d/);
});

test('an error like one that the edit did not touch may be of the grammar, and does not fail', async () => {
  const before = 'foo => bar, in: 3\nputs 1';
  const after = 'foo => bar, in: 3\nbar => foo, in: 4';
  expect(await check(replacing('ruby', before, after, 2))).toMatch(/could not run: .* line 2/);
  expect(await check(replacing('ruby', 'puts 2\nputs 1', 'puts 2\nbar => foo, in: 4', 2))).toMatch(
    /^2: /,
  );
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
