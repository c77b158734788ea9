import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/tools.mjs';
import { editorText, press, screenshot } from '../support/editorPage.ts';
import { command, open, select } from '../support/hostActs.ts';
import {
  expectStanding,
  frontTab,
  practiceVscode,
  rejectAnswer,
  startOn,
  titleButton,
} from '../support/practiceVscode.ts';
import { edit, startScriptedModels, type ScriptedModels } from '../support/scriptedModels.ts';
import { alive, copiesIn, editorState, filesOf, gitOf, temporaryFiles } from '../support/traces.ts';

// What a cascade leaves behind when its answer is not wanted: nothing.
const spentBy: readonly [number, number] = [49, 52];
const passes = edit(spentByWith('order.total'));
const failsCommand = edit(spentByWith('order.total * 2'));
const holdsCommand = edit(spentByWith('order.total * 3'));

let models: ScriptedModels;
/** Not in the workspace and not VS Code's: what the gate's command writes down. */
let records: string;

beforeAll(async () => {
  models = await startScriptedModels();
  records = mkdtempSync(join(tmpdir(), 'tierwise-records-'));
});
afterAll(async () => {
  await models.close();
  rmSync(records, { recursive: true, force: true });
});

const window = practiceVscode(async () => ({
  settings: () => ({
    ...models.settings,
    'tierwise.rules': [
      { name: 'try cheap first', when: {}, use: { cascade: ['fast', 'reasoning'] } },
    ],
    // VS Code's own git writes to the index.
    'git.enabled': false,
  }),
  prepare(folder) {
    writeFileSync(join(folder, 'shop.css'), 'a {\n  color: red;\n}\n');
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder });
    git('init', '--quiet');
    git('add', '--all');
    git('-c', 'user.name=T', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 'start');
    writeFileSync(join(folder, 'notes.txt'), 'not committed\n');
  },
}));

let commands = 0;

const textGates = ['complete', 'format', 'syntax'] as const;
type Gates = readonly ((typeof textGates)[number] | 'diagnostics' | 'command')[];
/** The gates of edits. */
const allGates: Gates = [...textGates, 'diagnostics', 'command'];

/**
 * Has answers judged by a command that was never allowed before, and begins to debug `spentBy`. The language
 * server judges as well where that is part of the test.
 */
async function debugUntilAsked(gates: Gates = [...textGates, 'command']): Promise<Locator> {
  const { page, changeSettings } = window.current;
  const program = join(root, 'test', 'support', 'gateProgram.mjs');
  const argv = [process.execPath, program, records, join('src', 'orders.ts'), `${(commands += 1)}`];
  await changeSettings({
    'tierwise.gateCommands': [{ name: 'tests', argv }],
    'tierwise.rules': [
      { name: 'try cheap first', when: {}, use: { cascade: ['fast', 'reasoning'], gates } },
    ],
  });
  await startOn(window.current, 'debug', 'src/orders.ts', spentBy);
  const dialog = page.locator('.monaco-dialog-box', { hasText: 'throwaway copy' });
  await dialog.waitFor();
  return dialog;
}

async function debugAllowed(gates?: Gates): Promise<void> {
  const dialog = await debugUntilAsked(gates);
  await dialog.locator('.monaco-button', { hasText: 'Allow' }).click();
}

function spentByWith(amount: string): string {
  return `export async function spentBy(customerId: string, orders: OrderStore): Promise<Cents> {
  const placed = await orders.ofCustomer(customerId);
  return placed.reduce((sum, order) => sum + ${amount}, 0);
}`;
}

/** What must be the same before and after. */
function traces() {
  const { folder } = window.current;
  return {
    files: filesOf(folder),
    git: gitOf(folder),
    copies: copiesIn(window.current),
    temporary: temporaryFiles(window.current),
  };
}

/** Cancels what runs, and waits until all of it is gone. */
async function cancel(before: ReturnType<typeof traces>): Promise<void> {
  const { page } = window.current;
  await command(window.current, 'tierwise.cancel');
  await expectNothingLeft(before);
  await expectStanding(page, 'cancelled');
  await expectStanding(page, /^(?!.*(running|passed|being checked))/s);
  await rejectAnswer(page);
}

