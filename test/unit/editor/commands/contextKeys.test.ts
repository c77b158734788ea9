import { expect, test, vi } from 'vitest';
import { contextKeysOf } from '../../../../src/editor/answers/contextKeys.ts';

const keys = vi.hoisted(() => new Map<string, unknown>());
const told = vi.hoisted((): string[] => []);
vi.mock('vscode', async () => {
  const disposable = { dispose: () => undefined };
  const tabGroups = { onDidChangeTabs: () => disposable, onDidChangeTabGroups: () => disposable };
  return {
    ...(await import('../../../support/l10n.ts')),
    window: { tabGroups },
    commands: {
      executeCommand(_: string, key: string, value: unknown) {
        keys.set(key, value);
        told.push(key);
      },
    },
    Disposable: { from: () => disposable },
  };
});

function window() {
  const listeners: (() => void)[] = [];
  const event = (listener: () => void) => {
    listeners.push(listener);
    return { dispose: () => undefined };
  };
  const sources = {
    answers: { all: [] as unknown[], running: [] as unknown[], onDidChange: event },
    preview: { active: undefined },
    practice: { current: undefined as unknown, onDidChange: event },
    news: { lastDecision: undefined as unknown, onDidDecide: event },
    runs: { running: [] as unknown[], onDidChange: event },
  };
  contextKeysOf(sources as unknown as Parameters<typeof contextKeysOf>[0]);
  return { sources, tell: (at: number) => listeners[at]!() };
}

test('at first nothing can be shown, escalated, cancelled or stopped', () => {
  window();
  expect([...keys.values()].every((value) => value === false)).toBe(true);
  expect([...keys.keys()]).toContain('tierwise.hasDecision');
});

test('each key follows what it is named after', () => {
  const { sources, tell } = window();
  sources.answers.all.push({});
  tell(0);
  expect(keys.get('tierwise.hasAnswers')).toBe(true);
  sources.practice.current = {};
  tell(1);
  expect(keys.get('tierwise.practising')).toBe(true);
  sources.news.lastDecision = {};
  tell(2);
  expect(keys.get('tierwise.hasDecision')).toBe(true);
  sources.runs.running.push({});
  tell(3);
  expect(keys.get('tierwise.workflowRunning')).toBe(true);
  sources.runs.running.length = 0;
  tell(3);
  expect(keys.get('tierwise.workflowRunning')).toBe(false);
});

test('VS Code is told only what differs', () => {
  const { sources, tell } = window();
  told.length = 0;
  tell(0);
  expect(told).toEqual([]);
  sources.answers.all.push({});
  tell(0);
  tell(0);
  expect(told).toEqual(['tierwise.hasAnswers']);
});
