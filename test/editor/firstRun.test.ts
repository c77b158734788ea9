import { expect, test } from 'vitest';
import { screenshot, webviewFrame } from '../support/editorPage.ts';
import { command, start, tabs } from '../support/hostActs.ts';
import { practiceVscode } from '../support/practiceVscode.ts';

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
});

test('without an open file a task says what to do', async () => {
  const { page } = window.current;
  await start(window.current, 'tierwise.refactor');
  const toast = page.locator('.notification-toast', { hasText: 'Open a file and select the code' });
  await toast.waitFor();
  expect(await toast.locator('.monaco-button').allInnerTexts()).toEqual(['Ask…', 'Get Started']);
});
