import { expect, test } from 'vitest';
import { promptWords } from '../../../../src/routing/classify/promptWords.ts';

const cases: [line: string, words: string[]][] = [
  ['Rename `a` to loadAll', ['rename', '<name>', 'to', '<name>']],
  ['add --port to src/main.ts', ['add', '<flag>', 'to', '<path>']],
  ['open utils.py at 3', ['open', '<file>', 'at', '<number>']],
  ['Why?!', ['why', '?']],
  ['see https://example.org/a', ['see', '<link>']],
  ["doesn't work.", ["doesn't", 'work']],
  ['c++ or c#', ['c++', 'or', 'c#']],
  ['什么是', ['什么', '么是']],
  ['/ask now', ['/ask', 'now']],
];
test.each(cases)('%s', (line, words) => {
  expect(promptWords(line)).toEqual(words);
});
