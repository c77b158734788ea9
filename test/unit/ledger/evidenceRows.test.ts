import { expect, test } from 'vitest';
import { evidence, recordEvidenceReset } from '../../../src/ledger/evidenceRows.ts';
import type { RequestOutcome } from '../../../src/ledger/facts.ts';
import { ledgerWith } from './recordedRequests.ts';
import type { Attempt } from './recordedRequests.ts';

const cost = { source: 'reported', nanoUsd: 5 } as const;

test.each<[string, Attempt, string[]]>([
  ['passed every gate', { cost, verdicts: { syntax: 'pass', judge: 'couldNotRun' } }, ['passed']],
  ['failed one gate', { cost, verdicts: { syntax: 'pass', command: 'fail' } }, ['failed']],
  ['was judged by none', { cost, verdicts: { syntax: 'couldNotRun' } }, ['notJudged']],
  ['is not whole', { cost, outcome: 'truncated' }, ['failed']],
  ['was stopped', { cost, outcome: 'cancelled' }, []],
  ['could not be had', { cost, outcome: 'failed' }, []],
  ['has not ended', {}, []],
  ['is a judge’s', { cost, purpose: 'judge' }, []],
])('an answer that %s', (_, attempt, results) => {
  const rows = evidence(ledgerWith({ id: 'a', attempts: [attempt] }));
  expect(rows.flatMap(({ answers }) => answers.map(({ result }) => result))).toEqual(results);
});

test.each<[RequestOutcome[], boolean]>([
  [['accepted'], false],
  [['rejected'], true],
  [['accepted', 'undone'], true],
  [['accepted', 'escalated'], true],
  [['escalated'], false],
])('after %j the answer that was given is a wrong accept: %s', (outcomes, isWrong) => {
  const [row] = evidence(ledgerWith({ id: 'a', attempts: [{ cost }, { cost }], outcomes }));
  expect(row?.answers.map(({ isWrongAccept }) => isWrongAccept)).toEqual([isWrong, false]);
});

test('rows are per task type and model, the newest 400 answers first', () => {
  const many = Array.from({ length: 405 }, (_, n) => ({
    id: `r${n}`,
    attempts: [{ cost: { source: 'reported', nanoUsd: n } as const }],
  }));
  const rows = evidence(
    ledgerWith(...many, { id: 'docs', taskType: 'docs', attempts: [{ cost, modelName: 'Large' }] }),
  );
  expect(rows.map(({ taskType, model, answers }) => [taskType, model, answers.length])).toEqual([
    ['docs', 'practice/large', 1],
    ['refactor', 'practice/small', 400],
  ]);
  expect(rows[1]?.answers[0]).toMatchObject({ nanoUsd: 404, workspace: 'shop', latencyMs: 900 });
});

test.each([
  ['everything', {}, []],
  ['a task type', { taskType: 'refactor' }, ['docs']],
  ['a model', { model: 'practice/large' as const }, ['refactor']],
  [
    'a model in a task type',
    { taskType: 'docs', model: 'practice/small' as const },
    ['docs', 'refactor'],
  ],
])('a reset of %s forgets what came before it', (_, of, left) => {
  const database = ledgerWith(
    { id: 'a', attempts: [{ cost }] },
    { id: 'b', taskType: 'docs', attempts: [{ cost, modelName: 'Large' }] },
  );
  recordEvidenceReset(database, { atMs: 1001, ...of });
  expect(evidence(database).map(({ taskType }) => taskType)).toEqual(left);
});
