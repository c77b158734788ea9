import { expect, test } from 'vitest';
import {
  editorText,
  reload,
  runCommand,
  screenshot,
  statusBarItem,
} from '../support/editorPage.ts';
import {
  answerStanding,
  costPanel,
  expectPanelTotal,
  frontTab,
  pickRow,
  pickTier,
  runOn,
  saveChange,
  tierTooltip,
  titleButton,
  practiceVscode,
  wholeAnswer,
} from '../support/practiceVscode.ts';

// One window, one story, told in order: what a developer does on the first day.
const window = practiceVscode();

test('the tier picker says each tier’s model, price and state', async () => {
  const { page } = window.current;
  const item = statusBarItem(page, 'tierwise.tier');
  await item.filter({ hasText: 'auto' }).click();
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  await rows.filter({ hasText: 'practice Small' }).waitFor();
  const text = await rows.allInnerTexts();
  expect(text.join('\n')).toContain(
    'practice Small · $0.1 in, $0.5 out per million tokens · ready',
  );
  expect(text.join('\n')).toContain('practice Large · $3 in, $15 out per million tokens · ready');
  await screenshot(page, 'tier-picker');
  await page.keyboard.press('Escape');
});

const routes = [
  {
    command: 'Generate Boilerplate',
    file: 'book.ts',
    lines: [3, 11],
    tier: 'fast',
    model: 'Small',
    rule: 'routine work is cheap',
  },
  {
    command: 'Refactor',
    file: 'shipping.ts',
    lines: [12, 41],
    tier: 'balanced',
    model: 'Medium',
    rule: 'everyday work is balanced',
  },
  {
    command: 'Debug',
    file: 'inventory.ts',
    lines: [7, 19],
    tier: 'reasoning',
    model: 'Large',
    rule: 'hard thinking needs reasoning',
  },
] as const;

test.each(routes)('$command goes to $tier, and the reason is shown', async (route) => {
  const { page, practice } = window.current;
  await runOn(page, route.command, route.file, route.lines);
  await frontTab(page, `${route.tier} (practice ${route.model})`);
  await wholeAnswer(page);
  expect(await answerStanding(page)).toContain(`shipped rule “${route.rule}”`);
  expect(await tierTooltip(page)).toContain(
    `Last: ${route.command} goes to ${route.tier} (practice ${route.model}): shipped rule “${route.rule}”.`,
  );
  expect(practice.billing().at(-1)?.model).toBe(`practice-${route.model.toLowerCase()}`);
  await screenshot(page, `route-${route.tier}-${route.command.split(' ').at(-1)!.toLowerCase()}`);
  await titleButton(page, 'Reject Answer').click();
});

test('Review goes to reasoning, and its findings land at their lines', async () => {
  const { page, practice } = window.current;
  await runOn(page, 'Review', 'orders.ts', [23, 46]);
  const threads = page.locator('.review-widget .body .review-comment');
  await threads.first().waitFor();
  expect(await tierTooltip(page)).toContain('Review goes to reasoning (practice Large)');
  expect(practice.billing().at(-1)?.model).toBe('practice-large');
  expect(await threads.count()).toBeGreaterThan(1);
  await screenshot(page, 'route-reasoning-review');
  await runCommand(page, 'Tierwise: Clear Review Comments');
  await threads.first().waitFor({ state: 'detached' });
});

test('a manual pick wins over the rules', async () => {
  const { page, practice } = window.current;
  await pickTier(page, 'fast');
  await runOn(page, 'Debug', 'inventory.ts', [7, 19]);
  await frontTab(page, 'fast (practice Small)');
  await wholeAnswer(page);
  expect(await tierTooltip(page)).toContain(
    'Debug goes to fast (practice Small): you picked this tier.',
  );
  expect(practice.billing().at(-1)?.model).toBe('practice-small');
  await screenshot(page, 'manual-pick');
});

test('Escalate to Reasoning Model on a selection tells what was tried; the earlier answer stays', async () => {
  const { page, practice } = window.current;
  await runOn(page, 'Escalate to Reasoning Model', 'inventory.ts', [7, 19]);
  await frontTab(page, 'reasoning (practice Large)');
  await wholeAnswer(page);
  const asked = JSON.stringify(practice.requests().at(-1)?.body);
  expect(asked).toContain('<earlier-answer model=\\"practice Small\\" tier=\\"fast\\"');
  await screenshot(page, 'escalate-selection');
  await titleButton(page, 'Reject Answer').click();

  await runCommand(page, 'Tierwise: Show Answers');
  await pickRow(page, 'Debug inventory.ts · fast (practice Small)');
  await frontTab(page, 'fast (practice Small)');
  await wholeAnswer(page);
  await titleButton(page, 'Reject Answer').click();
  await pickTier(page, 'auto');
});

test('an accepted answer is one undo step', async () => {
  const { page } = window.current;
  const before = window.current.onDisk('src/shipping.ts').toString();
  await runOn(page, 'Refactor', 'shipping.ts', [12, 41]);
  await wholeAnswer(page);
  await titleButton(page, 'Accept Answer').click();
  await saveChange(page, 'shipping.ts');
  expect(window.current.onDisk('src/shipping.ts').toString()).not.toBe(before);
  expect(await editorText(page)).not.toContain('let cost = 0;');
  await screenshot(page, 'accepted');
  await page.keyboard.press('ControlOrMeta+z');
  await saveChange(page, 'shipping.ts');
  expect(window.current.onDisk('src/shipping.ts').toString()).toBe(before);
  await screenshot(page, 'undone');
});

test('the sidebar shows what the server billed, to the nano-dollar, on all three wires', async () => {
  const { page } = window.current;
  const { calls, nanoUsd } = await window.current.billed();
  expect(new Set(calls.map(({ wire }) => wire)).size).toBe(3);
  expect(calls.every(({ status }) => status === 'complete')).toBe(true);
  await expectPanelTotal(page, nanoUsd);
  const frame = await costPanel(page);
  expect(await frame.getByText('undone', { exact: true }).count()).toBe(1);
  expect(await frame.getByText('accepted', { exact: true }).count()).toBe(0);
  await screenshot(page, 'cost-panel');
});

test('after a reload the session goes on and the sum is the same', async () => {
  const { page } = window.current;
  const { nanoUsd } = await window.current.billed();
  await reload(page);
  await expectPanelTotal(page, nanoUsd);
  await statusBarItem(page, 'tierwise.tier').filter({ hasText: 'practice $0.0' }).waitFor();
  await screenshot(page, 'cost-panel-after-reload');
});
