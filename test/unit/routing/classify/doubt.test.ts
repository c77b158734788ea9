import { expect, test } from 'vitest';
import { asClassified } from '../../../../src/routing/classify/asClassified.ts';
import type { Classification } from '../../../../src/routing/classify/classify.ts';
import { failSafe } from '../../../../src/routing/classify/failSafe.ts';
import type { TaskType } from '../../../../src/routing/task.ts';

const guessed = (...likely: readonly (readonly [TaskType, number])[]): Classification => ({
  taskType: likely[0]![0],
  confidence: likely[0]![1],
  reasoning: 0.3,
  signals: [],
  likely: likely.map(([taskType, probability]) => ({ taskType, probability })),
});
const mayBe = (classification: Classification) => asClassified(classification, 'words').mayBe;

test.each<[string, Classification, TaskType | undefined]>([
  ['a close second', guessed(['refactor', 0.45], ['debug', 0.4], ['docs', 0.15]), 'debug'],
  ['a second a third as likely', guessed(['refactor', 0.48], ['debug', 0.16]), 'debug'],
  ['a second much less likely', guessed(['refactor', 0.48], ['debug', 0.15]), undefined],
  ['a guess that is nearly sure', guessed(['refactor', 0.54], ['debug', 0.2]), 'debug'],
  ['a guess that is sure', guessed(['refactor', 0.55], ['debug', 0.45]), undefined],
  ['a command', guessed(['refactor', 1], ['debug', 0]), undefined],
])('%s', (_, classification, other) => {
  expect(mayBe(classification)).toBe(other);
});

test('a guess that was taken for the stronger side may be the likeliest type', () => {
  const safe = failSafe(guessed(['refactor', 0.45], ['debug', 0.4], ['docs', 0.15]));
  expect([safe.taskType, mayBe(safe)]).toEqual(['debug', 'refactor']);
});
