import { expect, test } from 'vitest';
import { pastWork } from '../../../../src/ledger/learning/pastWork.ts';
import { recordRequest } from '../../../../src/ledger/write/recordFacts.ts';
import { requestFact } from '../exampleFacts.ts';
import { ledgerWith } from '../recordedRequests.ts';

const cost = { source: 'reported', nanoUsd: 5 } as const;
const unknown = { source: 'unknown' } as const;
const large = { cost: { source: 'reported', nanoUsd: 50 }, modelName: 'Large' } as const;

test('a request comes with its attempts in order, and one of them stands for it', () => {
  const judge = { cost, purpose: 'judge' } as const;
  const works = pastWork(
    ledgerWith({ id: 'a', attempts: [{ cost: unknown }, judge, large], chosen: 0 }),
    0,
  );
  const expected = {
    tier: 'fast',
    simulated: false,
    usage: { inputTokens: 100, outputTokens: 20 },
  };
  expect(works).toEqual([
    {
      atMs: 1000,
      workspace: 'shop',
      subject: 'src/cart.ts:10-24',
      taskType: 'refactor',
      attempts: [
        { ...expected, purpose: 'answer', model: 'practice/small', isStanding: true },
        { ...expected, purpose: 'judge', model: 'practice/small', isStanding: false, nanoUsd: 5 },
        { ...expected, purpose: 'answer', model: 'practice/large', isStanding: false, nanoUsd: 50 },
      ],
    },
  ]);
});

test('a call that has not ended has neither tokens nor a cost', () => {
  const [work] = pastWork(ledgerWith({ id: 'a', attempts: [{}] }), 0);
  expect(work?.attempts[0]).not.toHaveProperty('usage');
  expect(work?.attempts[0]).not.toHaveProperty('nanoUsd');
});

test('a request and its escalation by hand are one piece of work', () => {
  const works = pastWork(
    ledgerWith(
      { id: 'a', attempts: [{ cost }] },
      { id: 'other', taskType: 'docs', attempts: [] },
      { id: 'b', attempts: [large], escalatedFrom: 'a' },
      { id: 'c', attempts: [large, large], escalatedFrom: 'b' },
    ),
    0,
  );
  const expected = works.map(({ taskType, attempts }) => [
    taskType,
    ...attempts.map(({ nanoUsd }) => nanoUsd),
  ]);
  expect(expected).toEqual([['refactor', 5, 50, 50, 50], ['docs']]);
});

test.each([
  [2000, ['docs']],
  [2001, []],
])('from %s on; the first request says when the work was asked for', (fromMs, types) => {
  const database = ledgerWith(
    { id: 'a', attempts: [{ cost }] },
    { id: 'b', taskType: 'docs', attempts: [{ cost }] },
    { id: 'c', attempts: [large], escalatedFrom: 'a' },
  );
  expect(pastWork(database, fromMs).map(({ taskType }) => taskType)).toEqual(types);
});

test('its language comes where there is one, and an unknown task type becomes other', () => {
  const database = ledgerWith();
  recordRequest(database, requestFact({ language: 'go', taskType: 'chore' }));
  expect(pastWork(database, 0)).toMatchObject([{ language: 'go', taskType: 'other' }]);
});
