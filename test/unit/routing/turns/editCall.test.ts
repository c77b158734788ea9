import { expect, test } from 'vitest';
import { type CallEdit, editsOfCall } from '../../../../src/routing/turns/editCall.ts';

const path = 'src/cart.ts';
const editsOf = (name: string, given: unknown): readonly CallEdit[] =>
  editsOfCall({ id: 'c1', name, argumentsJson: JSON.stringify(given) });

const replace = (times: number | 'any') =>
  ({ kind: 'replace', path, oldText: 'one', newText: '1', times }) as const;
const old = { filePath: path, oldString: 'one', newString: '1' };

// Each row: whose tool it is, its name, what it is given, and what it does.
test.each<[string, string, object, CallEdit]>([
  ['VS Code', 'replace_string_in_file', old, replace(1)],
  [
    'Claude Code',
    'Edit',
    { file_path: path, old_string: 'one', new_string: '1', replace_all: false },
    replace(1),
  ],
  [
    'Claude Code, everywhere',
    'Edit',
    { file_path: path, old_string: 'one', new_string: '1', replace_all: true },
    replace('any'),
  ],
  [
    'Gemini CLI, three times',
    'replace',
    { file_path: path, old_string: 'one', new_string: '1', expected_replacements: 3 },
    replace(3),
  ],
  [
    'Roo Code, wherever it is',
    'search_and_replace',
    { path, search: 'one', replace: '1' },
    replace('any'),
  ],
  [
    'a text without a new one, which takes it out',
    'edit',
    { path, old_text: 'one' },
    { ...replace(1), newText: '' },
  ],
  [
    'Cline, a whole file',
    'write_to_file',
    { path, content: 'all' },
    { kind: 'whole', path, text: 'all' },
  ],
  [
    'Anthropic’s text editor, a new file',
    'str_replace_based_edit_tool',
    { command: 'create', path, file_text: 'all' },
    { kind: 'whole', path, text: 'all' },
  ],
  [
    'Cline, blocks',
    'replace_in_file',
    { path, diff: '<<<<<<< SEARCH\none\n=======\n1\n>>>>>>> REPLACE' },
    { kind: 'blocks', path, text: '<<<<<<< SEARCH\none\n=======\n1\n>>>>>>> REPLACE' },
  ],
  [
    'Codex, a patch that names its file',
    'apply_patch',
    { input: `*** Begin Patch\n*** Update File: ${path}\n-one\n+1` },
    { kind: 'patch', text: `*** Begin Patch\n*** Update File: ${path}\n-one\n+1` },
  ],
  [
    'a diff beside its file',
    'apply_diff',
    { path, diff: '@@ -1 +1 @@\n-one\n+1' },
    { kind: 'patch', path, text: '@@ -1 +1 @@\n-one\n+1' },
  ],
])('the tool of %s', (_, name, given, edit) => {
  expect(editsOf(name, given)).toEqual([edit]);
});

test('each change of a list is one, in the file around it or in its own', () => {
  const edits = [{ oldText: 'one', newText: '1' }, old];
  expect(editsOf('multi_edit', { path, edits })).toEqual([replace(1), replace(1)]);
  expect(editsOf('multi_edit', { edits })).toEqual([{ kind: 'unclear' }, replace(1)]);
});

test.each<[string, string, object]>([
  ['places by number', 'insert_edit', { path, content: 'one', line: 3 }],
  ['a sketch for another model', 'insert_edit_into_file', { path, code: 'one' }],
  ['a part of a file', 'insert', { path, content: 'one' }],
  ['whole lines at a number', 'write_lines', { path, content: 'one', start_line: 3 }],
  ['a regular expression', 'edit', { path, search: 'o.e', replace: '1', use_regex: true }],
  ['a patch that is none', 'edit', { path, patch: 'change one to 1' }],
  ['an empty list', 'edit', { path, edits: [] }],
  ['a list of words', 'edit', { path, edits: ['one', old] }],
  ['a deletion', 'delete_file', { path }],
])('only the tool knows what it does with %s', (_, name, given) => {
  expect(editsOf(name, given)).toEqual([{ kind: 'unclear', path }]);
});

test.each<[string, string, object]>([
  ['a text to replace', 'edit', { old_text: 'one', new_text: '1' }],
  ['a whole text', 'write_file', { content: 'all' }],
  ['blocks', 'edit', { diff: '<<<<<<< SEARCH\none\n=======\n1\n>>>>>>> REPLACE' }],
  ['two files', 'write_file', { path, filePath: 'src/other.ts', content: 'all' }],
])('without one file nobody knows where to: %s', (_, name, given) => {
  expect(editsOf(name, given)).toEqual([{ kind: 'unclear' }]);
});

test('showing a file changes nothing, and what is no JSON is unclear', () => {
  expect(editsOf('str_replace_based_edit_tool', { command: 'view', path })).toEqual([]);
  for (const argumentsJson of ['{"path": "a', '[]', '']) {
    expect(editsOfCall({ id: 'c1', name: 'edit', argumentsJson })).toEqual([{ kind: 'unclear' }]);
  }
});
