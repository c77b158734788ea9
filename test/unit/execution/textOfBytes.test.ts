import { expect, test } from 'vitest';
import { textOfBytes } from '../../../src/execution/textOfBytes.ts';

test.each([
  ['UTF-8', Buffer.from('für 🔥\n')],
  ['UTF-8 with a byte order mark', Buffer.from('\ufefffür 🔥\n')],
  ['UTF-16 of Windows', Buffer.from('\ufefffür 🔥\n', 'utf16le')],
  ['UTF-16, the other way round', Buffer.from('\ufefffür 🔥\n', 'utf16le').swap16()],
])('%s is read', (_, bytes) => {
  expect(textOfBytes(bytes)).toEqual({ text: 'für 🔥\n' });
});

test('an empty file is an empty text', () => {
  expect(textOfBytes(new Uint8Array())).toEqual({ text: '' });
});

test.each([
  ['Latin-1', Buffer.from('a: 1\r\nb: für\r\n', 'latin1'), 2, 'a: 1\r\nb: f\ufffdr\r\n'],
  ['a cut character', Buffer.from('a: 1\nb: 2\nc: €').subarray(0, -1), 3, 'a: 1\nb: 2\nc: \ufffd'],
  ['UTF-16 without a mark', Buffer.from('a\n', 'utf16le'), 1, 'a\0\n\0'],
])('%s is told at its line', (_, bytes, line, legible) => {
  const problem = expect.stringContaining('encoding UTF-8') as string;
  expect(textOfBytes(bytes)).toEqual({ problem, line, legible });
});
