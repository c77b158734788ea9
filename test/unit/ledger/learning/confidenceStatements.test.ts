import { expect, test } from 'vitest';
import type { RequestOutcome } from '../../../../src/ledger/facts.ts';
import { statements } from '../../../../src/ledger/learning/confidenceStatements.ts';
import { ledgerWith } from '../recordedRequests.ts';
import type { Attempt, Request } from '../recordedRequests.ts';

const said = (percent: number, fields: Attempt = {}): Attempt => ({
  cost: { source: 'reported', nanoUsd: 1 },
  percent,
  ...fields,
});

const known = (...requests: readonly Request[]) =>
  statements(ledgerWith(...requests), 'practice/small');

test.each<[string, RequestOutcome[], Attempt['verdicts'], boolean | undefined]>([
  ['accepted', ['shown', 'accepted'], {}, true],
  ['accepted and dismissed', ['accepted', 'dismissed'], {}, true],
  ['accepted with gates that passed', ['accepted'], { syntax: 'pass', judge: 'couldNotRun' }, true],
  ['accepted though not confident', ['accepted'], { confidence: 'fail' }, true],
  ['undone and accepted again', ['accepted', 'undone', 'accepted'], {}, true],
  ['accepted and undone', ['accepted', 'undone'], {}, false],
  ['accepted and escalated', ['accepted', 'escalated'], {}, false],
  ['rejected', ['rejected'], {}, false],
  ['escalated', ['shown', 'escalated'], {}, false],
  ['failed by another gate', [], { confidence: 'pass', syntax: 'fail' }, false],
  ['failed by another gate and accepted', ['accepted'], { command: 'fail' }, false],
  ['only shown', ['shown'], { syntax: 'pass' }, undefined],
  ['not confident', [], { confidence: 'fail' }, undefined],
])('an answer that was %s', (_, outcomes, verdicts = {}, right) => {
  const request = { id: 'a', attempts: [said(80, { verdicts })], chosen: 0, outcomes };
  expect(known(request)).toEqual(right === undefined ? [] : [{ percent: 80, right }]);
});

test('what the developer did is about the answer they were given', () => {
  const request: Request = {
    id: 'a',
    attempts: [
      said(10, { verdicts: { syntax: 'fail' } }),
      said(20),
      said(30, { outcome: 'cancelled' }),
      said(99, { purpose: 'judge' }),
    ],
    outcomes: ['accepted'],
  };
  const wrongOne = { percent: 10, right: false };
  expect(known({ ...request, chosen: 1 })).toEqual([{ percent: 20, right: true }, wrongOne]);
  expect(known(request)).toEqual([{ percent: 30, right: true }, wrongOne]);
});

test('other models, and answers of which nothing was said, do not count', () => {
  const attempts = [said(50, { model: 'practice/large' })];
  const { percent: _, ...silent } = said(0);
  const outcomes = ['accepted'] as const;
  expect(known({ id: 'a', attempts, outcomes }, { id: 'b', attempts: [silent], outcomes })).toEqual(
    [],
  );
});

test('the newest 200 of known worth, newest first', () => {
  const many = Array.from({ length: 210 }, (_, index): Request => ({
    id: `${index}`,
    attempts: [said(index % 101)],
    outcomes: index === 209 ? [] : ['accepted'],
  }));
  const found = known(...many).map(({ percent }) => percent);
  expect(found).toEqual(Array.from({ length: 200 }, (_, index) => (208 - index) % 101));
});
