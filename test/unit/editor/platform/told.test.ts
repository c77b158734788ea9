import { expect, test } from 'vitest';
import { emptyMessageHistory } from '../../../../src/editor/platform/told.ts';

test('what was said is no news', () => {
  const told = emptyMessageHistory();
  const news = ['a', 'a', 'b', 'a'].map((message) => told.isNews(message));
  expect(news).toEqual([true, false, true, false]);
});

test('a trouble is news once until it is over, and again when it comes again', () => {
  const told = emptyMessageHistory();
  const isNews = () => told.isNews('locked', 'ledger');
  expect([isNews(), isNews()]).toEqual([true, false]);
  told.ended('ledger');
  expect([isNews(), isNews()]).toEqual([true, false]);
});

test('the end of one trouble is the end of no other', () => {
  const told = emptyMessageHistory();
  told.isNews('locked', 'ledger');
  told.isNews('refused', 'spendExport');
  told.isNews('a setting is wrong');
  told.ended('spendExport');
  expect(told.isNews('locked', 'ledger')).toBe(false);
  expect(told.isNews('a setting is wrong')).toBe(false);
  expect(told.isNews('refused', 'spendExport')).toBe(true);
});

test('another kind of the same trouble is news', () => {
  const told = emptyMessageHistory();
  told.isNews('locked', 'ledger');
  expect(told.isNews('full', 'ledger')).toBe(true);
});
