import { expect, test } from 'vitest';
import { notInCells } from '../../../../src/editor/gates/notInCells.ts';
import type { Candidate } from '../../../../src/execution/gates/gate.ts';
import { taskWith } from '../../../support/tasks.ts';

const gate = notInCells({
  name: 'command',
  check: async () => ({ gate: 'command', kind: 'pass' }),
});
const verdictOn = (task: Candidate['task']) =>
  gate.check({ task, text: '', outcome: 'complete' }, new AbortController().signal);

test('what judges whole files never gets the text of one cell', async () => {
  expect(await verdictOn(taskWith())).toEqual({ gate: 'command', kind: 'pass' });
  expect(await verdictOn(taskWith({ cell: 1 }))).toEqual({
    gate: 'command',
    kind: 'couldNotRun',
    why: 'One cell of a notebook cannot be judged without the others.',
  });
});
