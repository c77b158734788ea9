import { expect, test } from 'vitest';
import { expectAccessible } from '../support/axe.ts';
import { screenshot, statusBarItem, webviewFrame } from '../support/editorPage.ts';
import { command, start, tabs } from '../support/hostActs.ts';
import { practiceVscode, runOn, settingsOf } from '../support/practiceVscode.ts';

const window = practiceVscode({
  settings: (settings) => ({
    ...settings,
    'tierwise.tiers': {
      fast: ['anthropic/claude-haiku-5-5'],
      reasoning: ['anthropic/claude-opus-5-5'],
    },
  }),
});

test('Get Started opens the walkthrough with its steps', async () => {
  const { page } = window.current;
  await command(window.current, 'tierwise.getStarted');
  await page.getByText('Get Started with Tierwise').first().waitFor();
  await page.getByText('See what is ready').first().waitFor();
  await page.getByText('Write a rule').first().waitFor();
  expect(await tabs(window.current)).toHaveLength(1);
  await screenshot(page, 'first-run-walkthrough');
});

test('What Is Ready says that no tier has a model, and offers the next steps', async () => {
  const { page } = window.current;
  await command(window.current, 'tierwise.showReady');
  const shown = await webviewFrame(page, 'Tierwise: What Is Ready');
  await shown.getByText('No tier has a model yet, so no task can run').waitFor();
  const buttons = await shown.locator('#actions button').allInnerTexts();
  expect(buttons).toEqual(['Add Provider…', 'Try with Practice Models', 'Look Again']);
  await screenshot(page, 'first-run-ready');
  await expectAccessible(shown);
});

test('practice models answer without an account until they are stopped, and change no setting', async () => {
  const { page, practice } = window.current;
  const before = await settingsOf(window.current);
  const item = statusBarItem(page, 'tierwise.tier');
  await start(window.current, 'tierwise.startPractice');
  await item.filter({ hasText: 'practice:' }).waitFor();
  await command(window.current, 'notifications.clearAll');
  await runOn(window.current, 'explain', 'src/search.ts', [17, 24]);
  const shown = await webviewFrame(page, 'Explain search.ts');
  await shown.locator('#body li').first().waitFor();
  await shown.locator('#status', { hasText: 'practice $' }).waitFor();
  await screenshot(page, 'first-run-practice');
  // The models are those inside the extension, not those of the test's server.
  expect(practice.requests()).toEqual([]);
  expect(await settingsOf(window.current)).toEqual(before);

  await command(window.current, 'tierwise.stopPractice');
  await expect.poll(() => item.innerText()).not.toContain('practice:');
  await command(window.current, 'tierwise.showReady');
  const ready = await webviewFrame(page, 'Tierwise: What Is Ready');
  await ready.getByText('No tier has a model yet').first().waitFor();
});

test('without an open file a task says what to do', async () => {
  const { page } = window.current;
  await start(window.current, 'tierwise.refactor');
  const toast = page.locator('.notification-toast', { hasText: 'Open a file and select the code' });
  await toast.waitFor();
  expect(await toast.locator('.monaco-button').allInnerTexts()).toEqual(['Ask…', 'Get Started']);
});
