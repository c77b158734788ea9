import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Frame, Page } from 'playwright-core';
import { openDatabase } from '../src/ledger/database/openDatabase.ts';
import { sumUpPast } from '../src/ledger/rollups/rollUp.ts';
import { screenshot, webviewFrame } from '../test/support/editorPage.ts';
import { openPractice } from '../test/support/practiceVscode.ts';
import { fill } from './ledger/fill.ts';
import { percentile } from './measuring/percentile.ts';
import type { Figures } from './run.ts';

const attempts = 1_000_000;
const rounds = 5;
const patienceMs = 30_000;
/** VS Code ignores a second click on an icon within 300 ms. */
const slipMs = 400;

/**
 * The choices to make, in order: a select and the label of its option. Each must change the filter,
 * because the page does not respond to a choice that is already shown.
 */
const choices: readonly [select: string, choice: string][] = [
  ['span', 'all'],
  ['taskType', '=debug'],
  ['tier', '=balanced'],
  ['taskType', ''],
  ['tier', ''],
  ['workspace', '=shop'],
  ['span', 'month'],
  ['workspace', ''],
  ['span', 'week'],
  ['span', 'today'],
];

/** Measures a real VS Code's cost panel over a million calls of one year, from click to painted figures. */
export async function run(): Promise<Figures> {
  const vscode = await openPractice({ prepare: makeLedger });
  try {
    const { page } = vscode;
    await page.locator('.statusbar-item', { hasText: 'auto' }).waitFor({ timeout: patienceMs });
    const [panel, firstOpeningMs] = await opened(page);
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const [select, choice] of choices) times.push(await choose(panel, select, choice));
    }
    await choose(panel, 'span', 'all');
    await screenshot(page, 'panel-million');
    const openings = [];
    for (let round = 0; round < rounds; round++) openings.push(await reopened(page, panel));
    return {
      firstOpening: { value: firstOpeningMs, unit: 'ms' },
      reopening: { value: percentile(openings, 0.5), unit: 'ms' },
      filterP50: { value: percentile(times, 0.5), unit: 'ms' },
      filterSlowest: { value: Math.max(...times), unit: 'ms' },
    };
  } finally {
    await vscode.stop();
  }
}

/** Prepares the ledger as a window leaves it once it has summed up the past. */
function makeLedger(userDataFolder: string): void {
  const nowMs = Date.now();
  const folder = join(userDataFolder, 'User', 'globalStorage', 'tierwise.tierwise');
  const { database } = openDatabase(join(folder, 'ledger.sqlite'));
  fill(database, { attempts, days: 365, untilMs: nowMs });
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const steps = sumUpPast(database, timeZone, nowMs);
  while (!steps.next().done);
  database.close();
}

const icon = (page: Page) =>
  page.locator('.activitybar .action-item [aria-label^="Tierwise"]').first();

/** Milliseconds from the click on the icon to painted figures, the start of VS Code's webview included. */
async function opened(page: Page): Promise<[Frame, ms: number]> {
  const startedAt = performance.now();
  await icon(page).click();
  const panel = await webviewFrame(page, 'Cost');
  await panel.locator('.glance').waitFor();
  // A hidden page has its figures long before it is shown again.
  await (await outerOf(panel)).waitForElementState('visible');
  await panel.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))',
  );
  return [panel, performance.now() - startedAt];
}

/** The frame of a view's page. */
function outerOf(panel: Frame) {
  return panel.parentFrame()!.frameElement();
}

async function reopened(page: Page, panel: Frame): Promise<number> {
  await pause(slipMs);
  await page.locator('.activitybar .action-item [aria-label^="Explorer"]').first().click();
  await page.locator('.explorer-folders-view:visible').waitFor();
  await (await outerOf(panel)).waitForElementState('hidden');
  const [, ms] = await opened(page);
  return ms;
}

/** Milliseconds from a choice in a select to the frame that shows its figures. */
function choose(panel: Frame, select: string, choice: string): Promise<number> {
  // The script is a string, because the browser's types are not available here.
  return panel.evaluate(`new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('No answer to ${select} ${choice}')), ${patienceMs});
    const select = document.querySelector('select[name="${select}"]');
    const startedAt = performance.now();
    select.value = ${JSON.stringify(choice)};
    // The page renders once after the choice, and again with the host's answer. In between, it may
    // receive messages for the previous choice.
    const isPainted = () => resolve(performance.now() - startedAt);
    const chosen = ${JSON.stringify(choice.replace(/^=/, ''))};
    window.addEventListener('message', function listen({ data }) {
      if (data.kind === 'problem') reject(new Error(data.message));
      if ((data.filter?.${select} ?? '') !== chosen) return;
      window.removeEventListener('message', listen);
      requestAnimationFrame(() => setTimeout(isPainted));
    });
    select.dispatchEvent(new Event('change', { bubbles: true }));
  })`);
}
