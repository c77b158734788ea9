import type * as vscode from 'vscode';
import { beforeEach, expect, test, vi } from 'vitest';
import { acceptAnswer } from '../../../../src/editor/answers/acceptAnswer.ts';
import type { Answer } from '../../../../src/editor/answers/answer.ts';
import type { HumanError } from '../../../../src/editor/platform/humanError.ts';
import type { AttemptOutcome } from '../../../../src/ledger/facts.ts';
import type { memoryDocuments } from '../../../support/memoryDocuments.ts';
import { modelWith, taskWith } from '../../../support/tasks.ts';

const editor = vi.hoisted(() => ({ current: {} as ReturnType<typeof memoryDocuments> }));
vi.mock('vscode', async () => {
  const { memoryDocuments: create } = await import('../../../support/memoryDocuments.ts');
  editor.current = create();
  return {
    ...(await import('../../../support/l10n.ts')),
    ...editor.current,
  };
});
beforeEach(() => {
  const { texts, readOnly, folders, questions, replies, notebookDocuments } = editor.current;
  notebookDocuments.length = 0;
  for (const each of [texts, readOnly]) each.clear();
  for (const each of [questions, replies]) each.length = 0;
  folders.splice(0, folders.length, '/shop');
});

const path = '/shop/cart.ts';

/** An answer to a question about line 2 of a file that held `a`, `b` and `c`. */
function answerOf(
  text: string,
  { outcome = 'complete', isNew = false }: { outcome?: AttemptOutcome; isNew?: boolean } = {},
): Answer {
  const fileText = isNew ? '' : 'a\nb\nc\n';
  const target = isNew
    ? { startLine: 1, endLine: 1, text: '' }
    : { startLine: 2, endLine: 2, text: 'b' };
  const choice = { tier: 'fast', model: modelWith('p/small') };
  const cost = { source: 'computed', nanoUsd: 1 } as const;
  const end = { attemptId: '1', choice, outcome, text, toolCalls: [], cost, latencyMs: 1 };
  const plan = { kind: 'direct', choice } as const;
  return {
    id: 'request',
    task: taskWith({ path: 'cart.ts', fileText, target }),
    plan,
    end,
    decision: { plan } as unknown as Answer['decision'],
    binding: { uri: new editor.current.Uri(path) as vscode.Uri, ...(!isNew && { version: 1 }) },
    rungs: [{ attemptId: '1', choice, how: 'first', text, verdicts: [], end }],
    abort: new AbortController(),
  };
}

const block = '```ts\nNEW\n  new\n```';
const written = () => editor.current.texts.get(path);

async function refusal(answer: Answer): Promise<HumanError> {
  const error = await acceptAnswer(answer).then(
    () => undefined,
    (thrown: HumanError) => thrown,
  );
  expect(error?.name).toBe('HumanError');
  return error!;
}

test.each([
  ['as it was', 'a\nb\nc\n', 'a\nNEW\n  new\nc\n'],
  ['with lines above', 'z\nz\na\nb\nc\n', 'z\nz\na\nNEW\n  new\nc\n'],
  ['with its last line end gone', 'z\nb', 'z\nNEW\n  new'],
])('the answer is put into the file, %s', async (_, now, after) => {
  editor.current.texts.set(path, now);
  const answer = answerOf(block);
  const accepted = await acceptAnswer(answer);
  expect(written()).toBe(after);
  expect(accepted).toMatchObject({ answer, before: now });
  expect(editor.current.questions).toEqual([]);
  expect(accepted!.document.uri).toBe(answer.binding.uri);
});

test.each([
  ['a\nB\nc\n', 'have changed'],
  ['b\nA\nb\n', 'now occur more than once'],
  ['a\nxbx\nc\n', 'have changed'],
])('the lines are not sure in %j: nothing is written, and it is said', async (now, why) => {
  editor.current.texts.set(path, now);
  const { message } = await refusal(answerOf(block));
  expect(message).toBe(
    `cart.ts was edited after you asked, and the lines that the answer replaces ${why}. Nothing was written. Run the task again, or copy what you need from the answer.`,
  );
  expect(written()).toBe(now);
});

test('when one of two equal places is left, nothing is written and the reason is given', async () => {
  const answer = answerOf(block);
  const fileText = 'a\nb\nc\nb\nd\n';
  editor.current.texts.set(path, 'a\nmine\nc\nb\nd\n');
  const { message } = await refusal({ ...answer, task: { ...answer.task, fileText } });
  expect(message).toContain('occurred more than once, so it is unclear which ones remain');
  expect(written()).toBe('a\nmine\nc\nb\nd\n');
});

const escalate = {
  label: 'Escalate One Tier',
  command: 'tierwise.escalateAnswer',
  argument: 'request',
};
const notAccepted: [string, string, Parameters<typeof answerOf>[1], string][] = [
  ['incomplete', block, { outcome: 'truncated' }, 'is incomplete, so it cannot be accepted'],
  ['incomplete, for a new file', block, { outcome: 'cutOff', isNew: true }, 'is incomplete'],
  ['prose', 'It is fine.', {}, 'has no code block, so there is nothing to accept'],
  ['prose, for a new file', 'It is fine.', { isNew: true }, 'has no code block'],
];
test.each(notAccepted)('an answer that is %s is not accepted', async (_, text, facts, why) => {
  if (!facts!.isNew) editor.current.texts.set(path, 'a\nb\nc\n');
  const { message, steps } = await refusal(answerOf(text, facts));
  expect(message).toContain(`The answer for cart.ts ${why}`);
  expect(steps).toEqual([escalate]);
  expect(written()).toBe(facts!.isNew ? undefined : 'a\nb\nc\n');
});

