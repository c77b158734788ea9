import type { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { RequestFact, TurnOutcomeFact } from '../../../../src/ledger/facts.ts';
import { experiences } from '../../../../src/ledger/learning/experiences.ts';
import { turnRecords } from '../../../../src/ledger/learning/turnRecords.ts';
import { deleteHistory } from '../../../../src/ledger/write/deleteHistory.ts';
import {
  recordEvidenceReset,
  recordTurnOutcome,
} from '../../../../src/ledger/write/recordFacts.ts';
import { type Attempt, ledgerWith, recordAll, type Request } from '../recordedRequests.ts';

const cost = { source: 'reported', nanoUsd: 5 } as const;
const small: Attempt = { cost };
const large: Attempt = { cost, modelName: 'Large' };

interface TurnGiven extends Omit<Request, 'id' | 'attempts'> {
  readonly turn: NonNullable<RequestFact['turn']>;
  readonly became?: TurnOutcomeFact['outcome'];
  readonly attempts?: readonly Attempt[];
}

/** A ledger with these turns, a second apart; the first is called `t0`. */
function ledgerOfTurns(...turns: readonly TurnGiven[]): DatabaseSync {
  const database = ledgerWith();
  turns.forEach(({ became, attempts = [small], ...turn }, index) => {
    const id = `t${index}`;
    const atMs = 1000 * (index + 1);
    recordAll(database, { ...turn, id, attempts }, atMs);
    if (became) recordTurnOutcome(database, { requestId: id, atMs: atMs + 1, outcome: became });
  });
  return database;
}

const inShort = (database: DatabaseSync) =>
  turnRecords(database).map(
    ({ turn, rung, tries, worked }) =>
      `${turn} ${rung.slice(rung.indexOf('/') + 1)} ${worked.toFixed(2)} of ${tries.toFixed(2)}`,
  );

test('turns are counted by kind and rung, and what is not known is left out', () => {
  const database = ledgerOfTurns(
    { turn: 'edit', became: 'worked' },
    { turn: 'edit', became: 'failed', attempts: [large] },
    { turn: 'edit' },
    { turn: 'read', became: 'worked' },
    { turn: 'side', became: 'worked' },
  );
  expect(turnRecords(database)).toEqual([
    { turn: 'side', rung: 'practice/small', tries: 1, worked: 1, newest: 1 },
    { turn: 'read', rung: 'practice/small', tries: 1, worked: 1, newest: 1 },
    { turn: 'edit', rung: 'practice/large', tries: 1, worked: 0, newest: 1 },
    {
      turn: 'edit',
      rung: 'practice/small',
      tries: expect.closeTo(2 ** (-1 / 700)),
      worked: expect.closeTo(2 ** (-1 / 700)),
      newest: 1,
    },
  ]);
});

test.each<[string, TurnGiven, string[]]>([
  ['the first outcome counts', { turn: 'edit', became: 'worked' }, ['edit small 1.00 of 1.00']],
  [
    'an answer that a gate failed has failed, and the one that was given worked',
    {
      turn: 'edit',
      became: 'worked',
      attempts: [{ ...small, verdicts: { syntax: 'fail' } }, large],
      chosen: 1,
    },
    ['edit large 1.00 of 1.00', 'edit small 0.00 of 1.00'],
  ],
  [
    'a second try of the same rung is a rung of its own',
    {
      turn: 'edit',
      became: 'worked',
      attempts: [{ ...small, verdicts: { syntax: 'fail' } }, small],
    },
    ['edit small+retry 1.00 of 1.00', 'edit small 0.00 of 1.00'],
  ],
  [
    'tool calls that were not handed on have failed, and those that were count by what became of them',
    {
      turn: 'edit',
      became: 'worked',
      attempts: [
        { ...small, verdicts: { arguments: 'pass', editApplies: 'fail' } },
        { ...small, verdicts: { arguments: 'pass', editApplies: 'pass', fileParses: 'fail' } },
        { ...large, verdicts: { arguments: 'pass', editApplies: 'pass', fileParses: 'pass' } },
      ],
      chosen: 2,
    },
    ['edit large 1.00 of 1.00', 'edit small+retry 0.00 of 1.00', 'edit small 0.00 of 1.00'],
  ],
  [
    'an answer that is not whole has failed',
    { turn: 'edit', attempts: [{ ...small, outcome: 'truncated' }] },
    ['edit small 0.00 of 1.00'],
  ],
  [
    'a call that broke says nothing',
    { turn: 'edit', became: 'worked', attempts: [{ ...small, outcome: 'failed' }] },
    [],
  ],
  [
    'a turn that the developer escalated has failed',
    { turn: 'edit', became: 'worked', outcomes: ['escalated'] },
    ['edit small 0.00 of 1.00'],
  ],
  [
    'measuring models teaches nothing',
    { turn: 'edit', became: 'worked', attempts: [{ ...small, purpose: 'evaluate' }, small] },
    [],
  ],
])('%s', (_, turn, expected) => {
  const database = ledgerOfTurns(turn);
  recordTurnOutcome(database, { requestId: 't0', atMs: 5000, outcome: 'failed' });
  expect(inShort(database)).toEqual(expected);
});

test.each([
  ['everything', {}, []],
  ['a model', { model: 'practice/small' as const }, ['read large']],
  ['a task type', { taskType: 'docs' }, ['edit small']],
  ['a kind of turn', { turn: 'edit' as const }, ['read large']],
  ['all turns', { turn: 'any' as const }, []],
])('a reset of %s forgets what came before it', (_, of, left) => {
  const database = ledgerOfTurns(
    { turn: 'edit', became: 'worked' },
    { turn: 'read', became: 'worked', taskType: 'docs', attempts: [large] },
  );
  recordEvidenceReset(database, { atMs: 2000, ...of });
  const found = inShort(database).map((line) => line.split(' ', 2).join(' '));
  expect(found).toEqual(left);
});

test('a reset of turns forgets nothing about tasks', () => {
  const database = ledgerOfTurns({ turn: 'edit', became: 'worked' });
  recordEvidenceReset(database, { atMs: 9000, turn: 'any' });
  expect(experiences(database)).toHaveLength(1);
});

test('an outcome of a request that was deleted changes nothing, and history takes outcomes with it', () => {
  const database = ledgerOfTurns({ turn: 'edit', became: 'worked' });
  deleteHistory(database);
  recordTurnOutcome(database, { requestId: 't0', atMs: 5, outcome: 'worked' });
  expect(database.prepare('SELECT count(*) AS n FROM turn_outcome').get()).toEqual({ n: 0 });
});

test('what became of a turn is never changed', () => {
  const database = ledgerOfTurns({ turn: 'edit', became: 'worked' });
  expect(() => database.exec(`UPDATE turn_outcome SET outcome = 'failed'`)).toThrow(
    'never changed',
  );
  expect(() => database.exec('DELETE FROM turn_outcome')).toThrow('never changed');
});
