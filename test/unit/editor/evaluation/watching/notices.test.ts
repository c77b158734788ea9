import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { tellAlarm } from '../../../../../src/editor/evaluation/watching/alarmNotice.ts';
import { StaleItem } from '../../../../../src/editor/evaluation/watching/staleItem.ts';
import type { Alarm } from '../../../../../src/evaluation/watching/driftWatch.ts';
import { triage } from '../../../../support/watchWorld.ts';

const window = vi.hoisted(() => ({
  warnings: [] as string[][],
  answer: undefined as string | undefined,
  item: { text: '', tooltip: '', shown: false },
  commands: new Map<string, () => Promise<void>>(),
}));
vi.mock('vscode', async () => ({
  ...(await import('../../../../support/l10n.ts')),
  StatusBarAlignment: { Right: 2 },
  Disposable: { from: () => ({ dispose: () => undefined }) },
  env: { language: 'en-GB' },
  commands: {
    registerCommand: (id: string, run: () => Promise<void>) => window.commands.set(id, run),
  },
  workspace: { getConfiguration: () => ({ inspect: () => ({ globalValue: 'UTC' }) }) },
  window: {
    async showWarningMessage(...words: string[]) {
      window.warnings.push(words);
      return window.answer;
    },
    showQuickPick: async (items: readonly unknown[]) => items[0],
    createStatusBarItem: () =>
      Object.assign(window.item, {
        show: () => void (window.item.shown = true),
        hide: () => void (window.item.shown = false),
        dispose: () => undefined,
      }),
  },
}));

const alarm: Alarm = {
  evaluation: 'triage',
  candidateId: 'fast',
  name: 'fast',
  kind: 'drift',
  before: { passed: 48, cases: 50, atMs: Date.UTC(2026, 10, 3) },
  now: { passed: 31, cases: 50 },
  runId: 'second',
  key: 'key',
};
const words = 'fast now passes 31 of 50 of triage; it passed 48 of 50 on 3 Nov.';

test('an alarm is told once, and its buttons show the report or evaluate again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tierwise-told-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const done: string[] = [];
  const at = {
    showReport: async (name: string) => void done.push(`report of ${name}`),
    evaluateAgain: async (name: string) => void done.push(`${name} again`),
  };
  window.answer = 'Show Report';
  await tellAlarm(alarm, folder, at);
  await tellAlarm(alarm, folder, at);
  expect(window.warnings).toEqual([[words, 'Show Report', 'Evaluate Again']]);
  window.answer = 'Evaluate Again';
  await tellAlarm({ ...alarm, key: 'another' }, folder, at);
  expect(done).toEqual(['report of triage', 'triage again']);
});

test('the item is there only while a result is stale or its model has become worse', async () => {
  const item = new StaleItem();
  let again = 0;
  const shown = (stale: readonly { kind: 'prompts' }[], own?: Alarm) => ({
    look: { evaluation: triage, stale, ...(own && { alarm: own }) },
    evaluateAgain: async () => void (again += 1),
  });
  item.show([shown([])]);
  expect(window.item.shown).toBe(false);
  item.show([shown([]), shown([{ kind: 'prompts' }])]);
  expect(window.item).toMatchObject({
    shown: true,
    text: '$(history) stale result',
    tooltip: 'The result of triage is stale: the prompts have changed.\nClick to evaluate again.',
  });
  await window.commands.get('tierwise.evaluateStale')!();
  expect(again).toBe(1);
  item.show([shown([], alarm)]);
  expect(window.item.text).toBe('$(warning) a model became worse');
  expect(window.item.tooltip).toContain(words);
  item.show([]);
  expect(window.item.shown).toBe(false);
});
