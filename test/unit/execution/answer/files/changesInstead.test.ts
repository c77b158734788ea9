import { expect, test } from 'vitest';
import {
  appliedForm,
  changesInstead,
} from '../../../../../src/execution/answer/files/changesInstead.ts';
import { answerEdit, newFileText } from '../../../../../src/execution/answer/answerEdit.ts';
import { candidateFile } from '../../../../../src/execution/answer/parseAnswer.ts';
import type { Task } from '../../../../../src/routing/task.ts';
import { taskWith } from '../../../../support/tasks.ts';

const lines = [
  'import { tax } from "./tax";',
  '',
  'export function net(price) {',
  '  return price;',
  '}',
  '',
  'export function gross(price) {',
  '  const rate = tax();',
  '',
  '  return price;',
  '}',
  '',
];

/** The second function is selected: its lines are 7 to 11. */
function about(fields: Partial<Task> = {}, fileLines: readonly string[] = lines): Task {
  const [startLine, endLine] = [7, 11];
  const text = fileLines.slice(startLine - 1, endLine).join('\n');
  const target = { startLine, endLine, text };
  return taskWith({ path: 'src/shop/cart.js', fileText: fileLines.join('\n'), target, ...fields });
}

const block = (info: string, ...code: string[]) => `\`\`\`${info}\n${code.join('\n')}\n\`\`\``;
const part = (search: string, replace: string) =>
  `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`;
const changed = lines.with(9, '  return price * rate;').join('\n');
const hunk = ['-  return price;', '+  return price * rate;', ' }'];

// Each row: where the shape was seen, and an answer of that shape that changes the second return.
test.each([
  ['the lines alone', block('js', ...hunk)],
  ['a diff block', block('diff', ' ', ...hunk)],
  ['words around it', `Here is the change:\n\n${block('diff', ...hunk)}\n\nIt uses the rate.`],
  ['wrong line numbers', block('diff', '@@ -1,3 +1,3 @@', '   const rate = tax();', ' ', ...hunk)],
  ['no line numbers', block('diff', '@@ @@', ...hunk)],
  ['git’s header', block('', 'diff --git a/cart.js b/cart.js', 'index 1a..2b 100644', ...hunk)],
  ['names', block('diff', '--- a/src/shop/cart.js', '+++ b/src/shop/cart.js', '@@ @@', ...hunk)],
  [
    'a name on the disk',
    block('diff', '--- C:\\w\\src\\shop\\cart.js', '+++ C:\\w\\src\\shop\\cart.js', ...hunk),
  ],
  ['words for names', block('diff', '--- original', '+++ modified', '@@ -4 +4 @@', ...hunk)],
  [
    'a patch',
    block('', '*** Begin Patch', '*** Update File: src/shop/cart.js', ...hunk, '*** End Patch'),
  ],
  [
    'a patch without a block',
    `*** Begin Patch\n*** Update File: cart.js\n@@\n${hunk.join('\n')}\n*** End Patch`,
  ],
  ['search and replace', block('js', part('\n  return price;', '\n  return price * rate;'))],
  [
    'its file above',
    `cart.js\n${block('js', part('\n  return price;', '\n  return price * rate;'))}`,
  ],
  [
    'its file inside',
    block('js', 'src/shop/cart.js', part('\n  return price;', '\n  return price * rate;')),
  ],
  ['no block', `So:\n\n${part('\n  return price;', '\n  return price * rate;')}\n\nDone.`],
  [
    'a whole text',
    part(lines.slice(6, 11).join('\n'), changed.split('\n').slice(6, 11).join('\n')),
  ],
  ['thoughts', `<think>\n-  return price;\n</think>\n${block('diff', ...hunk)}`],
])('an answer that applies: %s', (_, answer) => {
  // The first function returns the same, outside of what was selected.
  expect(candidateFile(about(), answer)).toBe(changed);
  const crlf = about({}, lines);
  const windows = { ...crlf, fileText: lines.join('\r\n') };
  expect(candidateFile(windows, answer.replaceAll('\n', '\r\n'))).toBe(
    changed.replaceAll('\n', '\r\n'),
  );
  const edit = answerEdit(about(), answer, `// new\n${lines.join('\n')}`);
  expect(edit).toMatchObject({ startLine: 8, endLine: 12 });
});

