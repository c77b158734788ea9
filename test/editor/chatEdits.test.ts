import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { press, screenshot, waitForNotification } from '../support/editorPage.ts';
import { command, start, tabs } from '../support/hostActs.ts';
import { frontTab, practiceVscode, wholeAnswer } from '../support/practiceVscode.ts';

const window = practiceVscode();
const files = ['src/cart.ts', 'src/orders.ts', 'src/receipt.ts'];

/** Says something to `@tierwise`, with files attached; the chat goes on with what it holds. */
function say(words: string, attached: readonly string[] = []): Promise<void> {
  return window.current.run(
    (vscode, query, paths) => {
      const [folder] = vscode.workspace.workspaceFolders!;
      const attachFiles = paths.map((path) => vscode.Uri.joinPath(folder!.uri, path));
      void vscode.commands.executeCommand('workbench.action.chat.open', { query, attachFiles });
    },
    `@tierwise ${words}`,
    attached,
  );
}

/** Begins a new chat with these words. */
async function ask(words: string, attached: readonly string[] = []): Promise<void> {
  await command(window.current, 'workbench.action.chat.newChat');
  await say(words, attached);
}

/** The newest answer in the chat, once it holds these words. */
async function answered(page: Page, words: string | RegExp): Promise<Locator> {
  const response = page.locator('.interactive-response').last();
  await response.getByText(words).first().waitFor();
  return response;
}

const review = (page: Page) =>
  page.locator('.interactive-response').last().getByText('Review changes in 3 files');

/** The texts of the three files as the editor has them. */
function textsNow(): Promise<string[]> {
  return window.current.run(async (vscode, paths) => {
    const [folder] = vscode.workspace.workspaceFolders!;
    const documents = await Promise.all(
      paths.map((path) =>
        vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder!.uri, path)),
      ),
    );
    return documents.map((document) => document.getText());
  }, files);
}

const isRenamed = (text: string) => /\brows\b/.test(text) && !/\blines\b/.test(text);
const diffs = async () => (await tabs(window.current)).filter((tab) => tab.includes('practice'));

test('changes to three files are reviewed, accepted together and taken back with one undo', async () => {
  const { page, onDisk } = window.current;
  const before = await textsNow();
  await ask('/refactor rename lines to rows', files);
  await review(page).waitFor();
  await screenshot(page, 'chat-edits-offered');
  expect(await textsNow()).toEqual(before);

  await press(review(page));
  const offer = await waitForNotification(page, '3 files to change');
  await expect.poll(async () => (await diffs()).length).toBe(3);
  await screenshot(page, 'chat-edits-review');
  expect(files.map((path) => onDisk(path).toString())).toEqual(before);

  await offer.locator('.monaco-button', { hasText: 'Accept All' }).click();
  await expect.poll(async () => (await textsNow()).map(isRenamed)).toEqual([true, true, true]);
  await expect.poll(diffs).toEqual([]);
  await frontTab(page, 'cart.ts');
  await screenshot(page, 'chat-edits-accepted');

  await start(window.current, 'undo');
  // VS Code asks where an undo changes several open files.
  const across = page.locator('.monaco-dialog-box .monaco-button', { hasText: /Undo in/ });
  const afterUndo = async () => {
    if (await across.isVisible()) await across.click();
    return textsNow();
  };
  await expect.poll(afterUndo).toEqual(before);
  await screenshot(page, 'chat-edits-undone');
});

test('a file is rejected by itself, and the others are accepted together', async () => {
  const { page } = window.current;
  const before = await textsNow();
  await ask('/refactor rename lines to rows', files);
  await press(review(page));
  const offer = await waitForNotification(page, '3 files to change');
  await frontTab(page, 'receipt.ts');
  await wholeAnswer(page);
  await command(window.current, 'tierwise.rejectAnswer');
  await expect.poll(async () => (await diffs()).length).toBe(2);
  await offer.locator('.monaco-button', { hasText: 'Accept All' }).click();
  await expect.poll(async () => (await textsNow()).map(isRenamed)).toEqual([true, true, false]);
  expect((await textsNow())[2]).toBe(before[2]);
  // Accepting ends with the first changed file in front; a test that ends before leaves that to the next one.
  await expect.poll(diffs).toEqual([]);
  await frontTab(page, 'cart.ts');
});

test('/why and /cost say from which model an answer came and what it cost, and ask none', async () => {
  const { page, billed } = window.current;
  await ask('/boilerplate a list of books');
  await answered(page, 'fast (practice Small)');
  const { calls } = await billed();
  expect(calls).toHaveLength(1);

  await say('/why');
  const why = await answered(page, 'No model was asked for this');
  const whyText = await why.innerText();
  expect(whyText).toContain('practice-compatible/practice-small');
  expect(whyText).toContain('No model was passed over.');
  expect(whyText).toContain('computed: reported tokens × price');
  await screenshot(page, 'chat-why');

  await say('/cost');
  const cost = await answered(page, 'These figures come from the ledger');
  const costText = await cost.innerText();
  expect(costText).toContain('practice Small');
  expect(costText).toMatch(/practice \$0\.\d+/);
  expect(costText).toContain('Compared with always asking');
  await screenshot(page, 'chat-cost');
  expect((await billed()).calls).toEqual(calls);
});

test('an answer of the lowest tier is escalated to the next tier or straight to the top', async () => {
  const { page, billed } = window.current;
  await ask('/boilerplate a list of books');
  await answered(page, 'fast (practice Small)');
  await page.getByText('Escalate one tier').last().waitFor();
  await press(page.locator('.interactive-session-followups').getByText('Escalate to reasoning'));
  await answered(page, 'you escalated from fast');
  expect((await billed()).calls.map(({ model }) => model)).toEqual([
    'practice-small',
    'practice-large',
  ]);
});

test('a plan comes from the strongest tier, and a cheaper one carries it out', async () => {
  const { page, billed } = window.current;
  await ask('/plan rename lines to rows', files);
  await answered(page, 'a plan to rename');
  await screenshot(page, 'chat-plan');
  await press(page.getByText('Carry out the plan').last());
  await review(page).waitFor();
  const models = (await billed()).calls.map(({ model }) => model);
  expect(models[0]).toBe('practice-large');
  expect(models[1]).not.toBe('practice-large');
});
