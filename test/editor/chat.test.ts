import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { companionVsix } from '../support/companionVsix.ts';
import { runCommand, screenshot, statusBarItem } from '../support/editorPage.ts';
import { costPanel, expectPanelTotal, practiceVscode } from '../support/practiceVscode.ts';

const window = practiceVscode(async () => ({
  vscode: { alsoInstall: [await companionVsix()] },
}));

/** Writes into VS Code's own chat and sends it. */
async function say(page: Page, text: string): Promise<void> {
  await runCommand(page, 'Chat: Focus on Chat View');
  const input = page.locator('.interactive-input-part .monaco-editor').first();
  await input.click();
  await page.keyboard.insertText(text);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
}

/** The newest answer in the chat, once it holds these words. */
async function answered(page: Page, words: string): Promise<Locator> {
  const response = page.locator('.interactive-response').last();
  await response.getByText(words).waitFor();
  return response;
}

test('another extension asks a tier, a tool call passes through, and it is answered', async () => {
  const { page } = window.current;
  await runCommand(page, 'Companion: Ask Tierwise');
  const heard = statusBarItem(page, 'companion.heard');
  await heard.filter({ hasText: 'the tool answered: a cart holds goods' }).waitFor();
  const { calls } = await window.current.billed();
  expect(calls.map(({ model }) => model)).toEqual(['practice-small', 'practice-small']);
  const frame = await costPanel(page);
  await frame.getByText('chat model, asked by tierwise-test.companion').first().waitFor();
});

test('@tierwise answers in the chat, and says who answered at what cost and why', async () => {
  const { page } = window.current;
  await say(page, '@tierwise /explain What is a cart?');
  const response = await answered(page, 'shipped rule “everyday work is balanced”');
  await screenshot(page, 'chat');
  const [call] = (await window.current.billed()).calls.slice(-1);
  expect(call?.model).toBe('practice-medium');
  expect(await response.innerText()).toContain(`balanced (practice Medium), $0.0003`);
});

test('the answer is escalated with one click', async () => {
  const { page } = window.current;
  await page.getByText('Escalate one tier').click();
  await answered(page, 'you escalated from balanced');
  const { nanoUsd, calls } = await window.current.billed();
  expect(calls.at(-1)?.model).toBe('practice-large');
  await expectPanelTotal(page, nanoUsd);
});
