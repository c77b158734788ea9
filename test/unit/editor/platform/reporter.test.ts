import { beforeEach, expect, test, vi } from 'vitest';
import type { LogOutputChannel } from 'vscode';
import { HumanError } from '../../../../src/editor/platform/humanError.ts';
import { createReporter } from '../../../../src/editor/platform/reporter.ts';

const shown = vi.hoisted(() => [] as string[][]);

vi.mock('vscode', async () => {
  const show = async (...given: string[]) => void shown.push(given);
  return {
    ...(await import('../../../support/l10n.ts')),
    window: { showErrorMessage: show, showWarningMessage: show },
  };
});
beforeEach(() => void shown.splice(0));

function openReporter() {
  const logged: unknown[] = [];
  const write = (entry: unknown) => logged.push(entry);
  const log = { info: write, warn: write, error: write } as unknown as LogOutputChannel;
  return { report: createReporter(log, (text) => text.replaceAll('a key', '[key]')), logged };
}

test('a bug is logged with its stack each time, and shown once with a button for the log', () => {
  const { report, logged } = openReporter();
  const bugs = [new TypeError('x is undefined'), new TypeError('x is undefined')];
  bugs.forEach((bug) => report.bug(bug));
  expect(logged).toEqual(bugs.map(({ stack }) => stack));
  expect(shown).toEqual([[expect.stringContaining('x is undefined'), 'Show Log']]);
  report.bug(new RangeError('too long'));
  expect(shown).toHaveLength(2);
});

test('no secret of this window is logged or shown, whatever it is part of', () => {
  const { report, logged } = openReporter();
  report.show(new HumanError('a key was refused'));
  report.show(new TypeError('a key is undefined'));
  report.bug('a key');
  report.warnOnce('a key is old');
  report.log.info('a key');
  report.log.error('a key');
  const all = JSON.stringify([logged, shown]);
  expect(all).toContain('[key] was refused');
  expect(all).not.toContain('a key');
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
