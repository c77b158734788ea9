import type * as vscode from 'vscode';
import { beforeEach, expect, test, vi } from 'vitest';
import { acceptAnswer, acceptTogether } from '../../../../src/editor/answers/acceptAnswer.ts';
import { type Answer, Answers } from '../../../../src/editor/answers/answer.ts';
import { answerStanding, answerTitle } from '../../../../src/editor/answers/describeAnswer.ts';
import { decisionStory } from '../../../../src/editor/answers/decisionPage.ts';
import type { Verdict } from '../../../../src/routing/verdict.ts';
import type { memoryDocuments } from '../../../support/memoryDocuments.ts';
import { modelWith, taskWith } from '../../../support/tasks.ts';

const editor = vi.hoisted(() => ({ current: {} as ReturnType<typeof memoryDocuments> }));
vi.mock('vscode', async () => {
  const { memoryDocuments: create } = await import('../../../support/memoryDocuments.ts');
  editor.current = create();
  class EventEmitter {
    readonly event = () => ({ dispose() {} });
    fire(): void {}
    dispose(): void {}
  }
  return {
    ...(await import('../../../support/l10n.ts')),
    ...editor.current,
    EventEmitter,
  };
});
beforeEach(() => {
  const { texts, readOnly, folders, questions, replies } = editor.current;
  for (const each of [texts, readOnly]) each.clear();
  for (const each of [questions, replies]) each.length = 0;
  folders.splice(0, folders.length, '/nowhere/shop');
});

const textAt = (path: string) => editor.current.texts.get(`/nowhere/shop/${path}`);

/** A run's proposal for a file that was `before`, or that is new. */
function proposal(
  path: string,
  code: string,
  {
    before,
    runId = 'run',
    instruction = 'Do it.',
    verdicts = [],
  }: {
    before?: string;
    runId?: string;
    instruction?: string;
    verdicts?: Verdict[];
  } = {},
): Answer {
  const text = `\`\`\`\n${code}\n\`\`\``;
  const choice = { tier: 'fast', model: modelWith('p/small') };
  const cost = { source: 'computed', nanoUsd: 1 } as const;
  const attemptId = `${path} 1`;
  const end = {
    attemptId,
    choice,
    outcome: 'complete',
    text,
    toolCalls: [],
    cost,
    latencyMs: 1,
  } as const;
  const plan = { kind: 'direct', choice } as const;
  const fileText = before ?? '';
  const target = { startLine: 1, endLine: fileText.split('\n').length, text: fileText };
  const uri = new editor.current.Uri(`/nowhere/shop/${path}`) as vscode.Uri;
  if (before !== undefined) editor.current.texts.set(uri.path, before);
  return {
    id: path,
    task: taskWith({ type: 'other', answerKind: 'edit', path, fileText, target, instruction }),
    plan,
    end,
    decision: {
      plan,
      rejected: [],
      reason: { kind: 'manualPick' },
    } as unknown as Answer['decision'],
    binding: { uri, proposed: { runId }, ...(before !== undefined && { version: 1 }) },
    rungs: [{ attemptId, choice, how: 'first', text, verdicts, end }],
    abort: new AbortController(),
  };
}

test('all changes of a run are written at once', async () => {
  const answers = [proposal('src/a.ts', 'A', { before: 'a' }), proposal('src/b.ts', 'B')];
  const accepted = await acceptTogether(answers);
  expect(accepted!.map(({ answer, before }) => [answer.id, before])).toEqual([
    ['src/a.ts', 'a'],
    ['src/b.ts', ''],
  ]);
  expect([textAt('src/a.ts'), textAt('src/b.ts')]).toEqual(['A', 'B\n']);
});

test('when one cannot be placed, it is named and nothing is written', async () => {
  const answers = [proposal('src/b.ts', 'B'), proposal('src/a.ts', 'A', { before: 'a' })];
  editor.current.texts.set('/nowhere/shop/src/a.ts', 'mine');
  await expect(acceptTogether(answers)).rejects.toThrow(/^src\/a\.ts was edited after you asked/);
  expect(textAt('src/b.ts')).toBeUndefined();
});

