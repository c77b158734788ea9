import * as z from 'zod';
import { expect, test } from 'vitest';
import { createKeyHints } from '../../../../src/routing/input/otherWords.ts';
import { readShape } from '../../../../src/routing/input/readShape.ts';

const hints = createKeyHints({
  meanings: [
    ['if condition', ['when']],
    ['text', ['prompt', 'note']],
  ],
  absent: [['seed', 'Remove it.']],
});

test.each([
  ['if', ['when', 'prompt'], ' Write `when`.'],
  ['text', ['when', 'note'], ' Write `note`.'],
  ['wen', ['when', 'prompt'], ' Did you mean "when"?'],
  ['if', ['prompt'], ' Known here: prompt.'],
  ['seed', ['when'], ' Remove it.'],
  ['constructor', [], ' Remove it or check its spelling.'],
])('for %s among %j one reads%s', (written, known, says) => {
  expect(hints.insteadOf(written, known)).toBe(says);
});

test('of several kinds of objects, only the keys of the written one are offered', () => {
  const shape = z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('a'), length: z.number().optional() }),
    z.strictObject({ kind: z.literal('b'), strength: z.number().optional() }),
  ]);
  const read = readShape(z.array(shape), [{ kind: 'a', strength: 1 }]);
  expect(read).toMatchObject({
    problems: [
      {
        path: [0, 'strength'],
        message: expect.stringMatching(/Did you mean "length"|Known here: kind, length/),
      },
    ],
  });
});
