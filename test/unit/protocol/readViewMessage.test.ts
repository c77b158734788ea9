import { anything, assert, constantFrom, oneof, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { readFilter, readViewMessage } from '../../../src/protocol/readViewMessage.ts';

const filter = { span: 'week', workspace: '', tier: 'fast' };

test.each([
  [{ kind: 'ready' }, { kind: 'ready' }],
  [
    { kind: 'filter', filter: { ...filter, model: 7, sql: 'DROP' } },
    { kind: 'filter', filter },
  ],
  [{ kind: 'filter' }, undefined],
  [{ kind: 'markReviewed', more: 1 }, { kind: 'markReviewed' }],
  [{ kind: 'openStrategy' }, { kind: 'openStrategy' }],
  [{ kind: 'showReady', more: 1 }, { kind: 'showReady' }],
  [{ kind: 'getStarted' }, { kind: 'getStarted' }],
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

const fields: Readonly<Record<string, string[]>> = {
  filter: ['kind', 'filter'],
  showRequest: ['kind', 'requestId'],
};

test('whatever comes, gives a message of its type or nothing', () => {
  const kind = oneof(constantFrom('ready', 'filter', 'showRequest', 'openStrategy'), anything());
  const given = {
    kind,
    requestId: anything(),
    filter: oneof(anything(), record({ span: anything() })),
  };
  const message = oneof(anything(), record(given, { requiredKeys: [] }));
  assert(
    property(message, (value) => {
      const read = readViewMessage(value);
      const allowed = fields[read?.kind ?? ''] ?? ['kind'];
      expect(allowed).toEqual(expect.arrayContaining(Object.keys(read ?? {})));
    }),
    { numRuns: 2000 },
  );
});

test('a filter is a span and texts', () => {
  const field = oneof(anything(), constantFrom('all', 'today'));
  assert(
    property(record({ span: field, tier: field, workspace: field }), (value) => {
      const read = readFilter(value);
      expect(Object.values(read ?? {}).every((each) => typeof each === 'string')).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
