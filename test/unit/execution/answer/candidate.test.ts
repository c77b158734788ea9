import { expect, test } from 'vitest';
import { candidateFile } from '../../../../src/execution/answer/parseAnswer.ts';
import { taskWith } from '../../../support/tasks.ts';

const target = (startLine: number, endLine: number, text: string) => ({ startLine, endLine, text });

test.each([
  ['some lines', 'a\nb\nc\n', target(2, 2, 'b'), 'x\ny', 'a\nx\ny\nc\n'],
  ['CRLF lines', 'a\r\nb\r\nc\r\n', target(2, 3, 'b\r\nc'), 'x\ny', 'a\r\nx\r\ny\r\n'],
  ['a whole file', 'a\nb\n', target(1, 3, 'a\nb\n'), 'x', 'x\n'],
  ['a whole file, its last line end given', 'a\nb\n', target(1, 3, 'a\nb\n'), 'x\n', 'x\n'],
  ['a whole file without a last line end', 'a\nb', target(1, 2, 'a\nb'), 'x', 'x'],
])('the answer takes the place of %s', (_, fileText, target, code, expected) => {
  const task = taskWith({ fileText, target });
  expect(candidateFile(task, `\`\`\`ts\n${code}\n\`\`\``)).toBe(expected);
});
