import { setTimeout as pause } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';

export interface Shot {
  readonly png: Buffer;
  /** How long it is shown, in milliseconds. */
  readonly ms: number;
}

/** How often a page that changes by itself is looked at, and how long such a picture is shown, in milliseconds. */
const lookEveryMs = 100;
const passingMs = 450;

/** Films a page: another picture is taken only when something on the page has changed. */
export class Film {
  readonly shots: Shot[] = [];
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Films the page once it shows this and rests, for as long as somebody needs to read it. */
  async show(sight: Locator, ms: number): Promise<void> {
    const shown = sight.first();
    let before: Buffer | undefined;
    for (;;) {
      await shown.waitFor();
      const png = await this.#page.screenshot();
      const same = before?.equals(png) && (await shown.isVisible());
      if (same) return this.#add({ png, ms });
      before = png;
    }
  }

  /** Films how the page changes until something has happened, while it shows this; of many pictures it keeps `most`. */
  async follow(sight: Locator, happened: Promise<unknown>, most: number): Promise<void> {
    const began = this.shots.length;
    const ended = happened.then(() => true);
    while (!(await Promise.race([ended, pause(lookEveryMs, false)]))) {
      const png = await this.#page.screenshot();
      if (await sight.first().isVisible()) this.#add({ png, ms: passingMs });
    }
    const taken = this.shots.splice(began);
    // The first one of each of so many equal parts.
    const step = Math.max(1, taken.length / most);
    this.shots.push(
      ...taken.filter((_, at) => Math.floor(at / step) > Math.floor((at - 1) / step)),
    );
  }

  /** The last picture comes first, because an animation that does not play shows its first one. */
  endFirst(): void {
    this.shots.unshift(...this.shots.splice(-1));
  }

  /** The same picture again is one picture, shown for the longer time of both. */
  #add({ png, ms }: Shot): void {
    const same = this.shots.at(-1)?.png.equals(png) ? this.shots.pop() : undefined;
    this.shots.push({ png, ms: Math.max(ms, same?.ms ?? 0) });
  }
}

/** An animated WebP that plays again and again. */
export function animationOf(shots: readonly Shot[]): Promise<Buffer> {
  const pictures = shots.map(({ png }) => png);
  const delay = shots.map(({ ms }) => ms);
  return sharp(pictures, { join: { animated: true } })
    .webp({ loop: 0, delay, nearLossless: true, quality: 20, minSize: true })
    .toBuffer();
}
