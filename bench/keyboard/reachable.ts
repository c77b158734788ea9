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
const nameAll = `${all}.map((node, index) => {
  node.dataset.keyboard = index;
  return (node.innerText || node.getAttribute('aria-label') || node.tagName).trim().slice(0, 40);
})`;
const current = `document.hasFocus() ? (document.activeElement?.dataset.keyboard ?? 'page') : 'left'`;

/** Walks with Tab through the page of the active tab. */
export async function reachable(page: Page, frame: Frame): Promise<Reached> {
  const names = (await frame.evaluate(nameAll)) as string[];
  const seen = new Set<string>();
  const step = async (key: string) => {
    await page.keyboard.press(key);
    const at = (await frame.evaluate(current)) as string;
    if (at !== 'page' && at !== 'left') seen.add(at);
    return at !== 'left';
  };
  // Focuses the editors where something else has the focus.
  if ((await frame.evaluate(current)) === 'left') await page.keyboard.press('ControlOrMeta+1');
  // To the end of the page, and back to what lies before the place where this began.
  for (const key of ['Tab', 'Shift+Tab']) {
    let presses = 0;
    while (presses < names.length + 2 && seen.size < names.length && (await step(key)))
      presses += 1;
  }
  const missed = names.filter((_, index) => !seen.has(String(index)));
  return { title: await frame.title(), controls: names.length, missed };
}

/** The page of the active tab; undefined when the tab is no page. */
export async function pageInFront(page: Page): Promise<Frame | undefined> {
  const tab = page.locator('.editor-group-container.active .tab.active');
  const label = (await tab.count()) > 0 ? await tab.getAttribute('aria-label') : null;
  if (label === null) return undefined;
  for (const frame of page.frames()) {
    // A frame may go meanwhile.
    const title = await frame.title().catch(() => '');
    if (title !== '' && label.startsWith(title)) return frame;
  }
  return undefined;
}
