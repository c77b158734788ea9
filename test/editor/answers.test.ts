import { expect, test } from 'vitest';
import { expectAccessible } from '../support/axe.ts';
import {
  editorText,
  press,
  screenshot,
  statusBarItem,
  waitForNotification,
  webviewFrame,
} from '../support/editorPage.ts';
import { command, open, save, select, start, type } from '../support/hostActs.ts';
import {
  acceptAnswer,
  costPanel,
  expectPanelTotal,
  expectStanding,
  expectTooltip,
  frontTab,
  oneModelRules,
  pickRow,
  practiceVscode,
  runOn,
  startOn,
  titleButton,
  wholeAnswer,
} from '../support/practiceVscode.ts';

const window = practiceVscode({
  settings: (settings) => ({ ...settings, 'tierwise.rules': oneModelRules }),
});

test('prose opens as a rendered page, and Escalate One Tier tells what was answered', async () => {
  const { page, practice } = window.current;
  await runOn(window.current, 'explain', 'src/search.ts', [17, 24]);
  const frame = await webviewFrame(page, 'Explain search.ts');
  await frame.locator('#body li').first().waitFor();
  await frame.locator('#status', { hasText: 'balanced (practice Medium) · practice $' }).waitFor();
  await frame.locator('#body[aria-busy="false"]').waitFor();
  await screenshot(page, 'explain');
  await expectAccessible(frame);

  await command(window.current, 'tierwise.escalateAnswer');
  await page
    .locator('.tab', { hasText: 'Explain search.ts · reasoning (practice Large)' })
    .waitFor();
  expect(practice.billing().at(-1)?.model).toBe('practice-large');
  expect(JSON.stringify(practice.requests().at(-1)?.body)).toContain('<earlier-answer');
  // The earlier page is still there.
  await expect.poll(() => page.locator('.tab', { hasText: 'Explain search.ts' }).count()).toBe(2);
});

test('cancel ends the run before another word comes and keeps what arrived, and its cost is an estimate', async () => {
  const { page, practice, billed } = window.current;
  const msPerChunk = 3000;
  practice.addFaults({ kind: 'slow', msPerChunk });
  await startOn(window.current, 'refactor', 'src/shipping.ts', [12, 41]);
  await frontTab(page, 'balanced');
  // Something of the answer is there when the original lines begin to go, which may be before a slow window shows them.
  const lines = page.locator('.modified-in-monaco-diff-editor .view-line');
  await lines.filter({ hasText: 'function shippingCost' }).waitFor();
  await lines.filter({ hasText: 'let cost = 0;' }).waitFor({ state: 'detached' });
  const progress = page.locator('.notification-toast', { hasText: 'Refactor shipping.ts' });
  const button = progress.locator('.monaco-button', { hasText: 'Cancel' });
  const clickedAtMs = await button.evaluate((node) => {
    (node as unknown as { click(): void }).click();
    return performance.timeOrigin + performance.now();
  });
  const [bill] = (await billed()).calls;
  expect(bill?.status).toBe('aborted');
  expect(Date.parse(bill!.at) - clickedAtMs).toBeLessThan(msPerChunk);
  await expectStanding(page, 'cancelled; what arrived is kept');
  expect(await titleButton(page, 'Accept Answer').count()).toBe(0);
  await screenshot(page, 'cancelled');
  const frame = await costPanel(window.current);
  await expect
    .poll(() => frame.locator('.total .amount').getAttribute('title'))
    .toContain('estimated');
});

test('an answer that is cut off cannot be accepted', async () => {
  const { page, practice } = window.current;
  practice.addFaults({ kind: 'cutOff', afterChars: 60, how: 'end' });
  await runOn(window.current, 'refactor', 'src/shipping.ts', [12, 41]);
  await frontTab(page, 'balanced');
  await expectStanding(page, 'cut off before its end');
  expect(await titleButton(page, 'Accept Answer').count()).toBe(0);
  await screenshot(page, 'cut-off');
});

test('what is complete is exact: the panel says what the server billed, and no more is estimated', async () => {
  const { billed } = window.current;
  await runOn(window.current, 'refactor', 'src/shipping.ts', [12, 41]);
  await expectPanelTotal(window.current, (await billed()).nanoUsd);
  const frame = await costPanel(window.current);
  expect(await frame.locator('.total .amount').getAttribute('title')).not.toContain('estimated');
  await command(window.current, 'tierwise.newSession');
  await expectPanelTotal(window.current, 0);
});

test('when the file changed elsewhere meanwhile, the answer finds its lines', async () => {
  const { page, onDisk } = window.current;
  await runOn(window.current, 'document', 'src/money.ts', [11, 19]);
  await select(window.current, 'src/money.ts', [1, 1]);
  await type(window.current, '// Two lines\n// instead of one.');
  await start(window.current, 'tierwise.showAnswers');
  await pickRow(page, 'Document money.ts');
  await acceptAnswer(window.current);
  await save(window.current);
  expect(onDisk('src/money.ts').toString()).toMatch(
    /^\/\/ Two lines\n\/\/ instead of one\.\nexport type[^]*\*\/\nexport function parseCents/,
  );
});

