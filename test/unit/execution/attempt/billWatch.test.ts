import { expect, test } from 'vitest';
import { createBillWatch } from '../../../../src/execution/attempt/billWatch.ts';
import { modelWith } from '../../../support/tasks.ts';

function told(...bills: readonly [model: 'p/a' | 'p/b', reported: number, computed: number][]) {
  const lines: string[] = [];
  const note = createBillWatch((line) => lines.push(line));
  for (const [model, reported, computed] of bills) note(modelWith(model), { reported, computed });
  return lines;
}

test('a bill that the known price does not explain is told once for each model', () => {
  const lines = told(['p/a', 2e6, 1e6], ['p/a', 3e6, 1e6], ['p/b', 1e6, 2e6]);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain('charged $0.0020 for a call to p/a');
  expect(lines[0]).toContain('$0.0010 at the known price');
  expect(lines[1]).toContain('p/b');
});

test('a bill that differs by 5 % or less is not worth a word', () => {
  expect(told(['p/a', 100, 105], ['p/a', 100, 95], ['p/b', 0, 0])).toEqual([]);
});

test('a free call of a model with a price is told', () => {
  expect(told(['p/a', 0, 1000])).toHaveLength(1);
});