test('changes in several blocks, in any order, and lines that come above and below', () => {
  const rate = part('  const rate = tax();', '  const rate = 1 + tax();');
  const back = part('\n  return price;', '\n  return price * rate;');
  const both = lines.with(7, '  const rate = 1 + tax();').with(9, '  return price * rate;');
  const answers = [`${back}\n\n${rate}`, `${block('js', rate)}\n\nThen:\n\n${block('js', back)}`];
  for (const answer of answers) expect(candidateFile(about(), answer)).toBe(both.join('\n'));
  const around = block(
    'diff',
    ' ',
    '+// Adds tax.',
    ` ${lines[6]}`,
    '@@ @@',
    ' ',
    ...hunk,
    '+// End.',
  );
  const now = lines.with(9, '  return price * rate;').toSpliced(11, 0, '// End.');
  expect(candidateFile(about(), around)).toBe(now.toSpliced(6, 0, '// Adds tax.').join('\n'));
});

test('changes without the indentation around them', () => {
  const answer = part('const rate = tax();', 'const rate = tax();\nif (!rate) return price;');
  const now = lines.toSpliced(8, 0, '  if (!rate) return price;');
  expect(candidateFile(about(), answer)).toBe(now.join('\n'));
});

test.each([
  [
    'lines that are not there',
    part('  return cost;', '  return 0;'),
    'are not in the selected lines',
  ],
  ['lines above', part(lines[0]!, 'import "tax";'), 'are not in the selected lines'],
  [
    'lines that are selected in part',
    part('}\n\nexport function gross(price) {', '}'),
    'are not in',
  ],
  [
    'lines that change outside, too',
    block('diff', `-${lines[0]}`, '+', '@@ @@', ' ', ...hunk),
    'not in',
  ],
  ['another file', block('diff', '--- a/tax.js', '+++ b/tax.js', ...hunk), 'changes tax.js'],
  ['a file of that ending', block('diff', '--- a/t.js', '+++ b/t.js', ...hunk), 'changes t.js'],
  ['a new name', block('diff', '--- a/cart.js', '+++ b/b.js', ...hunk), 'renames it'],
  ['no lines', part('', '// new'), 'does not say which lines'],
  ['lines without context', block('diff', '@@ -8,0 +9 @@', '+  use(rate);'), 'not say which lines'],
  ['twice the same lines', `${part(lines[7]!, 'a')}\n${part(lines[7]!, 'b')}`, 'the same lines'],
  ['no end', block('js', '<<<<<<< SEARCH', lines[7]!, '=======', 'a'), 'has no end'],
])('an answer that does not apply: %s', (_, answer, problem) => {
  const found = changesInstead(about(), answer);
  expect(found && 'problem' in found ? found.problem : found).toContain(problem);
  expect(appliedForm(about(), answer)).toBeUndefined();
});

test('lines that are twice in the selection are not guessed at', () => {
  const twice = about({}, lines.with(8, '  return price;'));
  const found = changesInstead(twice, part('  return price;', '  return 0;'));
  expect(found).toMatchObject({
    problem: expect.stringContaining('2 times in the selected lines'),
  });
});

test.each([
  ['plain code', block('js', ...lines.slice(6, 11)), {}],
  ['code between parts', block('js', 'start();', part(lines[7]!, 'a')), {}],
  ['a diff and then code', `${block('diff', ...hunk)}\n${block('js', 'gross(1);')}`, {}],
  ['a block that is not closed', `\`\`\`diff\n${hunk.join('\n')}`, {}],
  ['nothing that changes', block('diff', ' ', '   return price;'), {}],
  ['a file of diffs', block('diff', ...hunk), { path: 'a.patch' }],
  [
    'a document that is to show one',
    block('diff', ...hunk),
    { language: 'markdown', instruction: 'Show it as a diff.' },
  ],
  ['a file with such marks', block('js', part(lines[7]!, 'a')), { fileText: `${part('a', 'b')}` }],
])('no changes instead of code: %s', (_, answer, fields) => {
  expect(changesInstead(about(fields), answer)).toBeUndefined();
});

test('it is said how the answer was written', () => {
  expect(appliedForm(about(), block('diff', ' ', ...hunk))).toBe(
    'written as a diff and applied to the selected lines',
  );
  const parts = part(lines[7]!, '  const rate = 0.2;');
  expect(appliedForm(about(), parts)).toContain('as search and replace and applied');
  expect(appliedForm(about({ answerKind: 'prose' }), parts)).toBeUndefined();
});

test('all selected lines may go, and an empty file may be filled', () => {
  const gone = block('diff', ...lines.slice(6, 11).map((line) => `-${line}`));
  expect(candidateFile(about(), gone)).toBe(lines.toSpliced(6, 5).join('\n'));
  const empty = about({ fileText: '', target: { startLine: 1, endLine: 1, text: '' } });
  const whole = block('diff', '--- /dev/null', '+++ b/src/shop/cart.js', '@@ -0,0 +1 @@', '+a();');
  expect(newFileText(empty, whole)).toBe('a();\n');
  expect(newFileText(empty, part('', 'a();'))).toBe('a();\n');
});
