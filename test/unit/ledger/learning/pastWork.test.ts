import { expect, test } from 'vitest';
import { pastWork } from '../../../../src/ledger/learning/pastWork.ts';
import { recordRequest } from '../../../../src/ledger/write/recordFacts.ts';
import { requestFact } from '../exampleFacts.ts';
import { ledgerWith } from '../recordedRequests.ts';

const cost = { source: 'reported', nanoUsd: 5 } as const;
const unknown = { source: 'unknown' } as const;
const large = { cost: { source: 'reported', nanoUsd: 50 }, modelName: 'Large' } as const;

test('a request is told with its attempts in order and which one stands', () => {
  const judge = { cost, purpose: 'judge' } as const;
  const works = pastWork(
    ledgerWith({ id: 'a', attempts: [{ cost: unknown }, judge, large], chosen: 0 }),
    0,
  );
  const told = { tier: 'fast', simulated: false, usage: { inputTokens: 100, outputTokens: 20 } };
  expect(works).toEqual([
    {
      atMs: 1000,
      workspace: 'shop',
      subject: 'src/cart.ts:10-24',
      taskType: 'refactor',
      attempts: [
        { ...told, purpose: 'answer', model: 'practice/small', isStanding: true },
        { ...told, purpose: 'judge', model: 'practice/small', isStanding: false, nanoUsd: 5 },
        { ...told, purpose: 'answer', model: 'practice/large', isStanding: false, nanoUsd: 50 },
      ],
    },
  ]);
});

test('a call that has not ended has neither tokens nor a cost', () => {
  const [work] = pastWork(ledgerWith({ id: 'a', attempts: [{}] }), 0);
  expect(work?.attempts[0]).not.toHaveProperty('usage');
  expect(work?.attempts[0]).not.toHaveProperty('nanoUsd');
});

test('what was escalated by hand is one piece of work with what followed', () => {
  const works = pastWork(
    ledgerWith(
      { id: 'a', attempts: [{ cost }] },
      { id: 'other', taskType: 'docs', attempts: [] },
      { id: 'b', attempts: [large], escalatedFrom: 'a' },
      { id: 'c', attempts: [large, large], escalatedFrom: 'b' },
    ),
    0,
  );
  const told = works.map(({ taskType, attempts }) => [
    taskType,
    ...attempts.map(({ nanoUsd }) => nanoUsd),
  ]);
  expect(told).toEqual([['refactor', 5, 50, 50, 50], ['docs']]);
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

test('its language is told where there is one, and a task type of another time is other', () => {
  const database = ledgerWith();
  recordRequest(database, requestFact({ language: 'go', taskType: 'chore' }));
  expect(pastWork(database, 0)).toMatchObject([{ language: 'go', taskType: 'other' }]);
});
