import { expect, test } from 'vitest';
import { wrongTabs } from '../../../../src/execution/gates/tabs.ts';
import { taskWith } from '../../../support/tasks.ts';

/** The line that is wrong in a file that an answer gives whole; undefined for none. */
function wrongLine(language: string, now: string, before = ''): number | undefined {
  const task = taskWith({ language, fileText: before });
  return wrongTabs(task, now, { start: 0, end: now.split('\n').length })?.[0]?.line;
}

// Shapes: strands-agents/harness-sdk#4049 (2026), MarlinFirmware/Marlin#12035 (2018), canonical/subiquity#245 (2017).
test.each([
  ['a recipe', 'a: b\n\tc\n    d\n', 3],
  ['a pattern rule', '%.o: %.c\n  cc\n', 2],
  ['a recipe after a blank line', 'a:\n\n  @b\n', 3],
  ['a double colon', 'a:: b\n  c\n', 2],
  ['tabs', 'a: b\n\tc\n', undefined],
  ['a variable', 'A = 1\n  B = 2\n', undefined],
  ['a variable of a rule', 'a: B := 1\n\tc\n', undefined],
  ['a condition', 'a:\n\tb\n  ifdef C\n\td\n  endif\n', undefined],
  ['a line that goes on', 'a: b \\\n    c\n\td\n', undefined],
  ['a definition', 'define a\n  b\nendef\n', undefined],
  ['a comment', 'a:\n  # b\n\tc\n', undefined],
  ['another sign for recipes', '.RECIPEPREFIX = >\na:\n> b\n  c\n', undefined],
])('in a makefile: %s', (_what, text, line) => {
  expect(wrongLine('makefile', text)).toBe(line);
});

// Shapes: bisohns/search-engine-parser#93 (2020), lexical/ibus-array#10 (2019).
test.each([
  ['a tab beside eight spaces', 'if a:\n        b\n\tc\n', 3],
  ['a tab beside four spaces', 'if a:\n\tb\n    c\n', 3],
  ['a tab inside of four spaces', 'if a:\n    if b:\n\tc\n', 3],
  ['tabs alone', 'if a:\n\tif b:\n\t\tc\n\td\n', undefined],
  ['spaces alone', 'if a:\n    b\nc\n', undefined],
  ['spaces after tabs', 'if a:\n\tif b:\n\t    c\n\td\n', undefined],
  ['a call that goes on', 'if a:\n\tb(c,\n\t  d)\n', undefined],
  ['a text', 'if a:\n\tb = """\n    c"""\n', undefined],
])('in Python: %s', (_what, text, line) => {
  expect(wrongLine('python', text)).toBe(line);
});

// Shapes: coursehero/slacktee#57 (2019), DerDanilo/proxmox-stuff#3 (2018), atom/language-shellscript#72 (2018).
test.each([
  ['an indented end', 'cat <<EOF\na\n  EOF\n', 1],
  ['spaces where tabs are stripped', 'cat <<-EOF\n  a\n  EOF\n', 1],
  ['tabs where they are stripped', 'cat <<-EOF\n\ta\n\tEOF\n', undefined],
  ['an end', "cat <<'EOF'\na\nEOF\n", undefined],
  ['two texts', 'cat <<A <<B\na\nA\nb\nB\n', undefined],
  ['a bracket at the end', 'a=$(cat <<EOF\nb\nEOF)\n', undefined],
])('in a shell: %s', (_what, text, line) => {
  expect(wrongLine('shellscript', text)).toBe(line);
});

test('what the file had before does not count', () => {
  expect(wrongLine('python', 'if a:\n\tb\n    c\n', 'if a:\n\tb\n    d\n')).toBeUndefined();
  const answer = { start: 2, end: 4 };
  const task = taskWith({ language: 'makefile' });
  expect(wrongTabs(task, 'a:\n  b\nc:\n\td\n', answer)).toBeUndefined();
});
