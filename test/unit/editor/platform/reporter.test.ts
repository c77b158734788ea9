import { beforeEach, expect, test, vi } from 'vitest';
import type { LogOutputChannel } from 'vscode';
import { createReporter } from '../../../../src/editor/platform/reporter.ts';

const shown = vi.hoisted(() => [] as string[][]);

vi.mock('vscode', () => {
  const show = async (...given: string[]) => void shown.push(given);
  return { window: { showErrorMessage: show, showWarningMessage: show } };
});
beforeEach(() => void shown.splice(0));

function openReporter() {
  const logged: unknown[] = [];
  const write = (entry: unknown) => logged.push(entry);
  const log = { info: write, warn: write, error: write } as unknown as LogOutputChannel;
  return { report: createReporter(log), logged };
}

test('a bug is logged with its stack each time, and shown once with a button for the log', () => {
  const { report, logged } = openReporter();
  const bugs = [new TypeError('x is undefined'), new TypeError('x is undefined')];
  bugs.forEach((bug) => report.bug(bug));
  expect(logged).toEqual(bugs);
  expect(shown).toEqual([[expect.stringContaining('x is undefined'), 'Show Log']]);
  report.bug(new RangeError('too long'));
  expect(shown).toHaveLength(2);
});

test('a trouble is shown once each time it comes back', () => {
  const { report, logged } = openReporter();
  const fail = () => report.warnOnce('The ledger is locked.', 'ledger');
  fail();
  fail();
  expect(shown).toEqual([['The ledger is locked.']]);
  report.ended('ledger');
  fail();
  expect(shown).toHaveLength(2);
  expect(logged).toHaveLength(3);
});
