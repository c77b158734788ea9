import { expect, test } from 'vitest';
import { readInstruction } from '../../../../../src/execution/gates/complete/asked.ts';
import { oddBrackets } from '../../../../../src/execution/gates/complete/brackets.ts';
import { lostImports } from '../../../../../src/execution/gates/complete/lostImports.ts';
import { lostNotes } from '../../../../../src/execution/gates/complete/lostNotes.ts';

/** An edit of a whole file. */
function edit(language: string, target: string, answer: string, instruction = 'Add a check.') {
  const [old, now] = [target.split('\n'), answer.split('\n')];
  return { language, instruction, before: [], target: old, after: [], answer: now };
}

function notes(...given: Parameters<typeof edit>): string {
  const all = edit(...given);
  return lostNotes(all, readInstruction(all.instruction, 'feature'))
    .map(({ message, doubtful }) => `${doubtful ? 'doubt: ' : ''}${message}`)
    .join('\n');
}

const documented = '/** Scales a number by a factor. */\nfunction scale(x) {\n  return x;\n}';
const bare = 'function scale(x) {\n  check(x);\n  return x;\n}';

test('documentation of what stays has to stay, and may be written anew', () => {
  expect(notes('javascript', documented, bare)).toBe(
    'The answer drops the documentation of scale.',
  );
  expect(notes('javascript', documented, `/** Gives x. */\n${bare}`)).toBe('');
  expect(notes('javascript', documented, 'function other(x) {\n  return x;\n}')).toBe('');
  expect(notes('javascript', documented, bare, 'Remove it.')).toBe('');
  expect(notes('javascript', documented, bare, 'Simplify it.')).toContain('doubt: The answer');
  const todo = documented.replace('Scales', 'TODO: scales');
  expect(notes('javascript', todo, bare)).toBe('');
});

test('a notice has to stay unless the instruction speaks of it', () => {
  const noticed = `// Copyright 2024 Kiosk\n${bare}`;
  expect(notes('javascript', noticed, bare, 'Remove the check.')).toContain('notice of copyright');
  expect(notes('javascript', noticed, bare, 'Remove the header.')).toBe('');
  expect(notes('javascript', noticed, `// © 2026 Kiosk\n${bare}`)).toBe('');
});

test('a comment for a linter has to stay while its line does', () => {
  const told = 'eval(a); // eslint-disable-line no-eval\nrun();';
  expect(notes('javascript', told, 'eval(a);\ncheck();\nrun();')).toContain('eslint-disable');
  expect(notes('javascript', told, 'parse(a);\nrun();')).toBe('');
  expect(notes('javascript', told, 'eval(a);\nrun();', 'Fix the lint error.')).toBe('');
});

test.each([
  ['python', 'import os\n\nos.run()', 'import sys\n\nos.run()', 'sure'],
  ['python', 'import os\n\nos.run()', 'from system import *\n\nos.run()', 'none'],
  ['python', 'import os\n\nos.run()', 'os = load()\nos.run()', 'none'],
  ['python', 'import a.os as os\n\nos.run()', 'import sys\n\nsys.run()', 'none'],
  ['java', 'import a.List;\nclass A { List<B> b; }', 'class A { List<B> b; int c; }', 'doubtful'],
  ['kotlin', 'import a.b\nfun c() = b()', 'fun c() = b() + 1', 'doubtful'],
  ['go', 'import "os"\nos.Run()', 'os.Run()', 'none'],
])('an import in %s that is dropped: %j to %j', (language, target, answer, how) => {
  const [found] = lostImports(edit(language, target, answer));
  expect(found ? (found.doubtful ? 'doubtful' : 'sure') : 'none').toBe(how);
});

test.each([
  ['kotlin', 'fun a() {\n}', 'fun a() {', 'too few closing brackets }'],
  ['kotlin', 'fun a() {\n}', 'fun a() {\n}\n}', 'too many closing brackets }'],
  ['sql', 'select (1);', 'select (1 + (2);', 'too few closing brackets )'],
  ['kotlin', 'fun a() {', 'fun b() {', ''],
  ['kotlin', 'a("{")', 'a("{", \'(\') // [', ''],
  ['typescript', 'a()', 'a(', ''],
])('brackets in %s: %j to %j', (language, target, answer, message) => {
  const found = oddBrackets(edit(language, target, answer)).map((each) => each.message);
  expect(found.join()).toContain(message);
  expect(found).toHaveLength(message === '' ? 0 : 1);
});

test('of two functions of one name, one that never had documentation is no loss', () => {
  const two = (words: string) =>
    `class Cart {\n  /** ${words} */\n  add(x) {\n    this.x = x;\n  }\n}\nclass List {\n  add(x) {\n    this.y = x;\n  }\n}`;
  expect(notes('javascript', two('Adds one thing to the cart.'), two('Puts a thing in.'))).toBe('');
});

test('a file of 20,000 declarations is read in a moment', () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `export const n${index} = ${index};`);
  const text = lines.join('\n');
  const started = performance.now();
  expect(notes('typescript', text, text.replace('n7 = 7', 'n7 = 8'))).toBe('');
  // It takes 0.3 s; looking through the rest of the file for each declaration takes 15.
  expect(performance.now() - started).toBeLessThan(5_000);
});
