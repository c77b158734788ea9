import { expect, test } from 'vitest';
import type { Event } from 'vscode';
import { EvidenceSource } from '../../../../src/editor/situation/evidenceSource.ts';
import { type Ledger, LedgerError } from '../../../../src/ledger/ledger.ts';
import type { TurnRecord } from '../../../../src/routing/evidence/turnRecord.ts';

const recordOf = (tries: number): TurnRecord[] => [
  { turn: 'edit', rung: 'p/small', tries, worked: tries },
];

/** A source whose ledger answers each reading when the test says so. */
function sourceOf() {
  const readings: PromiseWithResolvers<readonly TurnRecord[]>[] = [];
  const listeners: (() => void)[] = [];
  const onDidChange = ((listener: () => void) => {
    listeners.push(listener);
    return { dispose: () => undefined };
  }) as Event<void>;
  const turnRecords = () => {
    const reading = Promise.withResolvers<readonly TurnRecord[]>();
    readings.push(reading);
    return reading.promise;
  };
  const source = new EvidenceSource({ turnRecords } as unknown as Ledger, onDidChange);
  return { source, readings, change: () => listeners.forEach((each) => each()) };
}

test('turns are read once for each change of the ledger', async () => {
  const { source, readings, change } = sourceOf();
  const both = Promise.all([source.turns(), source.recentTurns()]);
  readings[0]!.resolve(recordOf(1));
  expect(await both).toEqual([recordOf(1), recordOf(1)]);
  expect(readings).toHaveLength(1);
  change();
  void source.turns();
  expect(readings).toHaveLength(2);
});

test('a turn does not wait for what the turn before it taught; the next one knows it', async () => {
  const { source, readings, change } = sourceOf();
  const first = source.recentTurns();
  readings[0]!.resolve(recordOf(1));
  await first;
  change();
  // The second reading has not come back.
  expect(await source.recentTurns()).toEqual(recordOf(1));
  readings[1]!.resolve(recordOf(2));
  await source.turns();
  expect(await source.recentTurns()).toEqual(recordOf(2));
  expect(readings).toHaveLength(2);
});

test('what was forgotten decides nothing any more', async () => {
  const { source, readings } = sourceOf();
  const first = source.recentTurns();
  readings[0]!.resolve(recordOf(1));
  await first;
  source.forgetTurns();
  const next = source.recentTurns();
  readings[1]!.resolve([]);
  expect(await next).toEqual([]);
});

test('a ledger that cannot be read is asked again', async () => {
  const { source, readings } = sourceOf();
  const failed = source.recentTurns();
  readings[0]!.reject(new LedgerError('locked', 'locked'));
  await expect(failed).rejects.toThrow('locked');
  const next = source.recentTurns();
  readings[1]!.resolve(recordOf(3));
  expect(await next).toEqual(recordOf(3));
});
