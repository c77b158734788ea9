import { expect, test } from 'vitest';
import type { RequestOutcome } from '../../../../src/ledger/facts.ts';
import { experiences } from '../../../../src/ledger/learning/experiences.ts';
import { recordEvidenceReset, recordRequest } from '../../../../src/ledger/write/recordFacts.ts';
import { requestFact } from '../exampleFacts.ts';
import { type Attempt, ledgerWith } from '../recordedRequests.ts';

const cost = { source: 'reported', nanoUsd: 5 } as const;

test.each<[string, Attempt, (boolean | undefined)[]]>([
  ['passed every gate', { cost, verdicts: { syntax: 'pass', judge: 'couldNotRun' } }, [true]],
  ['failed one gate', { cost, verdicts: { syntax: 'pass', command: 'fail' } }, [false]],
  ['was judged by none', { cost, verdicts: { syntax: 'couldNotRun' } }, [undefined]],
  [
    'is a turn whose tool calls were checked',
    { cost, verdicts: { arguments: 'pass', editApplies: 'fail' } },
    [undefined],
  ],
  ['is not whole', { cost, outcome: 'truncated' }, [false]],
  ['was stopped', { cost, outcome: 'cancelled' }, []],
  ['could not be had', { cost, outcome: 'failed' }, []],
  ['has not ended', {}, []],
  ['is a judge’s', { cost, purpose: 'judge' }, []],
])('an answer that %s', (_, attempt, passed) => {
  const [past] = experiences(ledgerWith({ id: 'a', attempts: [attempt] }));
  expect(past?.answers.map((answer) => answer.passed)).toEqual(passed);
});

test.each<[RequestOutcome[], boolean]>([
  [['accepted'], false],
  [['rejected'], true],
  [['accepted', 'undone'], true],
  [['accepted', 'undone', 'accepted'], false],
  [['accepted', 'undone', 'accepted', 'undone'], true],
  [['accepted', 'escalated'], true],
  [['shown', 'escalated'], true],
  [['dismissed'], false],
])('after %j the answer that was taken is wrong: %s', (outcomes, wrong) => {
  const [past] = experiences(ledgerWith({ id: 'a', attempts: [{ cost }], outcomes }));
  expect(past).toMatchObject({ taken: 0, wrong });
});

test('an answer in practice money says so', () => {
  const [past] = experiences(
    ledgerWith({
      id: 'a',
      attempts: [
        { cost, simulated: true },
        { cost, modelName: 'Large' },
      ],
    }),
  );
  expect(past?.answers.map(({ simulated }) => simulated)).toEqual([true, undefined]);
});

test('a request comes with its answers in order, the newest request first', () => {
  const large = { cost: { source: 'reported', nanoUsd: 50 }, modelName: 'Large' } as const;
  const failed = { cost, verdicts: { syntax: 'fail' } } as const;
  const past = experiences(
    ledgerWith(
      { id: 'old', taskType: 'docs', attempts: [{ cost }] },
      { id: 'new', attempts: [failed, failed, large], chosen: 2 },
    ),
  );
  expect(past).toEqual([
    {
      taskType: 'refactor',
      repository: 'shop',
      day: '1970-01-01',
      taken: 2,
      wrong: false,
      answers: [
        { rung: 'practice/small', passed: false, nanoUsd: 5, ms: 900 },
        { rung: 'practice/small+retry', passed: false, nanoUsd: 5, ms: 900 },
        { rung: 'practice/large', nanoUsd: 50, ms: 900 },
      ],
    },
    {
      taskType: 'docs',
      repository: 'shop',
      day: '1970-01-01',
      taken: 0,
      wrong: false,
      answers: [{ rung: 'practice/small', nanoUsd: 5, ms: 900 }],
    },
  ]);
});

test('what the planner expected stands with the request, and its language', () => {
  const database = ledgerWith();
  const planned = { loss: 0.0025, strongestNanoUsd: 70 };
  recordRequest(database, requestFact({ requestId: 'p', language: 'typescript', planned }));
  expect(experiences(database)).toMatchObject([{ language: 'typescript', planned }]);
});

test.each([
  ['everything', {}, []],
  ['a task type', { taskType: 'refactor' }, ['docs: large']],
  ['a model', { model: 'practice/large' as const }, ['docs: ', 'refactor: small']],
  [
    'a model in a task type',
    { taskType: 'docs', model: 'practice/small' as const },
    ['docs: large', 'refactor: small'],
  ],
])('a reset of %s forgets what came before it', (_, of, left) => {
  const database = ledgerWith(
    { id: 'a', attempts: [{ cost }] },
    { id: 'b', taskType: 'docs', attempts: [{ cost, modelName: 'Large' }] },
  );
  recordEvidenceReset(database, { atMs: 2001, ...of });
  const found = experiences(database).map(
    ({ taskType, answers }) =>
      `${taskType}: ${answers.map(({ rung }) => rung.slice(rung.indexOf('/') + 1))}`,
  );
  expect(found).toEqual(left);
});

test('a reset does not forget what comes after it', () => {
  const database = ledgerWith({ id: 'a', attempts: [{ cost }] });
  recordEvidenceReset(database, { atMs: 999 });
  expect(experiences(database)).toHaveLength(1);
});
