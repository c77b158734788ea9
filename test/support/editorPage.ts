import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { root } from '../../scripts/tools.mjs';

/** Resolves once the workbench and the opened folder are shown. */
export async function waitUntilReady(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  await page.locator('.part.sidebar .composite:visible').first().waitFor();
}

/** Reloads the window, as Developer: Reload Window does. */
export async function reload(page: Page): Promise<void> {
  await page.reload();
  await waitUntilReady(page);
}

/** Reloads the window by VS Code's own command, which writes down what it is to remember. */
export async function reloadWindow(page: Page): Promise<void> {
  const loaded = page.waitForEvent('load');
  await runCommand(page, 'Developer: Reload Window');
  await loaded;
  await waitUntilReady(page);
}

/** Runs a command by its title in the palette, e.g. `Tierwise: Pick Tier`. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await pickInPalette(page, `>${title}`, title);
}

/** Opens a file of the workspace by its name or the end of its path. */
export async function openFile(page: Page, name: string): Promise<void> {
  const baseName = name.slice(name.lastIndexOf('/') + 1);
  await pickInPalette(page, name, baseName);
  await page.locator(`.tab.active[data-resource-name="${baseName}"]`).waitFor();
  await page
    .locator('.editor-group-container.active .editor-instance .view-line')
    .first()
    .waitFor();
}

/** Selects whole lines of the active editor, first and last included, counted from 1. */
export async function selectLines(page: Page, first: number, last: number): Promise<void> {
  await pickInPalette(page, `:${first}`, `line ${first}`);
  const cursor = page.locator('[id="status.editor.selection"]');
  await cursor.filter({ hasText: `Ln ${first}, Col 1` }).waitFor();
  await page.keyboard.down('Shift');
  const down = Array.from({ length: last - first }, () => page.keyboard.down('ArrowDown'));
  await Promise.all([...down, page.keyboard.down('End')]);
  for (const key of ['ArrowDown', 'End', 'Shift']) await page.keyboard.up(key);
  await cursor
    .filter({ hasText: new RegExp(`Ln ${last}, Col \\d+ \\(\\d+ selected\\)`) })
    .waitFor();
}

/** Which text of an editor: the active one's, or a side of the active diff. */
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

/** An item of the status bar by the id that the extension gave it. */
export function statusBarItem(page: Page, id: string): Locator {
  return page.locator(`.statusbar-item[id$="${id}"]`);
}

/** Resolves to the notification once one with the text is shown. */
export async function waitForNotification(page: Page, text: string | RegExp): Promise<Locator> {
  const toast = page.locator('.notification-toast', { hasText: text });
  await toast.first().waitFor();
  return toast.first();
}

/** The document inside the webview whose title begins with these words, once it has loaded. */
export async function webviewFrame(page: Page, title: string): Promise<Frame> {
  // A script in a string: the browser's types are not known here.
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

/**
 * Types into the quick open field, which the F1 key shows, and takes the row with the label. Whatever
 * takes the focus at the wrong moment closes the field, so a failed try is followed by others.
 */
async function pickInPalette(page: Page, typed: string, label: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await page.keyboard.press('F1');
      // Scripts in strings: the browser's types are not known here. They run in every frame.
      await page.waitForFunction(typeInto(typed), undefined, { timeout: 2000 });
      const found = await page.waitForFunction(take(typed, label), undefined, { timeout: 5000 });
      if ((await found.jsonValue()) === 'there') {
        const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
        await rows.filter({ hasText: label }).first().click({ timeout: 2000 });
      }
      // What comes next may ask for an input of its own.
      await page.waitForFunction(`${field}?.value !== ${JSON.stringify(typed)}`);
      return;
    } catch (error) {
      if (tries === 6) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

const field = `document.querySelector('.quick-input-widget input:focus')`;

/** Not by key strokes: without the focus they would land in the document. */
function typeInto(text: string): string {
  return `(() => {
    const input = ${field};
    if (!input) return false;
    input.value = ${JSON.stringify(text)};
    input.dispatchEvent(new Event('input', { bubbles: true }));
    return true;
  })()`;
}

/**
 * Takes the row if it is in front, and says where it is once it is there; throws when the field has
 * closed or another took its place. Looking and pressing Enter are one act: a document that takes the
 * focus between the two would get the Enter, and put it in place of what is selected.
 */
function take(text: string, label: string): string {
  return `(() => {
    const input = ${field};
    if (input?.value !== ${JSON.stringify(text)}) throw new Error('The palette has closed');
    const rows = [...document.querySelectorAll('.quick-input-widget .monaco-list-row')];
    const wanted = ${JSON.stringify(label)};
    const row = rows.find((each) => each.textContent.replaceAll('\u00A0', ' ').includes(wanted));
    if (!row?.classList.contains('focused')) return row && 'there';
    const enter = { key: 'Enter', code: 'Enter', keyCode: 13, bubbles: true, cancelable: true };
    input.dispatchEvent(new KeyboardEvent('keydown', enter));
    return 'taken';
  })()`;
}
