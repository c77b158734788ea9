import { setTimeout } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';

type WaitOptions = NonNullable<Parameters<Locator['waitFor']>[0]>;
type Act = (this: Locator, ...args: unknown[]) => Promise<unknown>;

const everyMs = 50;
const acts = ['click', 'dblclick', 'hover', 'fill', 'innerText', 'evaluate'] as const;

/**
 * Makes Playwright check every 50 ms for what it waits for. By default it checks only every half second
 * after the first third of a second, and most of what tests wait for appears in between.
 * @param patienceMs The default timeout in milliseconds.
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

/** Undefined once the condition holds; otherwise the milliseconds left for Playwright to report why. */
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
    // Playwright reports ambiguous locators and closed pages itself.
  }
  return leftMs();
}

async function isSo(locator: Locator, state: NonNullable<WaitOptions['state']>): Promise<boolean> {
  if (state === 'visible') return locator.isVisible();
  if (state === 'hidden') return locator.isHidden();
  const isThere = (await locator.count()) > 0;
  return state === 'attached' ? isThere : !isThere;
}
