import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Frame, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { BatchPlan } from '../../demo/practiceServer/batches/store.ts';
import type { BilledCall } from '../../demo/practiceServer/billing.ts';
import type { Play } from '../../demo/practiceServer/call.ts';
import { startPracticeServer, type PracticeServer } from '../../demo/practiceServer/server.ts';
import type { PracticeKeys } from '../../demo/practiceServer/state.ts';
import { practiceSettings } from '../../scripts/practiceSettings.mjs';
import { root } from '../../scripts/tools.mjs';
import { press, screenshot, statusBarItem, webviewFrame } from './editorPage.ts';
import { clearWindow, command, readFromDisk, select, start, writeSettings } from './hostActs.ts';
import { makeSame } from './sameFolder.ts';
import { closeWindow, ownWindow, sharedWindow } from './testWindow.ts';
import { startVscode, userSettingsOf, type Vscode, type WindowOptions } from './vscode.ts';

/*
 * Most editor tests start here: `practiceVscode()` gives a test file a real VS Code on the demo workspace,
 * with the packaged Tierwise and a practice server. This folder also has the helpers that drive VS Code, the
 * fakes for unit tests, and the rules that test/unit/tidy.test.ts checks.
 */

/** A real VS Code on a copy of the demo workspace, with Tierwise and a practice server. */
export interface PracticeVscode extends Vscode {
  readonly practice: PracticeServer;
  /** A file of the workspace as it is on disk. */
  onDisk(path: string): Buffer;
  /** Changes the user's settings. The next test starts with its file's settings again. */
  changeSettings(changes: Record<string, unknown>): Promise<void>;
  /** The calls billed by the practice server, and their sum in nano-dollars. */
  billed(): Promise<{ calls: BilledCall[]; nanoUsd: number }>;
}

export interface PracticeOptions {
  readonly keys?: PracticeKeys;
  /** Factor on the practice models' delays. */
  readonly pace?: number;
  /** How the server's batches go. */
  readonly batches?: BatchPlan;
  /** Answers calls that the practice models do not know. */
  readonly play?: Play;
  /** Changes the settings that point at the practice server. */
  readonly settings?: (settings: Record<string, unknown>) => Record<string, unknown>;
  /** Prepares the copy of the demo workspace that every test of the file starts with. */
  readonly prepare?: (folder: string) => void;
  /** Opens a separate window, for tests of what happens right after a window opens. */
  readonly window?: Omit<WindowOptions, 'settings' | 'workspace'>;
}

/** Rules that ask one model for each task, for tests that are not about cascades. */
export const oneModelRules = [
  { when: { taskType: ['boilerplate', 'docs'] }, use: 'fast' },
  { when: { taskType: ['feature', 'refactor', 'test'] }, use: 'balanced' },
];

/**
 * A window for the tests of a file. Each test starts in the same state: the workspace as `prepare` makes
 * it, the file's settings, no open editors, no notifications, no bills, a new session and no picked tier.
 * When a test fails, a screenshot is saved and the window is closed.
 */
export function practiceVscode(options: PracticeOptions | (() => Promise<PracticeOptions>) = {}): {
  readonly current: PracticeVscode;
} {
  let given: PracticeOptions;
  let beginning: Beginning;
  let current: PracticeVscode | undefined;
  beforeAll(async () => {
    given = typeof options === 'function' ? await options() : options;
    beginning = await beginningOf(given);
  });
  beforeEach(async () => {
    current ??= practiceParts(await windowFor(given, beginning), beginning.practice);
    await beginIn(current, beginning);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || !current) return;
    const { page } = current;
    current = undefined;
    await screenshot(page, `failed-${task.name.replaceAll(/\W+/g, '-').slice(0, 60)}`);
    console.error(`In front when “${task.name}” failed:\n${await inFront(page)}`);
    await closeWindow();
  });
  afterAll(async () => {
    if (given.window) await closeWindow();
    await beginning.practice.close();
    rmSync(beginning.workspace, { recursive: true, force: true });
  });
  return {
    get current() {
      if (!current) throw new Error('VS Code is not open yet');
      return current;
    },
  };
}

