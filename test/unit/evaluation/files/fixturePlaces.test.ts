import { expect, test } from 'vitest';
import { fixturePlaces } from '../../../../src/evaluation/files/fixturePlaces.ts';

const nothing = async () => undefined;

test('fixtures in the file stand at their own lines', async () => {
  const text = [
    'taskType: debug',
    'fixtures:',
    '  - id: one',
    '    instruction: Fix it.',
    '  # The second.',
    '  - { id: 2, instruction: Fix it. }',
    '',
  ].join('\n');
  expect(await fixturePlaces(text, nothing)).toEqual(
    new Map([
      ['one', { line: 3 }],
      ['2', { line: 6 }],
    ]),
  );
});

test('fixtures of a JSON Lines file stand in that file, with empty lines counted', async () => {
  const lines = '\uFEFF{"id":"a"}\r\n\r\n{"id":"b"}\n';
  const read = async (path: string) => (path === 'cases.jsonl' ? lines : undefined);
  expect(await fixturePlaces('fixtures: cases.jsonl\n', read)).toEqual(
    new Map([
      ['a', { line: 1, file: 'cases.jsonl' }],
      ['b', { line: 3, file: 'cases.jsonl' }],
    ]),
  );
});
