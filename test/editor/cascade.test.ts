import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { screenshot, webviewFrame } from '../support/editorPage.ts';
import { command, save } from '../support/hostActs.ts';
import {
  acceptAnswer,
  expectPanelTotal,
  expectStanding,
  frontTab,
  practiceVscode,
  rejectAnswer,
  startOn,
  titleButton,
} from '../support/practiceVscode.ts';
import { copiesIn } from '../support/traces.ts';

const rule = {
  name: 'try cheap first',
  when: { taskType: ['debug'] },
  use: { cascade: ['fast', 'reasoning'] },
};
const window = practiceVscode({
  settings: (settings) => ({
    ...settings,
    'tierwise.rules': [rule],
    'tierwise.gateCommands': [
      { name: 'tests', argv: [process.execPath, '--test', '--test-isolation=none'] },
    ],
  }),
  prepare(folder) {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder });
    git('init', '--quiet');
    git('add', '--all');
    git('-c', 'user.name=T', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 'start');
  },
});

/** Files of the workspace and what git says of it; equal before and after what leaves no trace. */
function traces() {
  const { folder } = window.current;
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder }).toString();
  return { status: git('status', '--porcelain'), worktrees: git('worktree', 'list') };
}

/** Runs Debug, allows its command, and waits for the answer. */
async function debug(file: string, lines: readonly [number, number]): Promise<void> {
  const { page } = window.current;
  await startOn(window.current, 'debug', `src/${file}`, lines);
  await frontTab(page, `Debug ${file} · fast → reasoning`);
  const allow = page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Allow' });
  await allow.click();
  await titleButton(page, 'Accept Answer').waitFor();
}

async function lastStory(subject: string): Promise<string> {
  const { page } = window.current;
  await command(window.current, 'tierwise.showLastDecision');
  const frame = await webviewFrame(page, 'Tierwise: Last Decision');
  await frame.getByText(`Task: debug on ${subject}`).waitFor();
  return frame.locator('#body').innerText();
}

test('an answer that is right at once passes its gates on the small model', async () => {
  const { page, practice } = window.current;
  await debug('search.ts', [9, 15]);
  await screenshot(page, 'cascade-right-at-once');
  await expectStanding(page, 'fast passed');
  const story = await lastStory('src/search.ts');
  for (const gate of ['complete', 'format', 'syntax', 'diagnostics', 'command']) {
    expect(story).toContain(`${gate}: pass`);
  }
  expect(story).toMatch(/complete, practice \$0\.\d+/);
  expect(practice.billing().map(({ model }) => model)).toEqual(['practice-small']);
  await rejectAnswer(page);
});

test('broken types are seen by the language server, and the reasoning model fixes them', async () => {
  const { page, practice } = window.current;
  const before = traces();
  await debug('inventory.ts', [7, 19]);
  await screenshot(page, 'cascade-broken-types');
  await expectStanding(page, 'fast failed diagnostics: 1 problem', 'reasoning passed');
  expect(practice.billing().map(({ model }) => model)).toEqual([
    'practice-small',
    'practice-large',
  ]);
  expect(JSON.stringify(practice.requests().at(-1)?.body)).toContain(
    'The diagnostics check failed: src/inventory.ts, line',
  );
  await rejectAnswer(page);
  // Nothing is left: no file, no tab, no copy, and no way to a copy that is gone.
  await expect.poll(() => copiesIn(window.current)).toEqual([]);
  await page.keyboard.press('ControlOrMeta+p');
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  await page.locator('.quick-input-widget:visible input:focus').fill('inventory.ts');
  await rows.filter({ hasText: 'inventory.ts' }).first().waitFor();
  expect((await rows.allInnerTexts()).join('\n')).not.toContain('copies');
  await page.keyboard.press('Escape');
  expect(traces()).toEqual(before);
  await page.locator('.tab', { hasText: 'Checking' }).waitFor({ state: 'detached' });
  expect(await page.locator('.tab.dirty').count()).toBe(0);
});

test('a broken test is seen by the developer’s own command; the accepted answer is right, and every rung is in the bill', async () => {
  const { page, folder, practice } = window.current;
  await debug('money.ts', [21, 28]);
  await screenshot(page, 'cascade-broken-test');
  await expectStanding(page, 'fast failed command', 'reasoning passed');
  expect(practice.billing().map(({ model }) => model)).toEqual([
    'practice-small',
    'practice-large',
  ]);
  const story = await lastStory('src/money.ts');
  expect(story).toContain('command: fail');
  expect(story).toContain('a total is split into equal instalments');
  await screenshot(page, 'cascade-story');

  await acceptAnswer(window.current);
  await save(window.current);
  writeFileSync(
    join(folder, 'check.mjs'),
    "import { splitEvenly } from './src/money.ts';\nconsole.log(splitEvenly(1000, 3).reduce((sum, part) => sum + part, 0));\n",
  );
  const sum = execFileSync(process.execPath, ['check.mjs'], { cwd: folder }).toString().trim();
  expect(sum).toBe('1000');
  const { calls, nanoUsd } = await window.current.billed();
  expect(calls).toHaveLength(2);
  await expectPanelTotal(window.current, nanoUsd);
  await screenshot(page, 'cascade-accepted');
});
