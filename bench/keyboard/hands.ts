import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { newPage, pages, reachable, type Reached } from './reachable.ts';

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
const statusBar = 'the status bar';
const statusBarMs = 1_500;
const lookEveryMs = 50;
const restMs = 500;
const paletteMs = 5_000;

/** Somebody who has no mouse. */
export class Hands {
  readonly played: Played[] = [];
  /** How often F1 had to be pressed a second time. */
  swallowed = 0;
  readonly page: Page;
  readonly #pictures: string;
  #keys: string[] = [];

  /** @param pictures The folder for a picture of what each command showed. */
  constructor(page: Page, pictures: string) {
    this.page = page;
    this.#pictures = pictures;
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
    await this.#toRow(this.#rows().filter({ hasText: file.slice(file.lastIndexOf('/') + 1) }));
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
    await this.#toRow(this.#rows().filter({ hasText: row }));
    await this.press('Enter');
  }

  /** Types into the question with these words, which has no rows. */
  async fill(question: string, text: string): Promise<void> {
    await this.page.locator('.quick-input-widget:visible', { hasText: question }).waitFor();
    await this.#inputFocused();
    await this.press('ControlOrMeta+a');
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
    const pagesBefore = await pages(page);
    await this.#openPalette();
    await this.type(`Tierwise: ${title}`);
    // Keys and a group's name may follow.
    const name = `aria-label^="Tierwise: ${title}`;
    await this.#toRow(this.#rows().and(page.locator(`[${name}"]:not([${name} "])`)));
    await this.press('Enter');
    const showed = await this.#change(before);
    const place = join(this.#pictures, `${this.played.length + 1} ${plain(title)}.png`);
    await page.screenshot({ path: place });
    await goOn?.();
    await this.#atRest();
    const opened = showed?.startsWith('a tab') ? await newPage(page, pagesBefore) : undefined;
    const reached = opened && (await reachable(page, opened));
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
    await this.#openPalette();
    const clear = 'Notifications: Clear All Notifications';
    await this.page.keyboard.insertText(clear);
    await this.#toRow(this.#rows().filter({ hasText: clear }));
    await this.page.keyboard.press('Enter');
    // The message of a running task stays.
    const messages = this.page.locator('.notification-toast', { hasNotText: 'Cancel' });
    await messages.first().waitFor({ state: 'detached' });
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

  /**
   * The first place whose words have changed, other than by the palette; undefined after a timeout. The status bar
   * changes by itself as well, so it counts only when nothing else changes.
   */
  async #change(before: Scene): Promise<string | undefined> {
    const beganMs = performance.now();
    let waitedMs = 0;
    while (waitedMs < patienceMs) {
      waitedMs = performance.now() - beganMs;
      const now = await this.#scene();
      const changed = Object.keys(now).filter(
        (each) =>
          now[each] !== before[each] && !now[each]!.startsWith('>') && isNews(each, now[each]!),
      );
      const place = changed.find((each) => each !== statusBar || waitedMs > statusBarMs);
      if (place !== undefined) return `${place}: ${now[place]!.slice(0, 80) || 'gone'}`;
      await this.page.waitForTimeout(lookEveryMs);
    }
    return undefined;
  }

  /** Somebody looks before they press the next key. */
  async #atRest(): Promise<void> {
    const endMs = performance.now() + patienceMs;
    let seen = '';
    while (performance.now() < endMs) {
      const now = JSON.stringify(await this.#scene());
      if (now === seen) return;
      seen = now;
      await this.page.waitForTimeout(restMs);
    }
  }

  #rows(): Locator {
    return this.page.locator('.quick-input-widget:visible .monaco-list-row');
  }

  /** Presses F1 again when nothing comes of it, as a page that is being drawn may swallow a key, and counts that. */
  async #openPalette(): Promise<void> {
    await this.press('F1');
    const opened = this.#inputFocused(paletteMs).then(
      () => true,
      () => false,
    );
    if (await opened) return;
    this.swallowed += 1;
    await this.press('F1');
    await this.#inputFocused();
  }

  #inputFocused(timeout = patienceMs): Promise<void> {
    return this.page.locator('.quick-input-widget:visible input:focus').waitFor({ timeout });
  }

  /** Goes down the rows of the question in front to this one. */
  async #toRow(row: Locator): Promise<void> {
    await row.first().waitFor({ timeout: patienceMs });
    for (let down = 0; down < 40; down += 1) {
      if ((await row.and(this.page.locator('.focused')).count()) > 0) return;
      await this.press('ArrowDown');
    }
    throw new Error(`No arrow key leads to ${String(row)}`);
  }
}

// Comments and the message of a running task tell by their going, too.
const isNews = (place: string, words: string) =>
  words !== '' || place === 'comments' || place === 'a message';

const plain = (title: string) => title.replaceAll(/\W+/g, ' ').trim();
