import { expect, test } from 'vitest';
import { parseGateCommands } from '../../../../../src/execution/gates/command/parseGateCommands.ts';

test('commands are those of the user, with what was written and nothing more', () => {
  const written = [
    { name: 'tests', argv: ['npm', 'test'], taskTypes: ['debug'], timeoutSeconds: 60 },
    { name: 'types', argv: ['tsc'] },
  ];
  expect(parseGateCommands(written)).toEqual({
    commands: [
      { ...written[0], source: 'user settings' },
      { ...written[1], source: 'user settings' },
    ],
    problems: [],
  });
});

test.each([
  [['sh', '-c', 'npm test && tsc']],
  [['/bin/bash', '-c', 'a', '&&', 'b']],
  [['find', '.', '-exec', 'node', '{}', ';']],
  [['env', 'CI=1', 'jest']],
])('%s is a command', (argv) => {
  expect(parseGateCommands([{ name: 'a', argv }])).toMatchObject({
    commands: [{ argv }],
    problems: [],
  });
});

test('no setting is no command and no problem', () => {
  expect(parseGateCommands(undefined)).toEqual({ commands: [], problems: [] });
});

test.each<[what: string, written: unknown, at: readonly (string | number)[], message: string]>([
  ['a text', 'npm test', [], 'Write a list of commands'],
  ['no name', [{ argv: ['npm'] }], [0, 'name'], 'Give the command a name.'],
  ['a command line', [{ name: 'a', argv: 'npm test' }], [0, 'argv'], 'as a list'],
  [
    'a command line as one item',
    [{ name: 'a', argv: ['npm test'] }],
    [0, 'argv'],
    '["npm", "test"]',
  ],
  ['a chain', [{ name: 'a', argv: ['npm', 'test', '&&', 'tsc'] }], [0, 'argv'], '["sh", "-c"'],
  ['a pipe', [{ name: 'a', argv: ['npm', 'test', '|', 'tee', 'a'] }], [0, 'argv'], '["sh", "-c"'],
  ['a variable first', [{ name: 'a', argv: ['CI=1', 'jest'] }], [0, 'argv'], '["env", "NAME'],
  ['no program', [{ name: 'a', argv: [] }], [0, 'argv'], 'Name the program'],
  ['no time', [{ name: 'a', argv: ['a'], timeoutSeconds: 0 }], [0, 'timeoutSeconds'], ''],
])('%s is a problem at its place, and no command runs', (_, written, path, message) => {
  const { commands, problems } = parseGateCommands(written);
  expect(commands).toEqual([]);
  expect(problems).toEqual([{ path, message: expect.stringContaining(message) as string }]);
});
