import { expect, test } from 'vitest';
import { emptyMessageHistory } from '../../../../src/editor/platform/messageHistory.ts';

test('a message is new only the first time', () => {
  const history = emptyMessageHistory();
  const isNew = ['a', 'a', 'b', 'a'].map((message) => history.isNew(message));
  expect(isNew).toEqual([true, false, true, false]);
});

test('a message about a trouble is new again when the trouble comes back', () => {
  const history = emptyMessageHistory();
  const isNew = () => history.isNew('locked', 'ledger');
  expect([isNew(), isNew()]).toEqual([true, false]);
  history.ended('ledger');
  expect([isNew(), isNew()]).toEqual([true, false]);
});

test('the end of one trouble does not end another', () => {
  const history = emptyMessageHistory();
  history.isNew('locked', 'ledger');
  history.isNew('refused', 'spendExport');
  history.isNew('a setting is wrong');
  history.ended('spendExport');
  expect(history.isNew('locked', 'ledger')).toBe(false);
  expect(history.isNew('a setting is wrong')).toBe(false);
  expect(history.isNew('refused', 'spendExport')).toBe(true);
});

test('another message about the same trouble is new', () => {
  const history = emptyMessageHistory();
  history.isNew('locked', 'ledger');
  expect(history.isNew('full', 'ledger')).toBe(true);
});
