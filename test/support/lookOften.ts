import { setTimeout } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';

type WaitOptions = NonNullable<Parameters<Locator['waitFor']>[0]>;
type Act = (this: Locator, ...args: unknown[]) => Promise<unknown>;

const everyMs = 25;
const acts = ['click', 'dblclick', 'hover', 'fill', 'innerText', 'evaluate'] as const;

/**
 * Lets Playwright look every 25 ms for what it waits for. By itself it looks every half a second after
 * the first third of one, and most of what a test waits for comes in between.
 * @param patienceMs The longest wait where a test names none.
 */
export function lookOften(page: Page, patienceMs: number): void {
  page.setDefaultTimeout(patienceMs);
  const locator = Object.getPrototypeOf(page.locator('body')) as Locator;
  const { waitFor } = locator;
  if (waitFor.name === 'waitOften') return;

  locator.waitFor = async function waitOften(this: Locator, options: WaitOptions = {}) {
    const { state = 'visible', timeout = patienceMs } = options;
    const leftMs = await lookedFor(this, state, timeout);
    if (leftMs !== undefined) await waitFor.call(this, { state, timeout: leftMs });
  };
  for (const name of acts) {
    const act = locator[name] as Act;
    Object.assign(locator, {
      async [name](this: Locator, ...args: unknown[]) {
        const options = args.at(-1) as { timeout?: number } | undefined;
        await lookedFor(this, 'attached', options?.timeout ?? patienceMs);
        return act.apply(this, args);
      },
    });
  }
}

/** Undefined once it is so; else the time that is left for Playwright to say what is wrong, ms. */
async function lookedFor(
  locator: Locator,
  state: NonNullable<WaitOptions['state']>,
  timeoutMs: number,
): Promise<number | undefined> {
  const endMs = performance.now() + timeoutMs;
  const leftMs = () => Math.max(1, endMs - performance.now());
  try {
    while (leftMs() > 1) {
      if (await isSo(locator, state)) return undefined;
      await setTimeout(everyMs);
    }
  } catch {
    // Two elements where one was meant, or a page that is gone: it has words for these.
  }
  return leftMs();
}

async function isSo(locator: Locator, state: NonNullable<WaitOptions['state']>): Promise<boolean> {
  if (state === 'visible') return locator.isVisible();
  if (state === 'hidden') return locator.isHidden();
  const isThere = (await locator.count()) > 0;
  return state === 'attached' ? isThere : !isThere;
}
