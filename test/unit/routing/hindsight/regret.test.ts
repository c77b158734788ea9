import { expect, test } from 'vitest';
import { regret, type AttemptWithRole } from '../../../../src/routing/hindsight/regret.ts';

function tried(fields: Partial<AttemptWithRole>): AttemptWithRole {
  return {
    taskType: 'debug',
    model: 'p/large',
    modelName: 'Large',
    answers: 0,
    nanoUsd: 0,
    judged: 0,
    passed: 0,
    taken: 0,
    takenNanoUsd: 0,
    ...fields,
  };
}
/** Ten calls that cost 1000 each. */
const large = tried({ answers: 10, nanoUsd: 10_000, taken: 10, takenNanoUsd: 10_000 });
/** Answers at 100 each, four of five of which pass. */
const small = tried({
  model: 'p/small',
  modelName: 'Small',
  answers: 20,
  nanoUsd: 2000,
  judged: 10,
  passed: 8,
});
const free = tried({ model: 'p/free', modelName: 'Free', answers: 9, judged: 9, passed: 3 });

const cases: [string, AttemptWithRole[], [cheaper: string, nanoUsd: number][]][] = [
  ['what it cost above the cheaper model, times the pass rate', [large, small], [['Small', 7200]]],
  ['four judged answers are too few', [large, { ...small, judged: 4, passed: 4 }], []],
  ['five are enough', [large, { ...small, judged: 5, passed: 5 }], [['Small', 9000]]],
  ['another task type is no evidence', [large, { ...small, taskType: 'docs' }], []],
  ['a dearer model is no regret', [large, { ...small, nanoUsd: 20_001 }], []],
  ['a model that never passes is none', [large, { ...small, passed: 0 }], []],
  ['only what was taken at the first try', [{ ...large, taken: 0, takenNanoUsd: 0 }, small], []],
  ['judged answers of unknown cost say no price', [large, { ...small, answers: 0 }], []],
  ['a model is not its own rival', [large, { ...large, judged: 9, passed: 9 }], []],
  ['the rival that spares most', [large, free, small], [['Small', 7200]]],
  [
    'dearest first',
    [
      small,
      large,
      { ...large, taskType: 'docs', takenNanoUsd: 20_000 },
      { ...small, taskType: 'docs' },
    ],
    [
      ['Small', 15_200],
      ['Small', 7200],
    ],
  ],
];
test.each(cases)('%s', (_, rows, expected) => {
  expect(regret(rows).map(({ cheaperName, nanoUsd }) => [cheaperName, nanoUsd])).toEqual(expected);
});

test('tells what the estimate rests on', () => {
  expect(regret([large, small])[0]).toEqual({
    taskType: 'debug',
    modelName: 'Large',
    calls: 10,
    cheaperName: 'Small',
    passed: 8,
    judged: 10,
    nanoUsd: 7200,
  });
});
