import { expect, test } from 'vitest';
import { requestStory } from '../../../../src/editor/spend/requestPage.ts';
import type { RequestStory, StoryAttempt } from '../../../../src/ledger/reports.ts';

const atMs = Date.UTC(2026, 10, 21, 14, 5);

function attempt(fields: Partial<StoryAttempt>): StoryAttempt {
  return {
    attemptId: 'a',
    purpose: 'answer',
    tier: 'fast',
    modelName: 'Small',
    outcome: 'complete',
    nanoUsd: 1_200_000,
    costSource: 'computed',
    simulated: false,
    isTaken: false,
    verdicts: [],
    ...fields,
  };
}

const story: RequestStory = {
  request: {
    requestId: 'r',
    atMs,
    subject: 'src/a_b.ts:1-2',
    taskType: 'refactor',
    tier: 'balanced',
    modelName: 'Medium',
    reason: 'Rule *2* decides.',
    outcome: 'accepted',
    simulated: false,
    nanoUsd: 4_300_000,
    costSource: 'estimated',
  },
  workspace: 'shop',
  attempts: [],
  outcomes: [],
};
const pageOf = (fields: Partial<RequestStory>) => requestStory({ ...story, ...fields }, 'UTC');

test('says why, when and for how much', () => {
  const text = pageOf({});
  expect(text).toMatch(/^Rule \\\*2\\\* decides\./);
  expect(text).toContain('- Task: refactor on src/a\\_b.ts:1-2');
  expect(text).toContain('- Asked: 21 Nov 2026, 14:05');
  expect(text).toContain('- Cost: $0.0043 (estimated)');
  expect(text).toContain('No call was made.');
  expect(text).toContain('never its texts');
  expect(text).not.toContain('escalated an earlier');
});

test.each<[string, Partial<StoryAttempt>, string]>([
  [
    'a call of an evaluation',
    { purpose: 'evaluate' },
    '1. **Small** (fast) in an evaluation: complete, $0.0012 (computed)',
  ],
  [
    'an attempt that was taken',
    { isTaken: true, latencyMs: 2140, inputTokens: 1204, outputTokens: 310 },
    '1. **Small** (fast): complete, $0.0012 (computed), 1,204 tokens in, 310 out, 2.1 s, **taken**',
  ],
  [
    'one whose prompt came from the cache',
    { inputTokens: 1204, cacheReadTokens: 1024, outputTokens: 310 },
    '1. **Small** (fast): complete, $0.0012 (computed), 1,204 tokens in (1,024 from the cache), 310 out',
  ],
  [
    'one that failed',
    {
      verdicts: [
        { gate: 'syntax', verdict: 'pass' },
        { gate: 'judge', verdict: 'fail' },
      ],
    },
    '    - syntax: pass\n    - judge: **fail**',
  ],
  [
    'a gate that could not run',
    { verdicts: [{ gate: 'command', verdict: 'couldNotRun' }] },
    '    - command: could not run',
  ],
  ['a judge', { purpose: 'judge' }, '1. **Small** as judge: complete'],
  ['practice', { simulated: true }, '1. **practice Small** (fast): complete'],
  ['effort', { effort: 'high' }, '(fast), high effort: '],
])('%s', (_, fields, expected) => {
  expect(pageOf({ attempts: [attempt(fields)] })).toContain(expected);
});

test('an unknown cost is not shown as an amount', () => {
  const { nanoUsd: _, ...unknown } = attempt({ costSource: 'unknown', outcome: 'cutOff' });
  expect(pageOf({ attempts: [unknown] })).toContain('(fast): cut off, cost unknown');
});

test('shows what the developer did, and that it escalated an earlier answer', () => {
  const text = pageOf({ escalatedFrom: 'q', outcomes: [{ outcome: 'accepted', atMs }] });
  expect(text).toContain('- It escalated an earlier answer.');
  expect(text).toContain('## What became of it\n\n- 21 Nov 2026, 14:05: accepted');
});
