import type { Frame, Page } from 'playwright-core';

/** Which of a page's controls Tab reaches. */
export interface Reached {
  readonly title: string;
  readonly controls: number;
  /** The words of those that Tab does not reach. */
  readonly missed: readonly string[];
}

const controls = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';

// Strings, because the browser's types are not available here.
const all = `[...document.querySelectorAll('${controls}')].filter((node) => !node.disabled && node.checkVisibility())`;
const nameAll = `${all}.map((node) => (node.innerText || node.getAttribute('aria-label') || node.tagName).trim().slice(0, 40))`;
// By its place, because a page may be drawn again meanwhile.
const current = `document.hasFocus() ? ${all}.indexOf(document.activeElement) : 'left'`;

/** Walks with Tab through a page. */
export async function reachable(page: Page, frame: Frame): Promise<Reached> {
  const names = (await frame.evaluate(nameAll)) as string[];
  const seen = new Set<number>();
  const step = async (key: string) => {
    await page.keyboard.press(key);
    const at = (await frame.evaluate(current)) as number | 'left';
    if (at !== 'left' && at >= 0) seen.add(at);
    return at !== 'left';
  };
  await focus(page, frame);
  // To the end of the page, and back to what lies before the place where this began.
  for (const key of ['Tab', 'Shift+Tab']) {
    let presses = 0;
    while (presses < names.length + 2 && seen.size < names.length && (await step(key)))
      presses += 1;
  }
  const missed = names.filter((_, index) => !seen.has(index));
  const title = (await (await frame.frameElement()).getAttribute('title')) ?? '';
  return { title, controls: names.length, missed };
}

/** Goes from editor group to editor group until the page has the focus. */
async function focus(page: Page, frame: Frame): Promise<void> {
  for (const group of ['1', '2', '3']) {
    if ((await frame.evaluate(current)) !== 'left') return;
    await page.keyboard.press(`ControlOrMeta+${group}`);
    await page.waitForTimeout(focusMs);
  }
}

// The frame inside of the webview's own has the page's title.
const shown = `(() => {
  const labels = [...document.querySelectorAll('.tabs-container .tab.active')].map((tab) => tab.getAttribute('aria-label'));
  return [...document.querySelectorAll('iframe.webview')]
    .map((outer) => outer.contentDocument?.querySelector('#active-frame'))
    .filter((inner) => inner?.title && labels.some((label) => label.startsWith(inner.title)));
})()`;
const focusMs = 300;
const loadMs = 3_000;

/** The titles of the pages that are shown. */
export async function pages(page: Page): Promise<readonly string[]> {
  return (await page.evaluate(`${shown}.map(({ title }) => title)`)) as string[];
}

/** A page that is shown and was not before; undefined when there is none. */
export async function newPage(page: Page, before: readonly string[]): Promise<Frame | undefined> {
  const other = `${shown}.find(({ title }) => !${JSON.stringify(before)}.includes(title))`;
  const found = await page
    .waitForFunction(other, undefined, { timeout: loadMs })
    .catch(() => undefined);
  const frame = await found?.asElement()?.contentFrame();
  await frame?.waitForLoadState();
  return frame ?? undefined;
}