test('an error is shown when VS Code cannot change the file', async () => {
  editor.current.texts.set(path, 'a\nb\nc\n');
  editor.current.readOnly.add(path);
  const { message } = await refusal(answerOf(block));
  expect(message).toBe('VS Code could not change cart.ts. Is it read-only?');
});

test('a new file ends with one line break', async () => {
  const answer = answerOf(block, { isNew: true });
  const accepted = await acceptAnswer(answer);
  expect(written()).toBe('NEW\n  new\n');
  expect(accepted).toMatchObject({ answer, before: '' });
  expect(accepted!.document.getText()).toBe('NEW\n  new\n');
});

test('a file that was created in the meantime is not overwritten', async () => {
  editor.current.texts.set(path, 'mine');
  const { message } = await refusal(answerOf(block, { isNew: true }));
  expect(message).toBe(
    'cart.ts already exists, so nothing was written. Run the task again to change it.',
  );
  expect(written()).toBe('mine');
});

/** An answer for the first of two cells of a notebook that is open. */
function answerForCell(notebookPath: string): { answer: Answer; cells: readonly vscode.Uri[] } {
  const { Uri, texts, notebookDocuments } = editor.current;
  const cells = ['W0', 'W1'].map((each) => new Uri(notebookPath, 'vscode-notebook-cell', each));
  notebookDocuments.push({
    uri: new Uri(notebookPath),
    getCells: () => cells.map((uri) => ({ document: { uri } })),
  });
  for (const { fragment } of cells) texts.set(`${notebookPath}#${fragment}`, 'a\nb\nc\n');
  const answer = answerOf(block);
  const uris = cells as unknown as readonly vscode.Uri[];
  return { answer: { ...answer, binding: { uri: uris[0]!, version: 1 } }, cells: uris };
}

test('the answer for a notebook’s cell is put into that cell alone', async () => {
  const { answer, cells } = answerForCell('/shop/a.ipynb');
  const accepted = await acceptAnswer(answer);
  expect([...editor.current.texts]).toEqual([
    ['/shop/a.ipynb#W0', 'a\nNEW\n  new\nc\n'],
    ['/shop/a.ipynb#W1', 'a\nb\nc\n'],
  ]);
  expect(accepted?.document.uri).toBe(cells[0]);
  expect(editor.current.questions).toEqual([]);
});

test('a notebook outside of the opened folders is asked about by its own path', async () => {
  const { answer } = answerForCell('/elsewhere/a.ipynb');
  expect(await acceptAnswer(answer)).toBeUndefined();
  const [question] = editor.current.questions;
  expect(`${question?.message} ${question?.detail}`).toContain('/elsewhere/a.ipynb');
  expect(`${question?.message} ${question?.detail}`).toContain('outside the folders');
});

test('when the notebook is closed or the cell is gone, nothing is written, and it is said', async () => {
  const { answer } = answerForCell('/shop/a.ipynb');
  editor.current.notebookDocuments.length = 0;
  expect((await refusal(answer)).message).toMatch(
    /^The cell of cart\.ts is not open any more, so nothing was written\. Open the notebook/,
  );
  expect(editor.current.texts.get('/shop/a.ipynb#W0')).toBe('a\nb\nc\n');
});

test('an answer that stands in its file is not written again, until it is taken out', async () => {
  editor.current.texts.set(path, 'a\nb\nc\n');
  // What it replaces stands in it.
  const answer = answerOf('```ts\n// documented\nb\n```');
  await acceptAnswer(answer);
  expect(written()).toBe('a\n// documented\nb\nc\n');
  editor.current.texts.set(path, 'z\na\n// documented\nb\nc\n');
  const { message } = await refusal(answer);
  expect(message).toContain('This answer is in cart.ts already');
  editor.current.texts.set(path, 'a\nb\nc\n');
  await acceptAnswer(answer);
  expect(written()).toBe('a\n// documented\nb\nc\n');
});

test('while an answer is being written, accepting it again does nothing', async () => {
  editor.current.texts.set(path, 'a\nb\nc\n');
  const answer = answerOf(block);
  const [first, second] = await Promise.all([acceptAnswer(answer), acceptAnswer(answer)]);
  expect(first).toMatchObject({ after: 'a\nNEW\n  new\nc\n' });
  expect(second).toBeUndefined();
  expect(written()).toBe('a\nNEW\n  new\nc\n');
});

test.each([
  ['a file', path],
  ['an untitled text', 'Untitled-1'],
])('%s that is not there any more is named, and nothing is made', async (_, gone) => {
  const scheme = gone === path ? 'file' : 'untitled';
  const uri = new editor.current.Uri(gone, scheme) as unknown as vscode.Uri;
  const { message } = await refusal({ ...answerOf(block), binding: { uri, version: 1 } });
  expect(message).toContain('cart.ts cannot be opened any more, so nothing was written');
  expect(editor.current.texts.size).toBe(0);
});
