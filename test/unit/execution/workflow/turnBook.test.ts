import { expect, test } from 'vitest';
import { LedgerError } from '../../../../src/ledger/ledger.ts';
import { createTurnBook, type CallOutcome } from '../../../../src/execution/workflow/turnBook.ts';
import { says } from '../../../support/scriptedRun.ts';
import {
  calls,
  played,
  saysJson,
  workflowFrom,
  workflowWorld,
} from '../../../support/workflowWorld.ts';

const edit: CallOutcome = { edit: {} };

/** What is recorded of turns whose calls went so; the last one is the agent's result. */
function recordedOf(
  turns: readonly (readonly CallOutcome[])[],
  ended?: 'worked' | 'failed',
): string[] {
  const recorded: string[] = [];
  const book = createTurnBook({
    ledger: {
      recordTurnOutcome: async ({ requestId, outcome }) =>
        void recorded.push(`${requestId} ${outcome}`),
    },
    now: () => 5,
    report: (bug) => recorded.push(String(bug)),
  });
  turns.forEach((outcomes, index) => {
    book.answered(`r${index + 1}`);
    book.ran(outcomes);
  });
  book.answered('last');
  book.ended(ended);
  return recorded;
}

test.each<[string, (readonly CallOutcome[])[], string[]]>([
  ['calls that ran', [[{}, {}]], ['r1 worked']],
  ['one of its calls failed', [[{}, { failed: true }]], ['r1 failed']],
  ['an edit that nothing checks', [[edit], [{}]], ['r2 worked']],
  [
    'edits that a command passes',
    [[edit], [edit], [{ passed: true }]],
    ['r3 worked', 'r1 worked', 'r2 worked'],
  ],
  ['edits that a command fails', [[edit], [edit], [{ passed: false }]], ['r3 worked', 'r2 failed']],
  [
    'a repair after that',
    [[edit], [{ passed: false }], [edit], [{ passed: true }]],
    ['r2 worked', 'r1 failed', 'r4 worked', 'r3 worked'],
  ],
  ['an edit that its own turn checks', [[edit, { passed: true }]], ['r1 worked']],
])('%s', (_, turns, expected) => {
  expect(recordedOf(turns)).toEqual(expected);
});

test('the result worked when it has the shape that was asked for, and is unknown without one', () => {
  expect(recordedOf([], 'worked')).toEqual(['last worked']);
  expect(recordedOf([], 'failed')).toEqual(['last failed']);
  expect(recordedOf([])).toEqual([]);
});

test('a ledger that cannot be used stops nothing, and a bug is told', async () => {
  const bugs: unknown[] = [];
  const bug = new TypeError('x');
  const errors = [new LedgerError('locked', 'locked'), bug];
  const book = createTurnBook({
    ledger: {
      async recordTurnOutcome() {
        throw errors.shift()!;
      },
    },
    now: () => 5,
    report: (thrown) => bugs.push(thrown),
  });
  for (const requestId of ['r1', 'r2']) {
    book.answered(requestId);
    book.ran([{}]);
  }
  await new Promise(setImmediate);
  expect(bugs).toEqual([bug]);
});

const workflow = `
description: An agent
agents:
  one: { role: one, instructions: Do., model: fast, tools: [search, editFile, command] }
steps:
  work: { agent: one, task: Do it., output: { done: boolean } }
`;

test('an agent of a workflow tells what became of its turns, and its requests are turns', async () => {
  const world = workflowWorld(
    {
      'p/small': [
        calls(['search', { text: 'x' }], ['search', {}]),
        calls(['editFile', { path: 'a.ts', text: 'new' }]),
        calls(['command', { name: 'tests' }]),
        says('no JSON'),
        saysJson({ done: true }),
      ],
    },
    {
      files: { 'a.ts': 'old' },
      tools: {
        search: () => ({ matches: [], count: 0 }),
        command: () => ({ passed: true, exitCode: 0, output: '' }),
      },
    },
  );
  const { end } = await played({ workflow: await workflowFrom(workflow) }, world);
  expect(end.status).toBe('done');
  expect(world.log.filter((line) => line.startsWith('turn'))).toEqual([
    'turn failed',
    'turn worked',
    'turn worked',
    'turn failed',
    'turn worked',
  ]);
});
