import { anything, assert, constantFrom, oneof, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { readViewMessage } from '../../../src/protocol/readViewMessage.ts';

test.each([
  [{ kind: 'ready' }, { kind: 'ready' }],
  [{ kind: 'newSession', more: 1 }, { kind: 'newSession' }],
  [
    { kind: 'showRequest', requestId: 'a' },
    { kind: 'showRequest', requestId: 'a' },
  ],
  [{ kind: 'showRequest' }, undefined],
  [{ kind: 'showRequest', requestId: 7 }, undefined],
  [{ kind: 'showRequest', requestId: '' }, undefined],
  [{ kind: 'showRequest', requestId: 'a'.repeat(201) }, undefined],
  [{ kind: 'openFile', path: '/etc/passwd' }, undefined],
  [['ready'], undefined],
  ['ready', undefined],
  [null, undefined],
  [undefined, undefined],
])('reads %o as %o', (message, expected) => {
  expect(readViewMessage(message)).toEqual(expected);
});

test('whatever comes, gives a message of its type or nothing', () => {
  const kind = oneof(constantFrom('ready', 'showRequest', 'newSession'), anything());
  const message = oneof(anything(), record({ kind, requestId: anything() }, { requiredKeys: [] }));
  assert(
    property(message, (value) => {
      const read = readViewMessage(value);
      const expected = read?.kind === 'showRequest' ? ['kind', 'requestId'] : ['kind'];
      expect(Object.keys(read ?? { kind: 'nothing' })).toEqual(expected);
      expect(Object.values(read ?? {}).every((field) => typeof field === 'string')).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
