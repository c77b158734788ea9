import type { Page } from 'playwright-core';
import { runInPalette } from '../test/support/editorPage.ts';
import { startVscode } from '../test/support/vscode.ts';
import type { Figures } from './run.ts';

const loads = 5;

/** Measures what Tierwise adds to the start of the extension host: importing its code and `activate`. */
export async function run(): Promise<Figures> {
  const vscode = await startVscode();
  try {
    const times: ActivationTimes[] = [];
    for (let load = 0; load < loads; load++) {
      if (load > 0) await vscode.loadAgain(() => vscode.page.reload());
      times.push(await activationTimes(vscode.page));
    }
    return {
      total: { value: median(times.map(({ load, activate }) => load + activate)), unit: 'ms' },
      load: { value: median(times.map(({ load }) => load)), unit: 'ms' },
      activate: { value: median(times.map(({ activate }) => activate)), unit: 'ms' },
    };
  } finally {
    await vscode.stop();
  }
}

interface ActivationTimes {
  readonly load: number;
  readonly activate: number;
}

/**
 * VS Code's own measurements. Its report is a snapshot, so it is opened repeatedly until it contains
 * Tierwise, which activates after startup.
 */
async function activationTimes(page: Page): Promise<ActivationTimes> {
  await page.locator('.statusbar-item[id^="tierwise."]').first().waitFor();
  for (let attempt = 0; attempt < 10; attempt++) {
    const report = await startupReport(page);
    const row = /\| tierwise\.tierwise +\|[^|]+\| (\d+) +\| (\d+) +\|/.exec(report);
    if (row) return { load: Number(row[1]), activate: Number(row[2]) };
  }
  throw new Error('VS Code reported no activation of Tierwise');
}

async function startupReport(page: Page): Promise<string> {
  await runInPalette(page, 'Developer: Startup Performance');
  const title = page.locator('.view-line', { hasText: 'System Info' });
  await title.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+C');
  const report = await page.evaluate<string>('navigator.clipboard.readText()');
  await runInPalette(page, 'View: Close Editor');
  await title.waitFor({ state: 'detached' });
  return report;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
