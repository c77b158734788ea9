import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { editorText, press, screenshot, waitForNotification } from '../support/editorPage.ts';
import { start } from '../support/hostActs.ts';
import { frontTab, pickRow, practiceVscode, settingsOf } from '../support/practiceVscode.ts';

const window = practiceVscode({
  keys: { compatible: 'good-key' },
});

/** Waits for a question by its title, and picks a row of it. */
async function pickIn(page: Page, title: string, row: string): Promise<void> {
  await page.locator('.quick-input-title', { hasText: title }).waitFor();
  await pickRow(page, row);
}

/** Waits for a question by its title, and types the answer. */
async function typeIn(page: Page, title: string, text: string): Promise<void> {
  await page.locator('.quick-input-title', { hasText: title }).waitFor();
  await page.locator('.quick-input-widget:visible input.input').fill(text);
  await page.keyboard.press('Enter');
}

test('a server is added by its preset: address, key, models, a call, and one diff of the settings', async () => {
  const { page, practice } = window.current;
  const before = await settingsOf(window.current);
  await start(window.current, 'tierwise.addProvider');
  await page.locator('.quick-input-title', { hasText: 'Add Provider' }).waitFor();
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Anthropic' }).waitFor();
  await screenshot(page, 'add-provider-presets');
  await pickRow(page, 'vLLM', 'Anthropic');
  await typeIn(page, 'Add Provider: vLLM', `${practice.url}/compatible/v1`);
  await typeIn(page, 'key for vLLM', 'good-key');
  await pickIn(page, 'tier fast', 'practice-small');
  await pickIn(page, 'tier balanced', 'Leave this tier as it is');
  await pickIn(page, 'tier reasoning', 'Leave this tier as it is');
  await pickIn(page, 'Add Provider', 'Make one small test call');
  await waitForNotification(page, /answered\. /);
  await frontTab(page, 'Settings now ↔ with vLLM');
  expect(await settingsOf(window.current)).toEqual(before);
  // The first change is on the screen, whichever of them comes first in the file.
  await expect.poll(() => editorText(page, 'modified')).toContain('"vllm');
  await screenshot(page, 'add-provider-diff');

  const question = await waitForNotification(page, 'Nothing is written yet.');
  await press(question.locator('.monaco-button', { hasText: 'Apply' }));
  await waitForNotification(page, 'vLLM is set up.');
  const after = await settingsOf(window.current);
  expect(after['tierwise.providers']).toEqual({
    ...(before['tierwise.providers'] as object),
    vllm: {
      name: 'vLLM',
      wire: 'openaiCompatible',
      baseUrl: `${practice.url}/compatible/v1`,
      discover: true,
    },
  });
  expect(after['tierwise.tiers']).toMatchObject({
    fast: ['vllm/practice-small', 'practice-compatible/practice-small'],
  });
  expect(JSON.stringify(after)).not.toContain('good-key');
  const { calls } = await window.current.billed();
  expect(calls).toHaveLength(1);
});
