import type * as vscode from 'vscode';
import { describe, expect, test, vi } from 'vitest';
import { turnOf, typeOfTurn } from '../../../../src/editor/chat/turnOf.ts';
import { TaskTypes } from '../../../../src/editor/tasks/taskTypes.ts';
import { askedIn } from '../../../../src/routing/reading/asked.ts';
import { clineRequests } from '../../../support/foreignLoops/cline.ts';
import { edgeRequests } from '../../../support/foreignLoops/edges.ts';
import { vscodeRequests } from '../../../support/foreignLoops/vscodeAgent.ts';
import { vscodeTalks } from '../../../support/foreignLoops/vscodeTalk.ts';

vi.mock('vscode', () => ({ workspace: { workspaceFolders: [] } }));

const noCorrections = { get: () => undefined } as unknown as vscode.Memento;
const typed = [...vscodeRequests, ...vscodeTalks, ...clineRequests, ...edgeRequests].flatMap(
  ({ name, conversation, right: { types } }) =>
    types ? [[name, conversation, types] as const] : [],
);

describe('the task type of what the developer asked', () => {
  test.each(typed)('%s', async (_, conversation, types) => {
    const taskTypes = new TaskTypes(noCorrections, async (_prompt, guess) => guess);
    const { request, before } = askedIn(conversation.messages);
    const asked = { words: request.words, before };
    const loop = { ...turnOf(conversation), about: { seen: [] } };
    expect(types).toContain((await typeOfTurn(asked, loop, taskTypes)).taskType);
  });
});

test('two chats side by side ask for a second opinion once each', async () => {
  const asked: string[] = [];
  const taskTypes = new TaskTypes(noCorrections, async (prompt, guess) => {
    asked.push(prompt);
    return guess;
  });
  const typeIn = (words: string, kind: 'plan' | 'read') => {
    const loop = { turns: kind === 'plan' ? 0 : 1, troubles: [], isChecked: false };
    const files = { attached: [], read: [], edited: [] };
    const turn = { kind, by: 'agent', loop: { ...loop, files } } as const;
    return typeOfTurn({ words, before: [] }, { turn, about: { seen: [] } }, taskTypes);
  };
  for (const kind of ['plan', 'read', 'read'] as const) {
    await typeIn('make it nice', kind);
    await typeIn('what is this for', kind);
  }
  expect(asked).toEqual(['make it nice', 'what is this for']);
});

test('a remark is about the request before it, and asks nobody', async () => {
  const asked: string[] = [];
  const taskTypes = new TaskTypes(noCorrections, async (prompt, guess) => {
    asked.push(prompt);
    return { ...guess, taskType: 'design' };
  });
  const loop = { about: { seen: [] } };
  const first = 'Add a discount to the cart';
  await typeOfTurn({ words: first, before: [] }, loop, taskTypes);
  const again = { words: 'try again', before: [first] };
  expect((await typeOfTurn(again, loop, taskTypes)).taskType).toBe('design');
  expect(asked).toEqual([first]);
  expect(taskTypes.last?.prompt).toBe(first);
});