test('one that is incomplete is named, too', async () => {
  const whole = proposal('src/b.ts', 'B');
  const cut = proposal('src/a.ts', 'A');
  const end = { ...cut.end!, outcome: 'truncated' as const };
  await expect(acceptTogether([whole, { ...cut, end }])).rejects.toThrow(
    'The answer for src/a.ts is incomplete',
  );
  expect(editor.current.texts.size).toBe(0);
});

test('a change that a check failed is named in the one question', async () => {
  const verdicts: Verdict[] = [{ gate: 'syntax', kind: 'fail', evidence: [] }];
  const answers = [proposal('src/a.ts', 'A', { verdicts }), proposal('src/b.ts', 'B')];
  expect(await acceptTogether(answers)).toBeUndefined();
  expect(editor.current.questions[0]?.detail).toContain(
    'src/a.ts: the syntax check failed for it.',
  );
});

const long = 'x;\n'.repeat(100);
const passed: Verdict[] = [{ gate: 'complete', kind: 'pass' }];
test.each([
  ['was not asked for', 'Tidy it up.', passed, 1],
  ['was asked for and nobody judged it', 'Remove the dead code.', [], 1],
  ['was asked for and a gate passed it', 'Remove the dead code.', passed, 0],
])('a loss that %s', async (_, instruction, verdicts, questions) => {
  await acceptAnswer(proposal('src/a.ts', 'x;', { before: long, instruction, verdicts }));
  expect(editor.current.questions).toHaveLength(questions);
});

test('what a run proposed outside the folders is refused', async () => {
  const answer = proposal('src/a.ts', 'A');
  const uri = new editor.current.Uri('/nowhere/else/a.ts') as vscode.Uri;
  const binding = { ...answer.binding, uri };
  await expect(acceptAnswer({ ...answer, binding })).rejects.toThrow('lies outside the folders');
});

test('what waits of a run: the newest for each file, and nothing that was decided', () => {
  const answers = new Answers();
  const [first, again, rejected, other] = [
    proposal('src/a.ts', 'A'),
    { ...proposal('src/a.ts', 'B'), id: 'again' },
    proposal('src/b.ts', 'B'),
    proposal('src/c.ts', 'C', { runId: 'another' }),
  ];
  for (const each of [first, again, rejected, other]) answers.add(each);
  rejected.outcome = 'rejected';
  expect(answers.waitingOf('run')).toEqual([again]);
});

test.each([
  ['src/cart.ts', 'Ask cart.ts · fast'],
  ['src/index.ts', 'Ask src/index.ts · fast'],
  ['lib/other.ts', 'Ask lib/other.ts · fast'],
  ['.git/hooks/pre-commit', 'Ask .git/hooks/pre-commit · fast'],
  ['.vscode/a\u202Eb.json', 'Ask .vscode/a\\u{202e}b.json · fast'],
])('the tab of %s', (path, title) => {
  expect(answerTitle(proposal(path, 'A'), ['src/other.ts'])).toContain(title);
});

test('beside the change stand the whole path and its risk', () => {
  expect(answerStanding(proposal('.github/workflows/ci.yml', 'A'))).toContain(
    '.github/workflows/ci.yml: the server that you push to runs it',
  );
});

test('that a diff was applied is told beside the change, and on the page of the decision', async () => {
  const form = 'written as a diff and applied to the selected lines';
  const answer = proposal('src/a.ts', ' one\n-two\n+TWO', { before: 'one\ntwo\n' });
  expect(answerStanding(answer)).toContain(form);
  const made = { ...answer, doubts: [] };
  expect(decisionStory(made, answer)).toContain(`, ${form}`);
  const plain = proposal('src/a.ts', 'one\nTWO', { before: 'one\ntwo\n' });
  expect(answerStanding(plain)).not.toContain('applied');
  expect(decisionStory(made, plain)).not.toContain('applied');
  await acceptAnswer(answer);
  expect(textAt('src/a.ts')).toBe('one\nTWO\n');
});
