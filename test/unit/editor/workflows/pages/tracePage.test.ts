import { expect, test } from 'vitest';
import { traceLead, tracePage } from '../../../../../src/editor/workflows/pages/tracePage.ts';
import { spentWords } from '../../../../../src/editor/workflows/pages/describeTrace.ts';
import { traceOf } from '../../../../../src/execution/workflow/journal/trace.ts';
import type { WorkflowEvent } from '../../../../../src/execution/workflow/workflowEvents.ts';
import { begun, ended, runEnded, runResumed, runStarted } from './runEvents.ts';

const headings = (page: string) => page.split('\n').filter((line) => line.startsWith('#'));

const decided = (lowNanoUsd: number, highNanoUsd: number): WorkflowEvent => ({
  kind: 'decided',
  step: 'team',
  requestId: 'q',
  declared: 'fast',
  plan: 'fast (Small)',
  reason: 'Ask goes to fast.',
  expected: { lowNanoUsd, highNanoUsd },
  choice: { kind: 'auto' } as never,
  task: {} as never,
});

test('inputs and steps stand below headings, and no heading is empty', () => {
  const events = [
    runStarted({ command: 'tests' }),
    begun('look', 0),
    ended('look', 1, { value: 'seen' }),
    begun('nothing', 1),
    ended('nothing', 1, { value: null }),
    runEnded(2),
  ];
  const page = tracePage(traceOf(events));
  expect(headings(page)).toEqual(['## Inputs', '## What the steps did', '### look']);
  expect(page).toContain('## Inputs\n\n- command: tests');
  expect(tracePage(traceOf([runStarted(), begun('look', 0)]))).toBe('');
});

test('why a run failed is said once, above all else', () => {
  const failed = [
    runStarted(),
    begun('fix', 0),
    ended('fix', 1, { status: 'failed', problem: 'No model is ready.' }),
    { kind: 'runEnded', status: 'failed', problem: '“fix”: No model is ready.', ms: 2 },
  ] as const;
  expect(traceLead(traceOf(failed))).toBe('**“fix”: No model is ready.**');
  expect(tracePage(traceOf(failed))).toBe('');
  // A run that goes on has not failed any more; its step says why it failed before.
  const goesOn = traceOf([...failed, runResumed(10)]);
  expect(traceLead(goesOn)).toBe('');
  expect(tracePage(goesOn)).toContain('### fix\n\n**No model is ready.**');
});

test('a decision that holds for several requests is said once, with the range of all', () => {
  const events = [runStarted(), begun('team', 0, 'agent'), decided(2e6, 9e6), decided(1e6, 8e6)];
  expect(tracePage(traceOf(events)).split('\n').at(-1)).toBe(
    'Declared: fast. Ask goes to fast. Decided 2 times. Expected each time: $0.0010 to $0.0090.',
  );
  const once = tracePage(traceOf(events.slice(0, 3)));
  expect(once.split('\n').at(-1)).toBe(
    'Declared: fast. Ask goes to fast. Expected: $0.0020 to $0.0090.',
  );
});

test('what an evaluation found of a step is said once, also where each item runs it', () => {
  const events = ['each/1/look', 'each/2/look'].map((id) => begun(id, 0));
  const found = new Map([['look', { evaluation: 'e', words: 'fast passes' }]]);
  const page = tracePage(
    traceOf([runStarted(), begun('each/1', 0), begun('each/2', 0), ...events]),
    found,
  );
  expect(page.split('Evaluation: fast passes.')).toHaveLength(2);
});

test('a practice call that cost nothing leaves no lone word', () => {
  const none = { nanoUsd: 0, isEstimated: false, unknownCalls: 0 };
  expect(spentWords({ ...none, practice: none })).toBe('');
  expect(spentWords({ ...none, practice: { ...none, unknownCalls: 1 } })).toBe(
    'practice 1 call of unknown cost',
  );
});
