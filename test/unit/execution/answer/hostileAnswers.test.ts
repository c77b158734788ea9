import { expect, test } from 'vitest';
import {
  answeredCode,
  parseFindings,
  spokenText,
} from '../../../../src/execution/answer/parseAnswer.ts';
import { taskWith } from '../../../support/tasks.ts';

// What a model in a loop may write for ever. With 20,000 characters of fences one reading took 3 s.
const pieces = [
  '`',
  '```\n',
  '```ts\na\n```\n',
  '~~~\n',
  '"',
  '\\"',
  '[',
  '{"a":',
  '/*',
  '<think>',
  '<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n',
  '@@\n-a\n+b\n',
  ' \n',
  'x',
];

test.each(pieces)(
  'an answer of %j for ever is read in time that grows with its length',
  (piece) => {
    const timed = (length: number): number => {
      const text = piece.repeat(Math.ceil(length / piece.length));
      const startedAt = performance.now();
      answeredCode(taskWith(), text);
      parseFindings(text);
      spokenText(text);
      return performance.now() - startedAt;
    };
    timed(10_000);
    const [once, fourTimes] = [timed(50_000), timed(200_000)];
    // Sixteen times would be the square; a busy machine and a short time leave room.
    expect(fourTimes).toBeLessThan(Math.max(1_000, 10 * once));
  },
);
