import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { practiceSettings } from '../../scripts/practiceSettings.mjs';
import { companionVsix } from '../support/companionVsix.ts';
import {
  runCommand,
  screenshot,
  statusBarItem,
  waitForNotification,
} from '../support/editorPage.ts';
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

test('a picture reaches the model that another extension asks', async () => {
  const { page, practice } = window.current;
  await runCommand(page, 'Companion: Show Tierwise a Picture');
  const heard = statusBarItem(page, 'companion.heard');
  await heard.filter({ hasText: 'Practice model (practice-large)' }).waitFor();
  const { messages } = practice.requests().at(-1)!.body as { messages: { content: unknown }[] };
  expect(messages.at(-1)?.content).toContainEqual({
    type: 'image',
    source: {
      type: 'base64',
      media_type: 'image/png',
      data: expect.stringMatching(/^iVBORw0KGgo/),
    },
  });
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

test('a tier that cannot call tools refuses them, and says what would help', async () => {
  const { page, practice, changeSettings, billed } = window.current;
  const { 'tierwise.models': models } = practiceSettings(practice.url);
  const small = 'practice-compatible/practice-small';
  const written = models as Record<string, object>;
  await changeSettings({
    'tierwise.models': { ...written, [small]: { ...written[small], abilities: { tools: false } } },
  });
  practice.reset();
  await runCommand(page, 'Companion: Ask Tierwise');
  const heard = statusBarItem(page, 'companion.heard');
  await heard.filter({ hasText: 'it cannot call any. Pick another tier' }).waitFor();
  expect((await billed()).calls).toEqual([]);
  await changeSettings({ 'tierwise.models': written });
});

test.each([
  {
    cap: { requestsPerHour: 1 },
    calls: 1,
    told: 'tierwise-test.companion was refused: it may make 1 request an hour through Tierwise. Raise requestsPerHour in tierwise.otherExtensions if you want that.',
  },
  {
    cap: { usdPerDay: 0.000001 },
    calls: 0,
    told: 'tierwise-test.companion asked for more than $0.000001 per day for tierwise-test.companion allows, and was refused. Raise tierwise.otherExtensions or your budget if you want that.',
  },
])('another extension is refused beyond $cap, and the developer is told', async (row) => {
  const { page, practice, changeSettings, billed } = window.current;
  await changeSettings({ 'tierwise.otherExtensions': row.cap });
  practice.reset();
  await runCommand(page, 'Companion: Ask Tierwise');
  await waitForNotification(page, row.told);
  const heard = statusBarItem(page, 'companion.heard');
  await heard.filter({ hasText: 'tierwise.otherExtensions' }).waitFor();
  expect((await billed()).calls).toHaveLength(row.calls);
});
