import { expect, test } from 'vitest';
import { parseLatencyBudgets } from '../../../../src/routing/policy/parseLatencyBudgets.ts';

test('budgets are seconds by task type', () => {
  const written = { debug: 20, explain: 2.5 };
  expect(parseLatencyBudgets(written)).toEqual({ budgets: written, problems: [] });
});

test('no setting is no budget', () => {
  expect(parseLatencyBudgets(undefined)).toEqual({ budgets: {}, problems: [] });
});

const faults: [string, unknown, path: string[], RegExp][] = [
  ['a task type that does not exist', { debgu: 5 }, ['debgu'], /"debgu" is not known/],
  ['words for a number', { debug: 'soon' }, ['debug'], /number of seconds/],
  ['no time at all', { debug: 0 }, ['debug'], /more than zero/],
  ['less than no time', { debug: -1 }, ['debug'], /more than zero/],
  ['milliseconds', { debug: 20_000 }, ['debug'], /at most 3600 seconds/],
  ['time without end', { debug: Infinity }, ['debug'], /number of seconds/],
  ['a number for everything', 5, [], /object of task types/],
];
test.each(faults)('%s is a problem at its place, and no budget', (_, written, path, message) => {
  const { budgets, problems } = parseLatencyBudgets(written);
  expect(budgets).toEqual({});
  expect(problems).toEqual([{ path, message: expect.stringMatching(message) }]);
});
