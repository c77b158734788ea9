import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { screenshot, waitForNotification } from '../support/editorPage.ts';
import { command, open, start } from '../support/hostActs.ts';
import {
  expectPanelTotal,
  frontTab,
  pickRow,
  pickTier,
  practiceVscode,
  runOn,
  startOn,
  expectTooltip,
  wholeAnswer,
  oneModelRules,
} from '../support/practiceVscode.ts';

// Every wire needs a key here; balanced names a model that its server does not have, and the
// strongest tier a server that is down.
const closedPort = 'http://127.0.0.1:9';
const window = practiceVscode({
  keys: { anthropic: 'good-key', openai: 'good-key', compatible: 'good-key' },
  settings: (settings) => ({
    ...settings,
    'tierwise.rules': oneModelRules,
    'tierwise.providers': {
      ...(settings['tierwise.providers'] as object),
      down: { name: 'Absent server', wire: 'openaiCompatible', baseUrl: closedPort, auth: 'none' },
    },
    'tierwise.tiers': {
      fast: ['practice-compatible/practice-small'],
      balanced: ['practice-openai/practice-huge'],
      reasoning: ['down/model'],
    },
  }),
});

/** The message that is shown, and its buttons. */
async function message(page: Page, text: RegExp): Promise<{ text: string; buttons: string[] }> {
  const toast = await waitForNotification(page, text);
  return {
    text: await toast.locator('.notification-list-item-message').innerText(),
    buttons: await toast.locator('.monaco-button').allInnerTexts(),
  };
}

async function clearMessages(page: Page): Promise<void> {
  await command(window.current, 'notifications.clearAll');
  await page.locator('.notification-toast').first().waitFor({ state: 'detached' });
}

async function typeKey(page: Page, key: string): Promise<void> {
  await page.locator('.quick-input-widget:visible input[type="password"]').fill(key);
  await page.keyboard.press('Enter');
  await waitForNotification(page, 'is set');
  await clearMessages(page);
}

/** Sets the key of a provider, by the command that does. */
async function setKey(provider: string, key: string): Promise<void> {
  const { page } = window.current;
  await start(window.current, 'tierwise.setApiKey');
  await pickRow(page, provider);
  await typeKey(page, key);
}

test('no key, a wrong one (401), a right one: each message leads to the next step', async () => {
  const { page, practice } = window.current;
  await startOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  const without = await message(page, /could not run/);
  expect(without.text).toContain('practice Small: no key for Practice Chat Completions. Set a key');
  expect(without.buttons).toEqual(['Set API Key', 'Show What Is Ready', 'Open Settings']);
  expect(practice.requests()).toEqual([]);
  await screenshot(page, 'trouble-no-key');
  await page.locator('.notification-toast .monaco-button', { hasText: 'Set API Key' }).click();
  await typeKey(page, 'wrong-key');

  await startOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  const wrong = await message(page, /did not accept the key/);
  expect(wrong.text).toMatch(
    /for http:\/\/127\.0\.0\.1:\d+ \(401\)\. Set a valid key and run the task again\./,
  );
  expect(wrong.text).not.toContain('wrong-key');
  expect(wrong.buttons).toContain('Set API Key');
  await screenshot(page, 'trouble-wrong-key');
  await page.locator('.notification-toast .monaco-button', { hasText: 'Set API Key' }).click();
  await typeKey(page, 'good-key');

  await runOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  await wholeAnswer(page);
  expect(practice.billing()).toHaveLength(1);
});

test('an unknown model (404) is named, with where to change it', async () => {
  const { page } = window.current;
  await setKey('Practice Responses', 'good-key');
  await startOn(window.current, 'refactor', 'src/shipping.ts', [12, 41]);
  const { text, buttons } = await message(page, /has no model/);
  expect(text).toMatch(
    /has no model named “practice-openai\/practice-huge” at http:\/\/127\.0\.0\.1:\d+ \(404\)\. Name another model for the tier balanced\./,
  );
  expect(buttons).toEqual(['Open Settings']);
  await screenshot(page, 'trouble-unknown-model');
});

test('with the server down the message names it and says to start it; it costs nothing, and nothing is lost', async () => {
  const { page, billed } = window.current;
  await startOn(window.current, 'debug', 'src/inventory.ts', [7, 19]);
  const { text, buttons } = await message(page, /Nothing answers/);
  expect(text).toContain('Nothing answers at http://127.0.0.1:9');
  expect(text).toContain('Start the server or check the address of');
  expect(buttons).toEqual(['Open Settings']);
  await screenshot(page, 'trouble-server-down');
  expect((await billed()).nanoUsd).toBe(0);
  await expectPanelTotal(window.current, 0);
  await open(window.current, 'src/inventory.ts');
  expect(await page.locator('.tab.active.dirty').count()).toBe(0);
});

test('an error in the policy file is shown at its line, and the last good policy stays', async () => {
  const { page, folder } = window.current;
  await setKey('Practice Chat Completions', 'good-key');
  const file = join(folder, '.tierwise', 'policy.yaml');
  mkdirSync(join(folder, '.tierwise'), { recursive: true });
  const good =
    'version: 1\nrules:\n  - name: all cheap\n    when: { taskType: debug }\n    use: fast\n';
  writeFileSync(file, good);
  const debug = async () => {
    await runOn(window.current, 'debug', 'src/inventory.ts', [7, 19]);
    await frontTab(page, 'fast (practice Small)');
    await wholeAnswer(page);
  };
  await debug();
  await expectTooltip(page, 'the repository’s rule “all cheap”');

  await open(window.current, '.tierwise/policy.yaml');
  writeFileSync(file, `${good}  - when: {}\n    use: fats\n`);
  await command(window.current, 'workbench.panel.markers.view.focus');
  const problem = page.locator('.markers-panel .monaco-list-row', {
    hasText: 'There is no tier "fats"',
  });
  await problem.waitFor();
  await expect.poll(() => problem.innerText()).toContain('[Ln 7, Col 10]');
  await screenshot(page, 'trouble-policy-error');
  await debug();
  await expectTooltip(page, 'the repository’s rule “all cheap”');
});

test('a tier that the policy sends nothing to can still be picked by hand', async () => {
  const { page } = window.current;
  await setKey('Practice Chat Completions', 'good-key');
  await pickTier(page, 'fast');
  await runOn(window.current, 'document', 'src/money.ts', [11, 19]);
  await wholeAnswer(page);
  await expectTooltip(page, 'you picked this tier');
});