/** The texts of what lies over the editors: pickers, messages and questions. */
async function inFront(page: Page): Promise<string> {
  const over = page.locator(
    '.quick-input-widget:visible, .notification-toast:visible, .monaco-dialog-box:visible',
  );
  const texts = await over.allInnerTexts().catch(() => []);
  return texts.join('\n—\n') || '(nothing)';
}

/** The state that every test of a file starts with. */
interface Beginning {
  readonly practice: PracticeServer;
  readonly settings: Record<string, unknown>;
  readonly workspace: string;
}

async function beginningOf(options: PracticeOptions): Promise<Beginning> {
  const { keys, pace = 0.02, play, settings = (same) => same, prepare, batches } = options;
  const practice = await startPracticeServer({ pace, keys, play, batches });
  const workspace = mkdtempSync(join(tmpdir(), 'tierwise-workspace-'));
  cpSync(join(root, 'demo', 'workspace'), workspace, { recursive: true });
  prepare?.(workspace);
  const auth = keys ? 'bearer' : 'none';
  return { practice, settings: settings(practiceSettings(practice.url, { auth })), workspace };
}

function windowFor(
  { window }: PracticeOptions,
  { settings, workspace }: Beginning,
): Promise<Vscode> {
  return window ? ownWindow({ ...window, settings, workspace }) : sharedWindow();
}

async function beginIn(window: PracticeVscode, beginning: Beginning): Promise<void> {
  const { practice } = window;
  await window.changeSettings(
    differences(await settingsOf(window), userSettingsOf(window, beginning.settings)),
  );
  await clearWindow(window);
  await window.page.locator('.notification-toast').first().waitFor({ state: 'detached' });
  makeSame(window.folder, beginning.workspace);
  await readFromDisk(window);
  await practice.idle();
  practice.reset();
}

/** The user's settings on disk. VS Code empties the file before it writes it, also on its own. */
export async function settingsOf({
  settingsFile,
}: Pick<Vscode, 'settingsFile'>): Promise<Record<string, unknown>> {
  let text = '';
  await expect.poll(() => (text = readFileSync(settingsFile, 'utf8'))).not.toBe('');
  return JSON.parse(text) as Record<string, unknown>;
}

/** The changes that lead from one settings object to the other; null removes a key. */
function differences(
  from: Readonly<Record<string, unknown>>,
  to: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const changed = keys.filter((key) => !isDeepStrictEqual(from[key], to[key]));
  return Object.fromEntries(changed.map((key) => [key, to[key] ?? null]));
}

function practiceParts(window: Vscode, practice: PracticeServer): PracticeVscode {
  return {
    ...window,
    practice,
    onDisk: (path) => readFileSync(join(window.folder, path)),
    changeSettings: (changes) => writeSettings(window, Object.entries(changes)),
    async billed() {
      await practice.idle();
      const calls = practice.billing();
      return { calls, nanoUsd: calls.reduce((sum, call) => sum + call.nanoUsd, 0) };
    },
  };
}

/** A window in a VS Code of its own, with a practice server, for a bench. */
export async function openPractice(
  options: Pick<PracticeOptions, 'settings' | 'pace' | 'play'> &
    Pick<WindowOptions, 'prepare'> = {},
): Promise<PracticeVscode> {
  const { settings = (same) => same, prepare, pace = 0.1, play } = options;
  const practice = await startPracticeServer({ pace, play });
  const vscode = await startVscode({
    settings: settings(practiceSettings(practice.url)),
    ...(prepare && { prepare }),
  }).catch(async (error: unknown) => {
    // An open server would keep the process alive.
    await practice.close();
    throw error;
  });
  return {
    ...practiceParts(vscode, practice),
    async stop() {
      await vscode.stop();
      await practice.close();
    },
  };
}

type Lines = readonly [first: number, last: number];

/** Selects lines of a file and starts a Tierwise command on them, such as `debug`. */
export async function startOn(
  window: PracticeVscode,
  name: string,
  file: string,
  lines: Lines,
): Promise<void> {
  await select(window, file, lines);
  await start(window, `tierwise.${name}`);
}

/** The same, and waits until the task ends, with an answer or with the reason why there is none. */
export async function runOn(
  window: PracticeVscode,
  name: string,
  file: string,
  lines: Lines,
): Promise<void> {
  await select(window, file, lines);
  await command(window, `tierwise.${name}`);
}

