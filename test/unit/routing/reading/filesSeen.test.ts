import { expect, test } from 'vitest';
import type { Message } from '../../../../src/routing/conversation.ts';
import { filesSeen, pathsNamed } from '../../../../src/routing/reading/filesSeen.ts';

const called = (given: unknown): Message => ({
  role: 'assistant',
  text: '',
  toolCalls: [
    {
      id: '1',
      name: 'tool',
      argumentsJson: typeof given === 'string' ? given : JSON.stringify(given),
    },
  ],
});
const result = (text: string): Message => ({ role: 'tool', callId: '1', text });

// Names of arguments as in VS Code's agent, Claude Code and Cline (their tools' schemas, 2026).
const ways: readonly [way: string, message: Message][] = [
  ['a path', called({ filePath: 'secret/a b.ts' })],
  ['a list', called({ files: [{ path: 'secret/a b.ts' }] })],
  ['a shell command', called({ command: 'cat "secret/a b.ts" | head' })],
  ['arguments that are not JSON', called("{'path': 'secret/a b.ts'")],
  ['a result with a line number', result('secret/a b.ts:12: const key = 1;')],
  ['a line of a list', result('src/b.ts\nsecret/a b.ts\n')],
  ['a result on Windows', result('  at run ("secret\\a b.ts")')],
  [
    'a result that is sent as words',
    { role: 'user', text: "[read_file for 'secret/a b.ts'] Result:\nconst key = 1;" },
  ],
  [
    'an attachment of an earlier turn',
    {
      role: 'user',
      text: '<attachment filePath="secret/a b.ts">\nconst key = 1;\n</attachment>\nWhy?',
    },
  ],
];
test.each(ways)('%s names the file', (_way, message) => {
  const turns: Message[] = [message, { role: 'user', text: 'And now?' }];
  expect(filesSeen(turns)).toContain('secret/a b.ts');
});

test('what the developer says in words is no file that was read', () => {
  expect(filesSeen([{ role: 'user', text: 'What belongs into secret/a.ts?' }])).toEqual([]);
});

test('punctuation around a path does not hide it', () => {
  const text = 'See (secret/a.ts), [secret/b.ts]. Then `.env`, keys.pem:3 and C:\\w\\secret\\c.ts.';
  const found = pathsNamed(text);
  for (const path of ['secret/a.ts', 'secret/b.ts', '.env', 'keys.pem', 'C:/w/secret/c.ts']) {
    expect(found).toContain(path);
  }
});

test('a megabyte of text takes less than two seconds', () => {
  const text = `${'a/'.repeat(200_000)} ${'"'.repeat(200_000)} ${'[('.repeat(150_000)}`;
  const startedAt = performance.now();
  pathsNamed(text);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
