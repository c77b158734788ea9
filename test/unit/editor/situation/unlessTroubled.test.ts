import { expect, test } from 'vitest';
import { unlessTroubled } from '../../../../src/editor/situation/unlessTroubled.ts';
import { LedgerError } from '../../../../src/ledger/ledger.ts';

async function readWith(error: unknown) {
  const bugs: unknown[] = [];
  const read = async (): Promise<string> => {
    throw error;
  };
  const value = await unlessTroubled(read, 'nothing', (bug) => bugs.push(bug));
  return { value, bugs };
}

const troubles = ['locked', 'full', 'readOnly', 'corrupt', 'fromTheFuture'] as const;
test.each(troubles)('a ledger that is %s gives the fallback, without a report', async (kind) => {
  expect(await readWith(new LedgerError(kind, kind))).toEqual({ value: 'nothing', bugs: [] });
});

test.each([
  new TypeError('x is undefined'),
  new LedgerError('broken', 'SQL logic error'),
  new LedgerError('conflict', 'It is kept with other figures.'),
])('%s leaves nothing, and is reported', async (bug) => {
  expect(await readWith(bug)).toEqual({ value: 'nothing', bugs: [bug] });
});

test('a value that can be read is returned', async () => {
  expect(
    await unlessTroubled(
      async () => 'all',
      'nothing',
      () => undefined,
    ),
  ).toBe('all');
});
