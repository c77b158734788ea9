import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { practiceSettings } from '../../scripts/practiceSettings.mjs';
import { press, screenshot, statusBarItem, waitForNotification } from '../support/editorPage.ts';
import { command, start } from '../support/hostActs.ts';
import { costPanel, expectPanelTotal, practiceVscode } from '../support/practiceVscode.ts';

const window = practiceVscode();

/** Writes into VS Code's own chat and sends it. */
async function say(page: Page, text: string): Promise<void> {
  await command(window.current, 'workbench.action.chat.newChat');
  await command(window.current, 'workbench.panel.chat.view.copilot.focus');
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

/** What the companion hears when it asks one of Tierwise's models. */
async function heard(words: string): Promise<void> {
  await statusBarItem(window.current.page, 'companion.heard').filter({ hasText: words }).waitFor();
}

test('another extension asks a tier, a tool call passes through, and it is answered', async () => {
  await start(window.current, 'companion.ask');
  await heard('the tool answered: a cart holds goods');
  const { calls } = await window.current.billed();
  expect(calls.map(({ model }) => model)).toEqual(['practice-small', 'practice-small']);
  const frame = await costPanel(window.current);
  await frame.getByText('chat model, asked by tierwise-test.companion').first().waitFor();
});

test('a picture reaches the model that another extension asks', async () => {
  const { practice } = window.current;
  await start(window.current, 'companion.showPicture');
  await heard('Practice model (practice-large)');
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

test('@tierwise answers in the chat, says who answered at what cost and why, and is escalated with one click', async () => {
  const { page, billed } = window.current;
  await say(page, '@tierwise /explain What is a cart?');
  const response = await answered(page, 'shipped rule “explanations are balanced”');
  await screenshot(page, 'chat');
  expect((await billed()).calls.map(({ model }) => model)).toEqual(['practice-medium']);
  await expect.poll(() => response.innerText()).toContain(`balanced (practice Medium), $0.0003`);

  await press(page.getByText('Escalate to reasoning').last());
  await answered(page, 'you escalated from balanced');
  const { nanoUsd, calls } = await billed();
  expect(calls.at(-1)?.model).toBe('practice-large');
  await expectPanelTotal(window.current, nanoUsd);
});

test('a tier that cannot call tools refuses them, and says what would help', async () => {
  const { practice, changeSettings, billed } = window.current;
  const { 'tierwise.models': models } = practiceSettings(practice.url);
  const small = 'practice-compatible/practice-small';
  const written = models as Record<string, object>;
  await changeSettings({
    'tierwise.models': {
      ...written,
      [small]: { ...written[small], capabilities: { tools: false } },
    },
  });
  await start(window.current, 'companion.ask');
  await heard('it cannot call any. Pick another tier');
  expect((await billed()).calls).toEqual([]);
});

test.each([
  {
    cap: { requestsPerHour: 1 },
    told: 'tierwise-test.companion was refused: it may make 1 request an hour through Tierwise. Raise requestsPerHour in tierwise.otherExtensions if you want that.',
  },
  {
    cap: { usdPerDay: 0.000001 },
    told: 'tierwise-test.companion asked for more than $0.000001 per day for tierwise-test.companion allows in practice money, and was refused. Raise tierwise.otherExtensions or your budget if you want that.',
  },
])('another extension is refused beyond $cap, and the developer is told', async (row) => {
  const { page, practice, changeSettings, billed } = window.current;
  await start(window.current, 'companion.ask');
  await heard('the tool answered: a cart holds goods');
  await billed();
  practice.reset();
  await changeSettings({ 'tierwise.otherExtensions': row.cap });
  await start(window.current, 'companion.ask');
  await waitForNotification(page, row.told);
  await heard('tierwise.otherExtensions');
  expect((await billed()).calls).toEqual([]);
});
