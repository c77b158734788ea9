import { expect, test } from 'vitest';
import { answerEdit } from '../../../../src/execution/answer/answerEdit.ts';
import { candidateFile } from '../../../../src/execution/answer/parseAnswer.ts';
import { asksToTakeOut } from '../../../../src/execution/answer/takeOut.ts';
import { taskWith } from '../../../support/tasks.ts';

// Shapes: RooCodeInc/Roo-Code#134 (2024), RooCodeInc/Roo-Code#2193 (2025), facebookincubator/fastmod#32 (2021).
test.each([
  ['in the middle', 'a\nb\nc\n', [2, 2], 'a\nc\n'],
  ['at the start', 'a\nb\nc\n', [1, 2], 'c\n'],
  ['at the end', 'a\nb\nc', [2, 3], 'a'],
  ['before the last line end', 'a\nb\n', [2, 2], 'a\n'],
  ['with Windows line ends', 'a\r\nb\r\nc\r\n', [2, 2], 'a\r\nc\r\n'],
  ['all of them', 'a\nb', [1, 2], ''],
] as const)(
  'an empty block takes the lines out: %s',
  (_what, fileText, [startLine, endLine], left) => {
    const lines = fileText.split(/\r?\n/);
    const text = lines.slice(startLine - 1, endLine).join('\n');
    const task = taskWith({ fileText, target: { startLine, endLine, text } });
    for (const answer of ['```ts\n```', '```ts\n\n```', '```ts\n  \n```']) {
      expect(candidateFile(task, answer)).toBe(left);
      const edit = answerEdit(task, answer, fileText);
      if (typeof edit === 'string') throw new Error(edit);
      const height = edit.endLine - edit.startLine + 1;
      const accepted = lines.toSpliced(edit.startLine - 1, height, edit.code);
      expect(accepted.join('\n')).toBe(left.replaceAll('\r', ''));
    }
  },
);

test('an empty block for a blank line takes nothing out', () => {
  const target = { startLine: 2, endLine: 2, text: '' };
  expect(candidateFile(taskWith({ fileText: 'a\n\nb', target }), '```\n```')).toBe('a\n\nb');
});

test.each([
  ['Delete this line.', 'yes'],
  ['Get rid of the log', 'yes'],
  ['This import is unused.', 'yes'],
  ['It should be removed.', 'yes'],
  ['No longer needed', 'yes'],
  ['Take the check out.', 'yes'],
  ['Make the name clearer.', 'no'],
  ['Handle dropped connections.', 'no'],
  ["Don't delete it, rename it.", 'no'],
  ['Add a method without arguments.', 'no'],
  ['Move it to b.ts.', 'unclear'],
  ['Lösche diesen Code.', 'unclear'],
  ['Quita esta línea.', 'unclear'],
  ['Verwijder deze regel', 'unclear'],
  ['删除这一行', 'unclear'],
])('%s asks to take code out: %s', (instruction, asks) => {
  expect(asksToTakeOut(instruction)).toBe(asks);
});
