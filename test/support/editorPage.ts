import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { root } from '../../scripts/tools.mjs';

/** Resolves once the workbench and the opened folder are shown. */
export async function waitUntilReady(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  await page.locator('.part.sidebar .composite:visible').first().waitFor();
}

/** Runs a command by its title in the palette, as a person does, e.g. `Tierwise: Pick Tier`. */
export async function runInPalette(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  await page.locator('.quick-input-widget:visible input:focus').waitFor();
  await page.keyboard.insertText(title);
  await rows.and(page.locator('.focused')).filter({ hasText: title }).waitFor();
  await page.keyboard.press('Enter');
}

/**
 * Answers the question with these words, with a text or as it stands. Keys that are pressed before the question has the
 * focus go to what lay in front before.
 */
export async function fillQuestion(page: Page, question: string, text?: string): Promise<void> {
  const asks = page.locator('.quick-input-widget:visible', { hasText: question });
  const input = asks.locator('input:focus');
  await input.waitFor();
  if (text !== undefined) await input.fill(text);
  await page.keyboard.press('Enter');
}

/** Which editor: the active one, or a side of the active diff. */
export type Pane = 'active' | 'original' | 'modified';

/** The lines of an editor that are on the screen. */
export async function editorText(page: Page, pane: Pane = 'active'): Promise<string> {
  const side =
    pane === 'active' ? '.monaco-editor' : `.monaco-editor.${pane}-in-monaco-diff-editor`;
  const editor = page.locator(`.editor-group-container.active .editor-instance ${side}`).first();
  const lines = await editor.locator('.view-line').evaluateAll((nodes) =>
    nodes
      .map((node) => ({ top: Number.parseFloat(node.style.top), text: node.textContent }))
      .toSorted((a, b) => a.top - b.top)
      .map(({ text }) => text.replaceAll('\u00A0', ' ')),
  );
  return lines.join('\n');
}

/** A status bar item, by its id. */
export function statusBarItem(page: Page, id: string): Locator {
  return page.locator(`.statusbar-item[id$="${id}"]`);
}

/**
 * Clicks a control of a list, tree or toolbar. VS Code draws those again when something changes; between the
 * press and the release of a mouse the control would be another one, and the click would be lost.
 */
export async function press(control: Locator): Promise<void> {
  await control.waitFor();
  await control.dispatchEvent('click');
}

/** Resolves to the notification with this text, once it is shown. */
export async function waitForNotification(page: Page, text: string | RegExp): Promise<Locator> {
  const toast = page.locator('.notification-toast', { hasText: text });
  await toast.first().waitFor();
  return toast.first();
}

/** The document inside the webview whose title begins with these words, once it has loaded. */
export async function webviewFrame(page: Page, title: string): Promise<Frame> {
  // The script is a string, because the browser's types are not available here.
  const found = await page.waitForFunction(
    `[...document.querySelectorAll('iframe.webview')]
      .map((outer) => outer.contentDocument?.querySelector('#active-frame'))
      .find((inner) => inner?.title.startsWith(${JSON.stringify(title)}))`,
  );
  const frame = await found.asElement()?.contentFrame();
  if (!frame) throw new Error(`The webview "${title}" has no document`);
  await frame.waitForLoadState();
  return frame;
}

/** Saves test-results/<name>.png. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = join(root, 'test-results');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Presses a button of the question in front, after a screenshot if it has a name. Resolves to the question's text. */
export async function answerQuestion(
  page: Page,
  button: string,
  screenshotName?: string,
): Promise<string> {
  const dialog = page.locator('.monaco-dialog-box');
  const chosen = dialog.getByRole('button', { name: button, exact: true });
  await chosen.waitFor();
  const text = await dialog.innerText();
  if (screenshotName !== undefined) await screenshot(page, screenshotName);
  await chosen.click();
  await dialog.waitFor({ state: 'detached' });
  return text;
}
