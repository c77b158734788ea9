import { expect, test } from 'vitest';
import { planRules } from '../../../src/editor/chat/plan.ts';
import { editedText } from '../../../src/execution/answer/files/editedText.ts';
import { fileEditRules } from '../../../src/execution/answer/files/editRules.ts';
import { fileEditsIn } from '../../../src/execution/answer/files/fileEdits.ts';
import { section } from '../../../src/execution/attempt/prompt.ts';
import { practiceAnswer } from './practiceCall.ts';

const texts = {
  'src/a.ts': 'const lines = 1;\nuse(lines);\n',
  'src/b.ts': 'const other = 2;\n',
  'src/c.ts': 'let x;\n  lines(x);\nlet y;\n',
};
const files = Object.entries(texts).map(([path, text]) =>
  section('file', { path, language: 'typescript' }, text),
);
const user = [...files, 'rename lines to rows and note it in docs/names.md'].join('\n\n');

test('a practice model renames in the files of a chat as Tierwise asks for it', () => {
  const edits = fileEditsIn(practiceAnswer('medium', { system: fileEditRules, user }));
  const made = edits.map((edit) => [
    edit.path,
    editedText(edit, { text: texts[edit.path as keyof typeof texts] }),
  ]);
  expect(made).toEqual([
    ['src/a.ts', { text: 'const rows = 1;\nuse(rows);\n' }],
    ['src/c.ts', { text: 'let x;\n  rows(x);\nlet y;\n' }],
    ['docs/names.md', { text: '# Names\n\nlines is now rows.\n' }],
  ]);
});

test('a practice model plans the same, and changes nothing then', () => {
  const answer = practiceAnswer('large', { system: planRules, user });
  expect(answer).toContain('1. In `src/a.ts`, rename `lines` to `rows`.');
  expect(answer).toContain('**Risks**');
  expect(fileEditsIn(answer)).toEqual([]);
});

test('without files a practice model says what it can do', () => {
  const rename = { system: fileEditRules, user: 'rename lines to rows' };
  expect(practiceAnswer('small', rename)).toContain('I am no real model');
});