/** The active tab, once its title contains these words. */
export async function frontTab(page: Page, words: string): Promise<Locator> {
  const tab = page.locator('.editor-group-container.active .tab.active', { hasText: words });
  await tab.waitFor();
  return tab;
}

/** The button in the title bar of the active editor. It is shown only when it applies. */
export function titleButton(page: Page, label: string): Locator {
  return page.locator(`.editor-group-container.active .editor-actions [aria-label^="${label}"]`);
}

/** Waits until the active diff has a complete answer. */
export async function wholeAnswer(page: Page): Promise<void> {
  await titleButton(page, 'Accept Answer').waitFor();
}

/** Accepts the answer of the active diff, once VS Code has told Tierwise that it is in front. */
export async function acceptAnswer(window: PracticeVscode): Promise<void> {
  await wholeAnswer(window.page);
  await command(window, 'tierwise.acceptAnswer');
}

/** Rejects the answer of the active diff, and waits until its button is gone. */
export async function rejectAnswer(page: Page): Promise<void> {
  const button = titleButton(page, 'Reject Answer');
  await press(button);
  await button.waitFor({ state: 'hidden' });
}

/** The tooltip of the tier in the status bar. */
async function tierTooltip(page: Page): Promise<string> {
  // A mouse that is already there would not show the tooltip.
  await page.mouse.move(700, 300);
  await statusBarItem(page, 'tierwise.tier').hover();
  const hover = page.locator('.monaco-hover:visible', { hasText: 'This session' });
  await hover.waitFor();
  const text = await hover.innerText();
  await page.mouse.move(700, 300);
  await hover.waitFor({ state: 'hidden' });
  return text;
}

/** Waits until the tooltip of the tier says all of this. */
export function expectTooltip(page: Page, ...says: readonly (string | RegExp)[]): Promise<void> {
  return expectSays(() => tierTooltip(page), says);
}

/** Waits until the decoration beside the code of the active answer says all of this. */
export function expectStanding(page: Page, ...says: readonly (string | RegExp)[]): Promise<void> {
  return expectSays(() => answerStanding(page), says);
}

/** The decoration beside the code of the active answer; empty until there is one. */
async function answerStanding(page: Page): Promise<string> {
  const decorated = page.locator(
    '.editor-group-container.active .modified-in-monaco-diff-editor [class*="TextEditorDecorationType"]',
  );
  const contents = await decorated.evaluateAll((nodes) =>
    nodes.map((node) => node.ownerDocument.defaultView!.getComputedStyle(node, '::after').content),
  );
  // Other extensions' decorations may be drawn first, and those not drawn yet have empty styles.
  return contents.find((content) => content !== 'none' && content !== '') ?? '';
}

/** Reads again until all of it is said: what a window shows comes a moment after what it tells of. */
async function expectSays(
  read: () => Promise<string>,
  says: readonly (string | RegExp)[],
): Promise<void> {
  const all = says.map((each) =>
    typeof each === 'string' ? expect.stringContaining(each) : expect.stringMatching(each),
  );
  await expect.poll(async () => Array(all.length).fill(await read())).toEqual(all);
}

/**
 * Picks a row of the open quick pick, or of the one that a command opens. A long list does not show all
 * of its rows, so `known` names a row that is visible before filtering.
 */
export async function pickRow(page: Page, label: string, known = label): Promise<void> {
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  await rows.filter({ hasText: known }).first().waitFor();
  // Uses filter and keyboard, because under load the list still moves when a mouse would click. Rows are shown before
  // the list has the focus; keys that are pressed then are lost.
  await page.locator('.quick-input-widget:visible input:focus').fill(label);
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
export async function costPanel({ page, run }: Pick<Vscode, 'page' | 'run'>): Promise<Frame> {
  const shown = page
    .locator('.pane-header.expanded, .composite.title', { hasText: 'Cost' })
    .first();
  if (!(await shown.isVisible())) await command({ run }, 'tierwise.costPanel.focus');
  return webviewFrame(page, 'Cost');
}

/** Compares the panel's total with the server's bills, to the nano-dollar. */
export async function expectPanelTotal(window: Vscode, nanoUsd: number): Promise<void> {
  const frame = await costPanel(window);
  await expect
    .poll(() => frame.locator('.total [data-nano-usd]').getAttribute('data-nano-usd'))
    .toBe(String(nanoUsd));
}
