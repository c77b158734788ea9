import { expect, test } from 'vitest';
import {
  editorText,
  press,
  runInPalette,
  screenshot,
  statusBarItem,
} from '../support/editorPage.ts';
import { command, select, start } from '../support/hostActs.ts';
import {
  expectStanding,
  costPanel,
  expectPanelTotal,
  frontTab,
  pickRow,
  pickTier,
  practiceVscode,
  rejectAnswer,
  runOn,
  expectTooltip,
  titleButton,
  wholeAnswer,
} from '../support/practiceVscode.ts';

// What a developer does on the first day.
const window = practiceVscode();

test('the tier picker says each tier’s model, price and state', async () => {
  const { page } = window.current;
  await statusBarItem(page, 'tierwise.tier').filter({ hasText: 'auto' }).click();
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  await rows.filter({ hasText: 'practice Small' }).waitFor();
  const text = await rows.allInnerTexts();
  expect(text.join('\n')).toContain(
    'practice Small · $0.10 in, $0.50 out per million tokens; cached $0.01 · ready',
  );
  expect(text.join('\n')).toContain(
    'practice Large · $3 in, $15 out per million tokens; cached $0.30 · ready',
  );
  await screenshot(page, 'tier-picker');
  await page.keyboard.press('Escape');
});

// The small practice model gives the code of shipping.ts back as it was.
const routes = [
  {
    name: 'generateBoilerplate',
    file: 'src/book.ts',
    lines: [3, 11],
    tab: 'Generate Boilerplate book.ts · fast → balanced',
    reason: 'Generate Boilerplate tries fast (practice Small), then balanced (practice Medium)',
    rule: 'routine work is cheap',
    standing: ['fast passed'],
    asked: ['small'],
  },
  {
    name: 'refactor',
    file: 'src/shipping.ts',
    lines: [12, 41],
    tab: 'Refactor shipping.ts · fast → balanced → reasoning',
    reason: 'Refactor tries fast (practice Small), then balanced (practice Medium), then reasoning',
    rule: 'everyday edits start cheap',
    standing: ['fast failed', 'balanced passed'],
    asked: ['small', 'medium'],
  },
  {
    name: 'debug',
    file: 'src/inventory.ts',
    lines: [7, 19],
    tab: 'Debug inventory.ts · reasoning (practice Large)',
    reason: 'Debug goes to reasoning (practice Large)',
    rule: 'hard thinking needs reasoning',
    standing: [],
    asked: ['large'],
  },
] as const;

test.each(routes)('without a policy, $reason; the panel shows what that saved', async (route) => {
  const { page, practice } = window.current;
  await runOn(window.current, route.name, route.file, route.lines);
  await frontTab(page, route.tab);
  await wholeAnswer(page);
  await expectStanding(page, `shipped rule “${route.rule}”`, ...route.standing);
  await expectTooltip(page, `Last: ${route.reason}`);
  const asked = route.asked.map((model) => `practice-${model}`);
  expect(practice.billing().map(({ model }) => model)).toEqual(asked);
  const saved = asked.includes('practice-large') ? 'Nothing saved' : /Saved [1-9]\d %/;
  const frame = await costPanel(window.current);
  await frame.getByText(saved).first().waitFor();
  await screenshot(page, `route-${route.name}`);
});

test('Review goes to reasoning, and its findings land at their lines', async () => {
  const { page, practice } = window.current;
  await runOn(window.current, 'review', 'src/orders.ts', [23, 46]);
  const threads = page.locator('.review-widget .body .review-comment');
  await expect.poll(() => threads.count()).toBeGreaterThan(1);
  await expectTooltip(page, 'Review goes to reasoning (practice Large)');
  expect(practice.billing().at(-1)?.model).toBe('practice-large');
  await screenshot(page, 'route-reasoning-review');
  await command(window.current, 'tierwise.clearFindings');
  await threads.first().waitFor({ state: 'detached' });
});

test('a manual pick wins over the rules; escalating tells what was tried, and the earlier answer stays', async () => {
  const { page, practice } = window.current;
  await pickTier(page, 'fast');
  await runOn(window.current, 'debug', 'src/inventory.ts', [7, 19]);
  await frontTab(page, 'fast (practice Small)');
  await wholeAnswer(page);
  await expectTooltip(page, 'Debug goes to fast (practice Small): you picked this tier.');
  expect(practice.billing().at(-1)?.model).toBe('practice-small');
  await screenshot(page, 'manual-pick');

  await runOn(window.current, 'escalateSelection', 'src/inventory.ts', [7, 19]);
  await frontTab(page, 'reasoning (practice Large)');
  await wholeAnswer(page);
  const asked = JSON.stringify(practice.requests().at(-1)?.body);
  expect(asked).toContain('<earlier-answer model=\\"practice Small\\" tier=\\"fast\\"');
  await screenshot(page, 'escalate-selection');
  await rejectAnswer(page);

  await start(window.current, 'tierwise.showAnswers');
  await pickRow(page, 'Debug inventory.ts · fast (practice Small)');
  await frontTab(page, 'fast (practice Small)');
  await wholeAnswer(page);
});

test('by palette, button and keys: an accepted answer is one undo step', async () => {
  const { page } = window.current;
  const onDisk = () => window.current.onDisk('src/shipping.ts').toString();
  const before = onDisk();
  await select(window.current, 'src/shipping.ts', [12, 41]);
  await runInPalette(page, 'Tierwise: Refactor');
  await wholeAnswer(page);
  await press(titleButton(page, 'Accept Answer'));
  const changed = page.locator('.tab.active.dirty[data-resource-name="shipping.ts"]');
  await changed.waitFor();
  await page.keyboard.press('ControlOrMeta+s');
  await changed.waitFor({ state: 'detached' });
  expect(onDisk()).not.toBe(before);
  await expect.poll(() => editorText(page)).not.toContain('let cost = 0;');
  await screenshot(page, 'accepted');
  await page.keyboard.press('ControlOrMeta+z');
  await changed.waitFor();
  await page.keyboard.press('ControlOrMeta+s');
  await changed.waitFor({ state: 'detached' });
  expect(onDisk()).toBe(before);
  const frame = await costPanel(window.current);
  await frame.getByText('undone', { exact: true }).waitFor();
  expect(await frame.getByText('accepted', { exact: true }).count()).toBe(0);
  await screenshot(page, 'undone');
});

test('the sidebar shows what the server billed, to the nano-dollar, on all three wires, and after a reload too', async () => {
  const { page } = window.current;
  for (const { name, file, lines } of routes) await runOn(window.current, name, file, lines);
  const { calls, nanoUsd } = await window.current.billed();
  expect(new Set(calls.map(({ wire }) => wire)).size).toBe(3);
  expect(calls.every(({ status }) => status === 'complete')).toBe(true);
  await expectPanelTotal(window.current, nanoUsd);
  await screenshot(page, 'cost-panel');
  await window.current.loadAgain(() => page.reload());
  await expectPanelTotal(window.current, nanoUsd);
  await statusBarItem(page, 'tierwise.tier').filter({ hasText: 'practice $0.0' }).waitFor();
  await screenshot(page, 'cost-panel-after-reload');
});
