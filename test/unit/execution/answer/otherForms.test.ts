import { expect, test } from 'vitest';
import { diffForm, hasConflict, otherForm } from '../../../../src/execution/answer/otherForms.ts';

const original = 'one();\ntwo();\n';

test.each([
  ['lines that went and came', '-one();\n+one(1);\n two();'],
  ['with a space behind each sign', '- one();\n+ one(1);\n  two();'],
  ['lines that came', ' one();\n+more();\n two();'],
  ['lines that went', '-one();\n two();'],
  ['a hunk', '@@ -1,2 +1,2 @@\n-one();\n+one(1);\n two();'],
  ['names of files', '--- a/x.ts\n+++ b/x.ts\n-gone();\n+come();'],
  ['git’s first line', 'diff --git a/x.ts b/x.ts\n-gone();\n+come();'],
  ['a patch', '*** Begin Patch\n*** Update File: x.ts\n-gone();\n+come();\n*** End Patch'],
])('a diff: %s', (_, code) => {
  expect(otherForm(code, original, 'x.ts')).toBe(diffForm);
  expect(otherForm(code.replaceAll('\n', '\r\n'), original, 'x.ts')).toBe(diffForm);
  expect(otherForm(code, original, 'x.diff')).toBeUndefined();
  expect(otherForm(code, code, 'x.ts')).toBeUndefined();
});

test.each([
  ['a list of what were lines', '- one\n- two', 'one\ntwo'],
  ['a list with plus signs', '+ one\n+ two', 'one\ntwo'],
  ['a list that was one', '- one\n- three', '- one\n- two'],
  ['signs of numbers', '-x + 1;\n+y;', 'a;\nb;'],
  ['deeper indentation', '  one();\n  two();', original],
  ['a diff shown further down', '# Diffs\n\n```diff\n@@ -1 +1 @@\n-a\n+b\n```', '# Diffs'],
  ['settings in JSON', '{"code": "a", "text": "b"', ''],
  ['a field of JSON that was there', '{"text": "b"}', '{"text": "a"}'],
  ['an object with other fields', '{"name": "b"}', 'x'],
  ['a tag that was there', '<code>b</code>', '<code>a</code>'],
  ['other tags', '<p>b</p>', 'a'],
])('plain code: %s', (_, code, before) => {
  expect(otherForm(code, before, 'x.lua')).toBeUndefined();
});

test.each([
  ['{ "code": "one(1);\\n" }', 'wraps the code in JSON'],
  ['{"new_text": "one(1);"}', 'wraps the code in JSON'],
  ['<code>one(1);</code>', 'wraps the code in a tag'],
  ['<updated_code>\none(1);\n</updated_code>', 'wraps the code in a tag'],
])('code in a wrapper: %s', (code, form) => {
  expect(otherForm(code, original, 'x.ts')?.says).toBe(form);
  expect(otherForm(code, original, form.endsWith('tag') ? 'x.html' : 'x.json')).toBeUndefined();
});

test('marks of a merge are seen where the original has none, and all of them are there', () => {
  const marks = '<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic';
  expect(hasConflict(marks, 'a')).toBe(true);
  expect(hasConflict('  <<<<<<<  SEARCH\na\n=======\nb\n  >>>>>>>  REPLACE', 'a')).toBe(true);
  expect(hasConflict(marks, marks)).toBe(false);
  expect(hasConflict('Title\n=======\n>>>>>>> quoted', '')).toBe(false);
});
