import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { BilledCall } from '../../demo/practiceServer/billing.ts';
import { startPracticeServer, type PracticeServer } from '../../demo/practiceServer/server.ts';
import type { PracticeKeys } from '../../demo/practiceServer/state.ts';
import { practiceSettings } from '../../scripts/practiceSettings.mjs';
import {
  openFile,
  reload,
  runCommand,
  screenshot,
  selectLines,
  statusBarItem,
  webviewFrame,
} from './editorPage.ts';
import { startVscode, type Vscode, type VscodeOptions } from './vscode.ts';

/** A real VS Code on a copy of the demo workspace, with Tierwise and a practice server. */
export interface PracticeVscode extends Vscode {
  readonly practice: PracticeServer;
  /** A file of the workspace as it is on disk. */
  onDisk(path: string): Buffer;
  /** Changes the user's settings and reloads the window: their file is not watched here. */
  changeSettings(changes: Record<string, unknown>): Promise<void>;
  /** Calls that the practice server has billed, and their sum in nano-dollars. */
  billed(): Promise<{ calls: BilledCall[]; nanoUsd: number }>;
}

export interface PracticeOptions {
  readonly keys?: PracticeKeys;
  /** Factor on the practice models' delays. */
  readonly pace?: number;
  /** Changes the settings that point at the practice server. */
  readonly settings?: (settings: Record<string, unknown>) => Record<string, unknown>;
  readonly vscode?: Omit<VscodeOptions, 'settings'>;
}

/** One VS Code for the tests of a file; a test that fails leaves a screenshot. */
export function practiceVscode(options: PracticeOptions | (() => Promise<PracticeOptions>) = {}): {
  readonly current: PracticeVscode;
} {
  let current: PracticeVscode | undefined;
  beforeAll(async () => {
    current = await openPractice(typeof options === 'function' ? await options() : options);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || !current) return;
    await screenshot(current.page, `failed-${task.name.replaceAll(/\W+/g, '-').slice(0, 60)}`);
  });
  afterAll(() => current?.stop());
  return {
    get current() {
      if (!current) throw new Error('VS Code is not open yet');
      return current;
    },
  };
}

export async function openPractice(options: PracticeOptions = {}): Promise<PracticeVscode> {
  const { keys, pace = 0.1, settings = (same) => same, vscode: more } = options;
  const practice = await startPracticeServer({ pace, keys });
  const auth = keys ? 'bearer' : 'none';
  const vscode = await startVscode({
    ...more,
    settings: settings(practiceSettings(practice.url, { auth })),
  }).catch(async (error: unknown) => {
    // Left open, it would keep the process alive for ever.
    await practice.close();
    throw error;
  });
  return {
    ...vscode,
    practice,
    onDisk: (path) => readFileSync(join(vscode.folder, path)),
    async changeSettings(changes) {
      const file = join(vscode.userDataFolder, 'User', 'settings.json');
      const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      writeFileSync(file, JSON.stringify({ ...settings, ...changes }));
      await reload(vscode.page);
    },
    async billed() {
      await practice.idle();
      const calls = practice.billing();
      return { calls, nanoUsd: calls.reduce((sum, call) => sum + call.nanoUsd, 0) };
    },
    async stop() {
      await vscode.stop();
      await practice.close();
    },
  };
}

/** Selects lines of a file and runs a Tierwise command on them. */
export async function runOn(
  page: Page,
  command: string,
  file: string,
  lines: readonly [number, number],
): Promise<void> {
  await openFile(page, file);
  await selectLines(page, ...lines);
  await runCommand(page, `Tierwise: ${command}`);
}

/** The tab in front, once its title holds these words. */
export async function frontTab(page: Page, words: string): Promise<Locator> {
  const tab = page.locator('.editor-group-container.active .tab.active', { hasText: words });
  await tab.waitFor();
  return tab;
}

/** The button at the top of the editor in front, which is there only when it applies. */
export function titleButton(page: Page, label: string): Locator {
  return page.locator(`.editor-group-container.active .editor-actions [aria-label^="${label}"]`);
}

/** Waits until the diff in front holds a whole answer. */
export async function wholeAnswer(page: Page): Promise<void> {
  await titleButton(page, 'Accept Answer').waitFor();
}

/** Saves the file in front once it has changed, and waits until its bytes are written. */
export async function saveChange(page: Page, name: string): Promise<void> {
  const changed = page.locator(`.tab.active.dirty[data-resource-name="${name}"]`);
  await changed.waitFor();
  await runCommand(page, 'File: Save');
  await changed.waitFor({ state: 'detached' });
}

/** What the status bar says of the tier when the mouse rests on it. */
export async function tierTooltip(page: Page): Promise<string> {
  // A mouse that rests there already would show nothing.
  await page.mouse.move(700, 300);
  await statusBarItem(page, 'tierwise.tier').hover();
  const hover = page.locator('.monaco-hover:visible', { hasText: 'This session' });
  await hover.waitFor();
  const text = await hover.innerText();
  await page.mouse.move(700, 300);
  await hover.waitFor({ state: 'hidden' });
  return text;
}

/** What the answer in front says of itself beside its code, once it says something. */
export async function answerStanding(page: Page): Promise<string> {
  const decorated = page.locator(
    '.editor-group-container.active .modified-in-monaco-diff-editor [class*="TextEditorDecorationType"]',
  );
  let said: string | undefined;
  // Other extensions' decorations may be drawn first, and what is not drawn yet has empty styles.
  await expect
    .poll(async () => {
      const contents = await decorated.evaluateAll((nodes) =>
        nodes.map(
          (node) => node.ownerDocument.defaultView!.getComputedStyle(node, '::after').content,
        ),
      );
      said = contents.find((content) => content !== 'none' && content !== '');
      return said;
    })
    .toBeDefined();
  return said!;
}

/**
 * Picks a row of the quick pick that is open or that a command opens. A long list does not show all of
 * its rows: `known` is one that is there before it is filtered.
 */
export async function pickRow(page: Page, label: string, known = label): Promise<void> {
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  await rows.filter({ hasText: known }).first().waitFor();
  // By filter and key: under load the list still moves when a mouse would click.
  await page.keyboard.insertText(label);
  await page
    .locator('.quick-input-widget:visible .monaco-list-row.focused', { hasText: label })
    .waitFor();
  await page.keyboard.press('Enter');
}

/** Opens the tier picker and picks a tier by its name. */
export async function pickTier(page: Page, tier: string): Promise<void> {
  await statusBarItem(page, 'tierwise.tier').click();
  const row = page.locator(`.quick-input-widget:visible .monaco-list-row[aria-label^="${tier}"]`);
  await row.click();
  await statusBarItem(page, 'tierwise.tier').filter({ hasText: tier }).waitFor();
}

/** The cost panel's page, opened when it is not shown. */
export async function costPanel(page: Page) {
  const shown = page
    .locator('.pane-header.expanded, .composite.title', { hasText: 'Cost' })
    .first();
  if (!(await shown.isVisible())) await runCommand(page, 'Tierwise: Focus on Cost View');
  return webviewFrame(page, 'Cost');
}

/** Holds the panel's total against what the server billed, to the nano-dollar. */
export async function expectPanelTotal(page: Page, nanoUsd: number): Promise<void> {
  const frame = await costPanel(page);
  await expect
    .poll(() => frame.locator('.total [data-nano-usd]').getAttribute('data-nano-usd'), {
      timeout: 10_000,
    })
    .toBe(String(nanoUsd));
}
