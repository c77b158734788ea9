import { expect, test } from 'vitest';
import { escalationWords, followupsOf } from '../../../../src/editor/chat/followups.ts';
import { costWords, type SessionCost } from '../../../../src/editor/chat/quiet/cost.ts';
import type { RequestStory } from '../../../../src/ledger/reports.ts';
import type { RequestRow, SpendRow } from '../../../../src/ledger/spendRows.ts';

const answered = { requestId: 'r', tier: 'fast' };
const labels = (higher: readonly string[]) =>
  followupsOf({ ...answered, higher }).map(({ label }) => label);

test('a higher tier is offered where there is one, and each way up once', () => {
  expect(labels(['balanced', 'reasoning'])).toEqual(['Escalate one tier', 'Escalate to reasoning']);
  expect(labels(['deep'])).toEqual(['Escalate to deep']);
  expect(labels([])).toEqual([]);
  expect(followupsOf(answered)).toEqual([]);
});

test('a plan is offered to be carried out as a task of its type', () => {
  const [first] = followupsOf({ ...answered, planFor: 'refactor' });
  expect(first).toMatchObject({ command: 'refactor', label: 'Carry out the plan' });
});

test('what is offered is understood, and other words are kept', () => {
  const [, top] = followupsOf({ ...answered, higher: ['balanced', 'deep'] });
  expect(escalationWords(top!.prompt, 'deep')).toEqual({ to: 'top', added: '' });
  expect(escalationWords('again', 'deep')).toEqual({ to: 'next', added: '' });
  expect(escalationWords('use a map', 'deep')).toEqual({ to: 'next', added: 'use a map' });
  expect(escalationWords('to nowhere', 'deep')).toEqual({ to: 'next', added: 'to nowhere' });
});

function story(fields: Partial<RequestRow>): RequestStory {
  const request: RequestRow = {
    requestId: 'r',
    atMs: 0,
    subject: 'chat',
    taskType: 'explain',
    tier: 'fast',
    modelName: 'Small',
    reason: '',
    outcome: 'complete',
    costSource: 'computed',
    simulated: false,
    ...fields,
  };
  return { request, workspace: '', attempts: [], outcomes: [] };
}

function row(label: string, fields: Partial<SpendRow> = {}): SpendRow {
  return {
    label,
    requests: 1,
    attempts: 1,
    nanoUsd: 0,
    estimatedNanoUsd: 0,
    unknownAttempts: 0,
    simulated: false,
    ...fields,
  };
}

test('each cost says where it comes from, practice says so, and unknown is never zero', () => {
  const session: SessionCost = {
    total: row('all', { nanoUsd: 3_000_000, practice: row('p', { simulated: true }) } as object),
    byTier: [row('fast', { nanoUsd: 2_000_000, estimatedNanoUsd: 1 })],
    byModel: [{ ...row('Other', { unknownAttempts: 1 }), model: 'p/other' }],
    saving: {
      baselineName: 'Large',
      baselineNanoUsd: 9_000_000,
      spentNanoUsd: 2_000_000,
      withoutBaseline: 1,
    },
  };
  const words = costWords(
    [
      story({ nanoUsd: 1_000_000, costSource: 'reported' }),
      story({ nanoUsd: 2_000_000, costSource: 'estimated' }),
      story({ costSource: 'unknown' }),
      story({ nanoUsd: 4_000_000, simulated: true }),
    ],
    session,
  );
  expect(words).toContain('| 1 | explain | fast | Small | $0.0010 | reported by the provider |');
  expect(words).toContain('| ≈ $0.0020 | estimated: tokens counted here × price |');
  expect(words).toContain('| cost unknown | unknown: no price, or no tokens |');
  expect(words).toContain('| practice Small | practice $0.0040 |');
  expect(words).toContain('| fast | 1 | ≈ $0.0020 |');
  expect(words).toContain('| Other | 1 | cost unknown |');
  expect(words).toContain('always asking Large ($0.0090): **$0.0070 less**');
  expect(words).toContain('1 call is not in it');
});

test('without a request and a saving it says so', () => {
  const words = costWords([], { total: row('all'), byTier: [], byModel: [] });
  expect(words).toContain('No request of this chat is in the ledger.');
  expect(words).toContain('No saving is known yet');
});
