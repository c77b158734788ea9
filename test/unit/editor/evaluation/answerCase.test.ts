import type * as vscode from 'vscode';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Answer } from '../../../../src/editor/answers/answer.ts';
import {
  answerCase,
  betterAnswer,
  inFolder,
  outcomeTag,
} from '../../../../src/editor/evaluation/collect/answerCase.ts';
import { modelWith, taskWith } from '../../../support/tasks.ts';

const open = vi.hoisted(() => ({ folders: [] as unknown[] }));
vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  EventEmitter: class {
    readonly event = () => undefined;
  },
  workspace: {
    get workspaceFolders() {
      return open.folders;
    },
  },
}));
beforeEach(() => open.folders.splice(0));

const uri = { scheme: 'file', path: '/shop/src/a.ts' } as vscode.Uri;

function answer(
  id: string,
  became: Partial<Answer> = {},
  instruction = 'Make it simpler.',
): Answer {
  const choice = { tier: 'fast', model: modelWith('p/small') };
  const plan = { kind: 'direct', choice } as const;
  const text = `answer ${id}`;
  const cost = { source: 'computed', nanoUsd: 1 } as const;
  const end = {
    attemptId: id,
    choice,
    outcome: 'complete',
    text,
    toolCalls: [],
    cost,
    latencyMs: 1,
  } as const;
  return {
    id,
    task: taskWith({ type: 'refactor', answerKind: 'edit', path: 'src/a.ts', instruction }),
    plan,
    decision: { plan, rejected: [], reason: { kind: 'pick', tier: 'fast' } } as never,
    binding: { uri, version: 1 },
    rungs: [{ attemptId: id, choice, how: 'first', text, verdicts: [], end }],
    end,
    abort: new AbortController(),
    ...became,
  };
}

const accepted = { outcome: 'accepted', accepted: true } as const;
const escalated = { outcome: 'escalated' } as const;

test('what became of an answer is its tag; a wrong accept is none', () => {
  expect(outcomeTag(answer('a'))).toBeUndefined();
  expect(outcomeTag(answer('a', { outcome: 'rejected' }))).toBeUndefined();
  expect(outcomeTag(answer('a', accepted))).toBe('accepted');
  expect(outcomeTag(answer('a', { ...accepted, outcome: 'undone', regretted: 'undid' }))).toBe(
    'undone',
  );
  expect(outcomeTag(answer('a', escalated))).toBe('escalated');
});

test('an escalated answer comes with the first later one that was accepted to the same question', () => {
  const first = answer('first', escalated);
  const otherQuestion = answer('other', accepted, 'Something else.');
  const undone = answer('undone', { ...accepted, outcome: 'undone', regretted: 'undid' });
  const good = answer('good', accepted);
  const all = [
    answer('newest', accepted),
    good,
    undone,
    otherQuestion,
    first,
    answer('older', accepted),
  ];
  expect(betterAnswer(first, all)?.id).toBe('good');
  const { fixture, subject, files } = answerCase(first, all, false);
  expect(subject).toEqual({ kind: 'taskType', taskType: 'refactor' });
  expect(fixture).toMatchObject({ reference: 'answer good', tags: ['escalated'] });
  expect(files).toEqual([uri]);
});

test('without a better one there is no reference, and an answer is good only if somebody says so', () => {
  const first = answer('first', escalated);
  expect(answerCase(first, [first], true).fixture.reference).toBeUndefined();
  const open = answer('open');
  expect(answerCase(open, [open], false).fixture).not.toHaveProperty('reference');
  expect(answerCase(open, [open], true).fixture).toMatchObject({ reference: 'answer open' });
  expect(answerCase(open, [open], true).fixture).not.toHaveProperty('tags');
});

test('paths are those in their own folder; a file outside of all has its name alone', () => {
  expect(inFolder('src/a.ts')).toBe('src/a.ts');
  expect(inFolder('/etc/hosts')).toBe('hosts');
  expect(inFolder(String.raw`C:\work\a.ts`)).toBe('a.ts');
  open.folders.push(
    { name: 'shop', uri: { path: '/shop' }, index: 0 },
    { name: 'site', uri: { path: '/site' }, index: 1 },
  );
  expect(inFolder('site/src/a.ts')).toBe('src/a.ts');
});