test('when the lines themselves changed, nothing is written and it is said', async () => {
  const { page } = window.current;
  await runOn(window.current, 'refactor', 'src/receipt.ts', [12, 27]);
  await select(window.current, 'src/receipt.ts', [15, 15]);
  await type(window.current, '  // mine');
  await start(window.current, 'tierwise.showAnswers');
  await pickRow(page, 'Refactor receipt.ts');
  await wholeAnswer(page);
  await press(titleButton(page, 'Accept Answer'));
  const toast = await waitForNotification(page, 'was edited after you asked');
  await expect.poll(() => toast.innerText()).toContain('Nothing was written');
  await screenshot(page, 'changed-meanwhile');
  await open(window.current, 'src/receipt.ts');
  await expect.poll(() => editorText(page)).toContain('// mine');
  await expect.poll(() => editorText(page)).toContain('var lines: string[] = [];');
});

test('without a selection the function around the cursor is taken', async () => {
  const { practice, run } = window.current;
  const asked = () => JSON.stringify(practice.requests().at(-1)?.body);
  await runOn(window.current, 'debug', 'src/search.ts', [12, 12]);
  expect(asked()).toContain('<target lines=\\"12-12\\">');
  await open(window.current, 'src/search.ts');
  await run((vscode) => {
    const editor = vscode.window.activeTextEditor!;
    editor.selection = new vscode.Selection(editor.selection.end, editor.selection.end);
  });
  await command(window.current, 'tierwise.debug');
  expect(asked()).toContain('<target lines=\\"10-15\\">');
});

test('Write Tests makes a new file, which exists only once it is accepted', async () => {
  const { page, onDisk } = window.current;
  await runOn(window.current, 'writeTests', 'src/prices.ts', [9, 21]);
  await frontTab(page, 'Write Tests prices.test.ts');
  await wholeAnswer(page);
  expect(() => onDisk('test/prices.test.ts')).toThrow('ENOENT');
  await acceptAnswer(window.current);
  await page.locator('.tab.active[data-resource-name="prices.test.ts"]').waitFor();
  expect(onDisk('test/prices.test.ts').toString()).toContain('bulkDiscountPercent');
});

test('Implement asks what to do', async () => {
  const { page, practice } = window.current;
  await startOn(window.current, 'implement', 'src/cart.ts', [37, 43]);
  await page.locator('.quick-input-widget:visible input').fill('merge equal books');
  await page.keyboard.press('Enter');
  await frontTab(page, 'Implement cart.ts · balanced');
  await wholeAnswer(page);
  expect(JSON.stringify(practice.requests().at(-1)?.body)).toContain('merge equal books');
  await expect.poll(() => editorText(page, 'modified')).toContain('merged.set(');
});

test('a tier pinned to one task type does not leak to others', async () => {
  const { page } = window.current;
  const pin = async (tier: string) => {
    await start(window.current, 'tierwise.pinTier');
    await pickRow(page, 'Document');
    await pickRow(page, tier);
  };
  await pin('reasoning');
  await runOn(window.current, 'document', 'src/money.ts', [11, 19]);
  await frontTab(page, 'reasoning (practice Large)');
  await expectTooltip(page, 'docs is pinned to reasoning.');
  await runOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  await frontTab(page, 'fast (practice Small)');
  await pin('not pinned');
  await runOn(window.current, 'document', 'src/money.ts', [11, 19]);
  await frontTab(page, 'fast (practice Small)');
  await expectTooltip(page, /^(?!.*docs is pinned)/s);
});

test('the key binding cycles the tiers', async () => {
  const { page } = window.current;
  const item = statusBarItem(page, 'tierwise.tier');
  // The rest of the item is the session's spend, which may still change.
  const shown = async () => (await item.innerText()).trim().split(' ')[0]!;
  const seen: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const before = await shown();
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.press('Shift+t');
    await expect.poll(shown).not.toBe(before);
    seen.push(await shown());
  }
  expect(seen).toEqual(['fast', 'balanced', 'reasoning', 'auto']);
});

test('a tier that a key binding names as its argument is picked, and a wrong name is told', async () => {
  const { page, practice } = window.current;
  await command(window.current, 'tierwise.pickTier', 'reasoning');
  await runOn(window.current, 'document', 'src/money.ts', [11, 19]);
  expect(practice.billing().map(({ model }) => model)).toEqual(['practice-large']);
  await command(window.current, 'tierwise.pickTier', 'resoning');
  await waitForNotification(page, 'There is no tier "resoning". Name one of these');
  await statusBarItem(page, 'tierwise.tier').filter({ hasText: 'reasoning' }).waitFor();
});

test('the cost panel survives being hidden, and keys reach it', async () => {
  const { page } = window.current;
  await runOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  await command(window.current, 'workbench.action.closeAllEditors');
  const before = await costPanel(window.current);
  await before.locator('button[data-request-id]').first().waitFor();
  await page.keyboard.press('ControlOrMeta+b');
  await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
  await page.keyboard.press('ControlOrMeta+b');
  const frame = await costPanel(window.current);
  const requests = frame.locator('button[data-request-id]');
  await expect.poll(() => requests.count()).toBe(1);
  await requests.first().focus();
  await page.keyboard.press('Enter');
  await frontTab(page, 'Generate Boilerplate book.ts');
  await wholeAnswer(page);
  await screenshot(page, 'cost-panel-shown-again');
});

test('Show Last Decision tells the whole story', async () => {
  const { page } = window.current;
  await runOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  await command(window.current, 'tierwise.showLastDecision');
  const frame = await webviewFrame(page, 'Tierwise: Last Decision');
  await frame.getByText('Expected cost').waitFor();
  await expect
    .poll(() => frame.locator('#body').innerText())
    .toContain('practice-compatible/practice-small');
  await screenshot(page, 'last-decision');
  await expectAccessible(frame);
});
