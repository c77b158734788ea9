import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { screenshot } from '../../support/editorPage.ts';
import { command } from '../../support/hostActs.ts';
import {
  costPanel,
  frontTab,
  practiceVscode,
  runOn,
  wholeAnswer,
} from '../../support/practiceVscode.ts';

// A Copilot-like plan whose model reports its usage, as Copilot's do: 3,000 tokens in, of which 2,000 are
// cached, and 300 out. GPT-6 Luna costs $0.10, $0.01 and $0.50 a million.
const luna = 'vscode/copilot/gpt-6-luna';
const window = practiceVscode({
  window: {},
  settings: (settings) => ({
    ...settings,
    'companion.plan': true,
    'tierwise.tiers': { fast: [luna], balanced: ['practice-openai/practice-medium'] },
    'tierwise.models': {
      ...(settings['tierwise.models'] as object),
      [luna]: { contextTokens: 12_000 },
    },
    'tierwise.budgets': [{ credits: 300, per: 'month' }],
  }),
});

test('a model of the plan has its price and computed cost, and the budget counts credits', async () => {
  const { page } = window.current;
  await command(window.current, 'tierwise.pickTier', 'fast');
  await runOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  await frontTab(page, 'fast (GPT-6 Luna)');
  await wholeAnswer(page);
  const frame = await costPanel(window.current);
  const cost = frame.locator('.request .cost').first();
  await expect.poll(() => cost.innerText()).toContain('$0.00027');
  expect(await cost.innerText()).not.toContain('≈');
  const budget = frame.locator('.budget');
  await expect
    .poll(() => budget.innerText())
    .toContain('299.97 credits left of 300 credits per month');
  expect(await budget.innerText()).toContain('0.03 of 300 credits of GitHub Copilot are used.');
  await screenshot(page, 'copilot-plan-panel');
});

/** Opens the chat, and waits until it has a model to ask. */
async function openChat(): Promise<void> {
  await command(window.current, 'workbench.panel.chat.view.copilot.focus');
  const input = window.current.page.locator('.interactive-input-part');
  await input.filter({ hasText: 'Tierwise Auto' }).first().waitFor();
}

/**
 * Opens the model picker on the models with these words. It shows the models in use, and the others once they are
 * looked for. While VS Code draws the chat's buttons anew, it opens empty and away from its button.
 */
async function openPicker(words: string, row: Locator): Promise<void> {
  const { page } = window.current;
  const look = async () => {
    await page.keyboard.press('Escape');
    await command(window.current, 'workbench.action.chat.openModelPicker');
    await page.locator('.action-widget input:focus').waitFor({ timeout: 5000 });
    await page.keyboard.insertText(words);
    await row.waitFor({ timeout: 5000 });
  };
  await expect
    .poll(() =>
      look().then(
        () => 'shown',
        (error: unknown) => String(error),
      ),
    )
    .toBe('shown');
}

test('the picker says which model a tier means and what it costs', async () => {
  const { page } = window.current;
  await openChat();
  const fast = page
    .locator('.action-widget .monaco-list-row', { hasText: 'Tierwise Fast' })
    .first();
  await openPicker('Tierwise', fast);
  await screenshot(page, 'copilot-plan-picker');
  // Not by the mouse: while it is new, VS Code 1.133 keeps the pointer off the list.
  expect(await fast.getAttribute('aria-label')).toContain('GPT-6 Luna · $0.10 in, $0.50 out');
  await page.keyboard.press('Escape');
});

test('the ring shows the context in use once an answer of a tier has come', async () => {
  const { page } = window.current;
  // What sets the ring is proposed API, which VS Code for the browser allows by this part of its address.
  const address = new URL(page.url());
  address.searchParams.set('payload', JSON.stringify([['enableProposedApi', '']]));
  await window.current.loadAgain(() => page.goto(address.href));
  await command(window.current, 'workbench.action.chat.newChat');
  await openChat();
  await page.locator('.interactive-input-part .monaco-editor').first().click();
  await page.keyboard.insertText('@reader What is a cart?');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.locator('.interactive-response').last().getByText('The plan answers.').waitFor();
  await screenshot(page, 'copilot-plan-ring');
  // 3,300 of 12,000 tokens, if the tier is picked; the ring shows at least that something is in use.
  const label = page.locator('.chat-context-usage-widget .percentage-label').first();
  await expect.poll(() => label.textContent()).toMatch(/^[1-9]\d*%$/);
});
