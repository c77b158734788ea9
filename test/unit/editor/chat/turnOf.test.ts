import type * as vscode from 'vscode';
import { expect, test, vi } from 'vitest';
import { turnOf, typeOfTurn } from '../../../../src/editor/chat/turnOf.ts';
import { TaskTypes } from '../../../../src/editor/tasks/taskTypes.ts';
import { agentLoop, calls } from '../../../support/agentLoops.ts';

vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  workspace: { workspaceFolders: [{ name: 'shop', index: 0, uri: { path: '/w', fsPath: '/w' } }] },
}));

test('files of a loop are written as tasks write them', () => {
  const { turn } = turnOf(
    agentLoop([[calls.read('/w/src/tax.ts')], [calls.edit('/w/src/cart.ts')]]),
  );
  expect(turn?.loop.files).toMatchObject({
    read: [{ path: 'src/tax.ts' }],
    edited: [{ path: 'src/cart.ts' }],
  });
});

test('a question is no turn', () => {
  expect(turnOf({ system: '', tools: [], messages: [{ role: 'user', text: 'why?' }] })).toEqual({});
});

test('a second opinion is asked for once in a loop, and never for a side call', async () => {
  const asked: string[] = [];
  const state = { get: () => undefined } as unknown as vscode.Memento;
  const types = new TaskTypes(state, async (prompt, guess) => {
    asked.push(prompt);
    return { ...guess, taskType: 'design' };
  });
  const typeIn = async (words: string, loop: ReturnType<typeof turnOf>) =>
    (await typeOfTurn({ words, before: [] }, { ...loop, about: { seen: [] } }, types)).taskType;
  const first = turnOf(agentLoop([]));
  const second = turnOf(agentLoop([[calls.read()]]));
  expect(await typeIn('make it nice', first)).toBe('design');
  expect(await typeIn('make it nice', second)).toBe('design');
  expect(asked).toEqual(['make it nice']);
  const title = turnOf({
    system: 'You write titles for conversations.',
    tools: [],
    messages: [{ role: 'user', text: 'make it nice' }],
  });
  expect(await typeIn('make it nice', title)).not.toBe('design');
  expect(asked).toEqual(['make it nice']);
  expect(types.last?.classification.taskType).toBe('design');
  // Other words in the same loop are another question.
  await typeIn('make it nicer', second);
  expect(asked).toEqual(['make it nice', 'make it nicer']);
});
