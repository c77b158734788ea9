import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../scripts/tools.mjs';
import { pageInFront, reachable, type Reached } from './reachable.ts';

/** One command, played with keys alone. */
export interface Played {
  readonly command: string;
  readonly keys: readonly string[];
  /** What the window showed next; undefined: nothing. */
  readonly showed: string | undefined;
  /** For a page: which of its controls Tab reaches. */
  readonly page?: Reached;
}

/** What a window shows, by place. */
type Scene = Readonly<Record<string, string>>;

// A string, because the browser's types are not available here.
const sceneScript = `(() => {
  const text = (selector) =>
    [...document.querySelectorAll(selector)]
      .filter((node) => node.checkVisibility())
      .map((node) => (node.innerText || node.getAttribute('aria-label') || '').replaceAll(/\\s+/g, ' ').trim())
      .join(' | ');
  return {
    'a question': text('.quick-input-widget'),
    'a dialog': text('.monaco-dialog-box'),
    'a message': text('.notification-toast .notification-list-item-message'),
    'a tab': text('.tabs-container .tab.active'),
    'comments': text('.review-widget .review-comment'),
    'the sidebar': text('.part.sidebar .composite.title, .part.sidebar .pane-header.expanded'),
    'the panel': text('.part.panel .composite.title'),
    'the chat': text('.interactive-session .monaco-inputbox, .interactive-response'),
    'the status bar': text('.statusbar-item[id*="tierwise"]'),
  };
})()`;

const patienceMs = 15_000;
const lookEveryMs = 50;

/** Somebody who has no mouse. */
export class Hands {
  readonly played: Played[] = [];
  readonly page: Page;
  readonly #folder = join(root, 'test-results', 'keyboard');
  #keys: string[] = [];

  constructor(page: Page) {
    this.page = page;
    mkdirSync(this.#folder, { recursive: true });
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.#keys.push(key);
      await this.page.keyboard.press(key);
    }
  }

  async type(text: string): Promise<void> {
    this.#keys.push(`“${text}”`);
    await this.page.keyboard.insertText(text);
  }

  /** Opens a file of the workspace and selects whole lines, counted from 1. */
  async select(file: string, [first, last]: readonly [number, number]): Promise<void> {
    // Quick Open would find an answer for this file as well.
    await this.press('ControlOrMeta+k', 'ControlOrMeta+w', 'ControlOrMeta+p');
    await this.#inputFocused();
    await this.type(`${file}:${first}`);
    await this.#toRow(file.slice(file.lastIndexOf('/') + 1));
    await this.press('Enter');
    await this.page.locator('.monaco-editor.focused').first().waitFor();
    await this.press('Home');
    for (let line = first; line < last; line += 1) await this.press('Shift+ArrowDown');
    await this.press('Shift+End');
  }

  /** Answers the question in front: types, and takes the row that it leads to. */
  async answer(words: string, row = words): Promise<void> {
    await this.#inputFocused();
    if (words !== '') await this.type(words);
    await this.#toRow(row);
    await this.press('Enter');
  }

  /** Types into the question in front, which has no rows. */
  async fill(text: string): Promise<void> {
    await this.#inputFocused();
    await this.type(text);
    await this.press('Enter');
  }

  /**
   * Runs a command in the palette and notes what the window showed. Then `goOn` answers, or Escape closes what asks.
   * @param title As in the palette, without “Tierwise:”.
   */
  async run(title: string, goOn?: () => Promise<unknown>): Promise<void> {
    const { page } = this;
    await this.calm();
    this.#keys = [];
    const before = await this.#scene();
    const pages = await pageInFront(page);
    await this.press('F1');
    await this.#inputFocused();
    await this.type(`Tierwise: ${title}`);
    await this.#toRow(`Tierwise: ${title}`);
    await this.press('Enter');
    const showed = await this.#change(before);
    const place = join(this.#folder, `${this.played.length + 1} ${plain(title)}.png`);
    await page.screenshot({ path: place });
    await goOn?.();
    const opened = await pageInFront(page);
    const reached = opened && opened !== pages ? await reachable(page, opened) : undefined;
    this.played.push({
      command: title,
      keys: this.#keys,
      showed,
      ...(reached && { page: reached }),
    });
  }

  /** Closes with Escape what still asks, and the messages. */
  async calm(): Promise<void> {
    const asks = this.page.locator('.quick-input-widget:visible, .monaco-dialog-box');
    while ((await asks.count()) > 0) {
      await this.page.keyboard.press('Escape');
      await this.page.waitForTimeout(lookEveryMs);
    }
    await this.page.keyboard.press('F1');
    await this.#inputFocused();
    await this.page.keyboard.insertText('Notifications: Clear All Notifications');
    await this.#toRow('Notifications: Clear All Notifications');
    await this.page.keyboard.press('Enter');
    await this.page.locator('.notification-toast').first().waitFor({ state: 'detached' });
  }

  /** Waits until the window shows these words. */
  async sees(words: string): Promise<void> {
    await this.page
      .locator(
        '.notification-toast, .tab.active, .monaco-dialog-box, .quick-input-widget:visible, .review-comment',
      )
      .filter({ hasText: words })
      .first()
      .waitFor({ timeout: patienceMs });
  }

  async #scene(): Promise<Scene> {
    return (await this.page.evaluate(sceneScript)) as Scene;
  }

  /** The first place whose words have changed, other than by the palette; undefined after a timeout. */
  async #change(before: Scene): Promise<string | undefined> {
    const endMs = performance.now() + patienceMs;
    while (performance.now() < endMs) {
      const now = await this.#scene();
      const place = Object.keys(now).find(
        (each) => now[each] !== '' && now[each] !== before[each] && !now[each]!.startsWith('>'),
      );
      if (place !== undefined) return `${place}: ${now[place]!.slice(0, 80)}`;
      await this.page.waitForTimeout(lookEveryMs);
    }
    return undefined;
  }

  #inputFocused(): Promise<void> {
    return this.page.locator('.quick-input-widget:visible input:focus').waitFor();
  }

  /** Goes down the rows of the question in front to the one with these words. */
  async #toRow(words: string): Promise<void> {
    const rows = this.page.locator('.quick-input-widget:visible .monaco-list-row');
    const row = rows.filter({ hasText: words });
    await row.first().waitFor({ timeout: patienceMs });
    for (let down = 0; down < 30; down += 1) {
      if ((await row.and(this.page.locator('.focused')).count()) > 0) return;
      await this.press('ArrowDown');
    }
    throw new Error(`No arrow key leads to “${words}”`);
  }
}

const plain = (title: string) => title.replaceAll(/\W+/g, ' ').trim();
