import { expect, test } from 'vitest';
import type { Message } from '../../../../src/routing/conversation.ts';
import { stepsOf } from '../../../../src/routing/turns/steps.ts';

/** The step of one call, with or without its result. */
function stepOf(name: string, given: unknown, result?: string) {
  const argumentsJson = typeof given === 'string' ? given : JSON.stringify(given);
  const messages: Message[] = [
    { role: 'user', text: 'Do it.' },
    { role: 'assistant', text: '', toolCalls: [{ id: 'c1', name, argumentsJson }] },
    ...(result === undefined ? [] : [{ role: 'tool' as const, callId: 'c1', text: result }]),
  ];
  return stepsOf({ system: '', messages, tools: [] })[0]!;
}
const keyOf = (given: unknown) => stepOf('read_file', given).key;

const read = { path: 'src/a.ts', lines: [1, 2], more: { a: 1, b: [{ c: 1 }] } };

test.each([
  ['the order of its names', { more: { b: [{ c: 1 }], a: 1 }, lines: [1, 2], path: 'src/a.ts' }],
  ['space around a text', { ...read, path: ' src/a.ts ' }],
  ['the reason that it gives', { ...read, explanation: 'to see it', goal: 'see' }],
])('two calls are the same but for %s', (_, given) => {
  expect(keyOf(given)).toBe(keyOf(read));
});

test.each([
  ['a text', { ...read, path: 'src/b.ts' }],
  ['a list', { ...read, lines: [1, 3] }],
  ['the order of a list', { ...read, lines: [2, 1] }],
  ['something inside of a list', { ...read, more: { a: 1, b: [{ c: 2 }] } }],
  ['a name', { ...read, limit: 1 }],
  ['a reason that is no text', { ...read, reason: 1 }],
])('two calls differ in %s', (_, given) => {
  expect(keyOf(given)).not.toBe(keyOf(read));
});

test('arguments that are no JSON object are compared as they are', () => {
  expect(keyOf('{"path": "a')).toBe(keyOf('{"path": "a'));
  expect(keyOf('{"path": "a')).not.toBe(keyOf('{"path": "b'));
  expect(keyOf('[1]')).not.toBe(keyOf('[2]'));
});

test.each<[string, string, unknown, readonly object[]]>([
  [
    'a file with its lines',
    'read_file',
    { path: 'a.ts', start_line: 3, end_line: 9 },
    [{ path: 'a.ts', range: { startLine: 3, endLine: 9 } }],
  ],
  [
    'a file with a first line and how many',
    'read_file',
    { path: 'a.ts', offset: 3, limit: 2 },
    [{ path: 'a.ts', range: { startLine: 3, endLine: 4 } }],
  ],
  [
    'a file with lines that cannot be',
    'read_file',
    { path: 'a.ts', start_line: 3, end_line: 2 },
    [{ path: 'a.ts' }],
  ],
  ['several files', 'read_file', { paths: ['a.ts', 'b.ts'] }, [{ path: 'a.ts' }, { path: 'b.ts' }]],
  [
    'files in a list',
    'read_file',
    { files: [{ path: 'a.ts' }, 7, { path: 'b.ts' }] },
    [{ path: 'a.ts' }, { path: 'b.ts' }],
  ],
  ['an address', 'read_file', { path: 'https://example.org/a.ts' }, []],
  [
    'a patch',
    'apply_patch',
    { input: '*** Begin Patch\n*** Update File: a.ts\n+x' },
    [{ path: 'a.ts' }],
  ],
])('a call names %s', (_, name, given, files) => {
  expect(stepOf(name, given).files).toEqual(files);
});

test('only the calls after a message count, each with its result where it has come', () => {
  const call = (id: string) => ({ id, name: 'read_file', argumentsJson: '{"path":"a.ts"}' });
  const messages: Message[] = [
    { role: 'assistant', text: '', toolCalls: [call('c1')] },
    { role: 'tool', callId: 'c1', text: 'one' },
    { role: 'assistant', text: '', toolCalls: [call('c2'), call('c3')] },
    { role: 'tool', callId: 'c3', text: 'three' },
  ];
  const seen = (after?: number) =>
    stepsOf({ system: '', messages, tools: [] }, after).map(({ at, result }) => [at, result]);
  expect(seen()).toEqual([
    [0, 'one'],
    [2, undefined],
    [2, 'three'],
  ]);
  expect(seen(0)).toEqual([
    [2, undefined],
    [2, 'three'],
  ]);
  expect(seen(2)).toEqual([]);
});

test('a terminal that ended is the command whose result names it, and no other that holds its id in a word', () => {
  const called = (id: string, name: string, given: object, text: string): Message[] => [
    {
      role: 'assistant',
      text: '',
      toolCalls: [{ id, name, argumentsJson: JSON.stringify(given) }],
    },
    { role: 'tool', callId: id, text },
  ];
  const messages: Message[] = [
    { role: 'user', text: 'Test it.' },
    ...called('c1', 'run_in_terminal', { command: 'cat t1.txt' }, 'not1ced\ncart1'),
    ...called('c2', 'run_in_terminal', { command: 'npm test' }, 'Runs in terminal t1.'),
    ...called('c3', 'read_file', { path: 'src/t1.ts' }, 'const t1 = 1;'),
    { role: 'user', text: '[Terminal t1 notification: command completed with exit code 1.]\nred' },
  ];
  const ended = stepsOf({ system: '', messages, tools: [] }).at(-1)!;
  expect(ended).toMatchObject({ kind: 'check', name: 'run_in_terminal' });
  expect(ended.result).toContain('red');
});
