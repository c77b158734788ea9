import type * as vscode from 'vscode';
import { beforeEach, expect, test, vi } from 'vitest';
import { approveCommand } from '../../../../src/editor/gates/approveCommand.ts';
import {
  commandHash,
  type GateCommand,
} from '../../../../src/execution/gates/command/commandHash.ts';
import type { memoryDocuments } from '../../../support/memoryDocuments.ts';

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
  editor.current.questions.length = 0;
  editor.current.replies.length = 0;
});

function memory(): vscode.Memento {
  const kept = new Map<string, unknown>();
  return {
    keys: () => [...kept.keys()],
    get: (key: string) => kept.get(key) as never,
    update: async (key: string, value: unknown) => void kept.set(key, value),
  };
}

const tests: GateCommand = { name: 'tests', argv: ['npm', 'test'], source: 'user' };

test('a command is allowed with what it may run: after a pull, and after a change in the copy', async () => {
  const state = memory();
  editor.current.replies.push(undefined, 'Allow');
  expect(await approveCommand(state, [tests], commandHash(tests))).toBe(false);
  expect(await approveCommand(state, [tests], commandHash(tests))).toBe(true);
  expect(await approveCommand(state, [tests], commandHash(tests))).toBe(true);
  expect(editor.current.questions).toHaveLength(2);
  const [{ detail } = { detail: '' }] = editor.current.questions;
  expect(detail).toContain('"npm" "test"');
  for (const words of ['without a sandbox', 'git pull', 'package.json', 'not when the files do'])
    expect(detail).toContain(words);
});

test('another command’s words are asked about on their own', async () => {
  const state = memory();
  editor.current.replies.push('Allow', undefined);
  expect(await approveCommand(state, [tests], commandHash(tests))).toBe(true);
  const other: GateCommand = { ...tests, argv: ['npm', 'run', 'test'] };
  expect(await approveCommand(state, [other], commandHash(other))).toBe(false);
});