async function expectNothingLeft(before: ReturnType<typeof traces>): Promise<void> {
  const { page } = window.current;
  await expect.poll(models.open).toBe(0);
  await expect.poll(() => copiesIn(window.current)).toEqual([]);
  await page.locator('.tab', { hasText: 'Checking' }).waitFor({ state: 'detached' });
  expect(traces()).toEqual(before);
}

test('cancelled while the command waits to be allowed', async () => {
  const { page } = window.current;
  models.answer({ small: passes, large: passes });
  const before = traces();
  const dialog = await debugUntilAsked();
  await screenshot(page, 'traces-dialog');
  await dialog.locator('.monaco-button', { hasText: 'Cancel' }).click();
  await titleButton(page, 'Accept Answer').waitFor();
  await expectNothingLeft(before);
  expect(existsSync(join(records, 'calls.jsonl'))).toBe(false);
  await rejectAnswer(page);
});

test('a cascade through both rungs whose answer is rejected', async () => {
  const { page } = window.current;
  models.answer({ small: failsCommand, large: passes });
  await open(window.current, 'src/money.ts');
  await select(window.current, 'src/orders.ts', [48, 48]);
  await page.keyboard.press('End');
  await page.keyboard.type('//later');
  await expect.poll(() => editorText(page)).toContain('so far. *///later');
  await select(window.current, 'src/orders.ts', spentBy);
  await expect
    .poll(() => editorState(page))
    .toMatchObject({
      tabs: expect.arrayContaining(['orders.ts active dirty']),
      selection: expect.stringContaining('selected'),
      onScreen: expect.stringMatching(/^(?!.*import type { Cart }).*so far. \*\/\/\/later/s),
    });
  const typed = { ...traces(), ...(await editorState(page)) };

  await debugAllowed(allGates);
  await frontTab(page, 'fast → reasoning');
  await titleButton(page, 'Accept Answer').waitFor();
  await expectStanding(page, 'fast failed command', 'reasoning passed');
  await screenshot(page, 'traces-both-rungs');
  await press(titleButton(page, 'Reject Answer'));
  await frontTab(page, 'orders.ts');
  await expect.poll(() => copiesIn(window.current)).toEqual([]);
  await expect.poll(async () => ({ ...traces(), ...(await editorState(page)) })).toEqual(typed);
  await screenshot(page, 'traces-rejected');

  // One step of the undo stack is what was typed, and it can be done again.
  await page.keyboard.press('ControlOrMeta+z');
  await frontTab(page, 'orders.ts');
  await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await page.locator('.tab.active.dirty').waitFor();
  await expect.poll(() => editorText(page)).toBe(typed.onScreen);
});

test('cancelled while the first model streams', async () => {
  const { page } = window.current;
  models.answer({ small: { hang: '```\nexport async' }, large: passes });
  const before = traces();
  await startOn(window.current, 'debug', 'src/orders.ts', spentBy);
  await frontTab(page, 'fast → reasoning');
  await expect.poll(models.open).toBe(1);
  await cancel(before);
  expect(models.requests).toHaveLength(1);
});

test('cancelled while a language server is waited for', async () => {
  models.answer({ small: edit('  color: green;'), large: passes });
  const before = traces();
  // The server may answer within a moment, so this cancels as soon as the check begins.
  const checked = window.current.run(
    (vscode) =>
      new Promise<string>((resolve) => {
        const watch = vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
          const tab = opened.find(({ label }) => label.startsWith('Checking'));
          if (!tab) return;
          watch.dispose();
          void vscode.commands.executeCommand('tierwise.cancel');
          resolve(tab.label);
        });
      }),
  );
  await startOn(window.current, 'debug', 'shop.css', [2, 2]);
  expect(await checked).toBe('Checking shop.css');
  await cancel(before);
});

test('cancelled while the command runs, whose processes do not want to end', async () => {
  models.answer({ small: holdsCommand, large: passes });
  const before = traces();
  await debugAllowed();
  const file = join(records, 'pids.json');
  await expect.poll(() => existsSync(file)).toBe(true);
  const pids = JSON.parse(readFileSync(file, 'utf8')) as number[];
  expect(alive(pids)).toEqual(pids);
  await cancel(before);
  expect(alive(pids)).toEqual([]);
});

test('cancelled while the second model streams', async () => {
  models.answer({ small: failsCommand, large: { hang: '```\nexport async' } });
  const before = traces();
  await debugAllowed();
  await expect.poll(() => models.requests.length).toBe(2);
  await cancel(before);
});
