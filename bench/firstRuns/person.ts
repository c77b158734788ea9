import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { root } from '../../scripts/tools.mjs';

/*
 * Seconds of the keystroke-level model (Card, Moran and Newell, “The Psychology of Human-Computer Interaction”,
 * 1983): to decide what to do next, to point at something, and to press a key as an average typist does.
 */
const decidingMs = 1350;
const pointingMs = 1100;
const keyMs = 200;

export interface Step {
  readonly name: string;
  /** Milliseconds since the last step, the person's own time and that of the editor. */
  readonly ms: number;
}

/** Somebody who uses VS Code at the pace of a person. Each step leaves a picture. */
export class Person {
  readonly steps: Step[] = [];
  readonly #page: Page;
  readonly #folder: string;
  #sinceMs = performance.now();

  /** @param story The folder of the pictures below `test-results/first-run`. */
  constructor(page: Page, story: string) {
    this.#page = page;
    this.#folder = join(root, 'test-results', 'first-run', story);
    mkdirSync(this.#folder, { recursive: true });
  }

  /** Does something, waits for what shows that it worked, and takes a picture. */
  async step(name: string, act: () => Promise<unknown>, shown: Locator): Promise<void> {
    try {
      await act();
      await shown.first().waitFor();
    } catch (error) {
      await this.#picture(`failed ${name}`);
      throw error;
    }
    this.steps.push({ name, ms: performance.now() - this.#sinceMs });
    await this.#picture(`${String(this.steps.length).padStart(2, '0')} ${name}`);
    // The picture is not part of anybody's first run.
    this.#sinceMs = performance.now();
  }

  async #picture(name: string): Promise<void> {
    await this.#page.screenshot({ path: join(this.#folder, `${name}.png`) });
  }

  async click(what: Locator): Promise<void> {
    await what.waitFor();
    await pause(decidingMs + pointingMs);
    // What lists and toolbars draw again while a mouse is down would not get the click.
    await what.dispatchEvent('click');
  }

  async press(...keys: readonly string[]): Promise<void> {
    await pause(decidingMs);
    for (const key of keys) {
      await pause(keyMs);
      await this.#page.keyboard.press(key);
    }
  }

  async type(text: string): Promise<void> {
    await pause(decidingMs);
    await this.#page.keyboard.type(text, { delay: keyMs });
  }

  /** Puts in what the person has on the clipboard, such as a key. */
  async paste(text: string): Promise<void> {
    await pause(decidingMs + 2 * keyMs);
    await this.#page.keyboard.insertText(text);
  }

  /** Finds a command in the palette by a part of its title, as people do. */
  async runCommand(words: string, title: string): Promise<void> {
    await this.press('F1');
    await this.#page.locator('.quick-input-widget:visible input:focus').waitFor();
    await this.chooseRow(words, title);
  }

  /** Types until the row is the first one, and takes it. */
  async chooseRow(words: string, row: string): Promise<void> {
    await this.#page.locator('.quick-input-widget:visible .monaco-list-row').first().waitFor();
    if (words !== '') await this.type(words);
    await this.#page
      .locator('.quick-input-widget:visible .monaco-list-row.focused', { hasText: row })
      .waitFor();
    await this.press('Enter');
  }
}
