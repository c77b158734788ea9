import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible } from '../../support/axe.ts';
import { press, screenshot, webviewFrame } from '../../support/editorPage.ts';
import { command, open, save, start } from '../../support/hostActs.ts';
import {
  costPanel,
  frontTab,
  pickRow,
  practiceVscode,
  runOn,
  startOn,
  wholeAnswer,
} from '../../support/practiceVscode.ts';

const routine = `  - name: routine
    when: { taskType: [docs, debug] }
    use: fast
`;
const races = `  - name: races are hard
    when: { keywords: [race] }
    use: reasoning
`;
const policy = (...rules: string[]) => `version: 1\nrules:\n${rules.join('')}`;
const tests = `version: 1
tests:
  - name: documents are cheap
    given: { taskType: docs, path: src/money.ts }
    expect: { tier: fast }
  - name: a race needs reasoning
    given: { taskType: debug, keywords: race, path: src/inventory.ts }
    expect: { tier: reasoning }
`;
const window = practiceVscode({
  // A replay is of all work in the ledger, so this has one of its own.
  window: {},
  prepare(folder) {
    // The Test Explorer draws only the rows that are in sight, and the evaluations are many.
    rmSync(join(folder, '.tierwise', 'evaluations'), { recursive: true });
    writeFileSync(join(folder, '.tierwise', 'policy.yaml'), policy(routine));
    writeFileSync(join(folder, '.tierwise', 'policy.test.yaml'), tests);
    writeFileSync(
      join(folder, 'strict.yaml'),
      policy(routine.replace('use: fast', 'use: reasoning')),
    );
  },
});

/** Replaces the text of the file in front, as somebody who types. */
function typeOver(path: string, text: string): Promise<void> {
  return window.current.run(
    async (vscode, path, text) => {
      const [folder] = vscode.workspace.workspaceFolders!;
      const uri = vscode.Uri.joinPath(folder!.uri, path);
      const document = await vscode.workspace.openTextDocument(uri);
      const editor = await vscode.window.showTextDocument(document, { preview: false });
      const all = new vscode.Range(0, 0, document.lineCount, 0);
      await editor.edit((edit) => edit.replace(all, text));
    },
    ...([path, text] as const),
  );
}

/** A test in the Test Explorer, in this state. */
function explored(name: string, state: string): Locator {
  return window.current.page.locator(`.test-explorer [aria-label^="${name} (${state}"]`);
}

/** Opens folded rows of the Test Explorer until a test is in sight. */
async function unfoldTo(name: string): Promise<void> {
  const { page } = window.current;
  const test = page.locator(`.test-explorer [aria-label^="${name} ("]`);
  const folded = page.locator('.test-explorer .monaco-tl-twistie.collapsed').first();
  await expect
    .poll(async () => {
      if (await test.isVisible()) return true;
      if (await folded.isVisible()) await press(folded);
      return false;
    })
    .toBe(true);
}

test('tests of the policy are in the Test Explorer: a failing one says what was decided and why, and a better policy makes it pass', async () => {
  const { page, practice } = window.current;
  await command(window.current, 'workbench.view.testing.focus');
  await page.locator('.test-explorer [aria-label*="policy.test.yaml"]').first().waitFor();
  await unfoldTo('documents are cheap');
  await open(window.current, '.tierwise/policy.test.yaml');
  await command(window.current, 'testing.runCurrentFile');
  await explored('documents are cheap', 'Passed').waitFor();
  await explored('a race needs reasoning', 'Failed').waitFor();
  const inline = page.locator('.editor-instance .test-error-content-widget');
  await expect
    .poll(async () => (await inline.allInnerTexts()).join(' ').replaceAll('\u00A0', ' '))
    .toContain('Expected the tier reasoning, but it is fast. Debug goes to fast (practice Small)');
  await screenshot(page, 'policy-tests');

  // From now on, they run whenever the policy is saved.
  await command(window.current, 'testing.startContinuousRun');
  await typeOver('.tierwise/policy.yaml', policy(races, routine));
  await save(window.current);
  await explored('a race needs reasoning', 'Passed').waitFor();
  await screenshot(page, 'policy-tests-passed');
  await command(window.current, 'testing.stopContinuousRun');
  expect(practice.requests()).toEqual([]);
});

test('What Would Happen? tells rule by rule where a selection would go, and asks no model', async () => {
  const { page, practice } = window.current;
  await startOn(window.current, 'whatWouldHappen', 'src/inventory.ts', [7, 19]);
  await pickRow(page, 'Debug');
  const frame = await webviewFrame(page, 'Tierwise: What Would Happen?');
  await frame.getByRole('heading', { name: 'Rules, in their order' }).waitFor();
  const told = await frame.locator('#body').innerText();
  await screenshot(page, 'dry-run');
  await expectAccessible(frame);
  expect(told).toContain('Task: debug on src/inventory.ts, lines 7 to 19');
  expect(told).toMatch(/Debug goes to fast \(practice Small\)/);
  expect(told).toContain('“routine” (repository, fast) is the first that matches');
  expect(told).toContain('What would change it');
  expect(practice.requests()).toEqual([]);
});

/** Closes the page, because the next one takes its place only a moment later. */
async function closeReplay(): Promise<void> {
  await window.current.run(async (vscode) => {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(tabs.filter(({ label }) => label === 'Tierwise: Replay'));
  });
  await window.current.page.locator('.tab', { hasText: 'Tierwise: Replay' }).waitFor({
    state: 'detached',
  });
}

/** The page of a replay under this policy. */
async function replay(choose: () => Promise<void>, name: string): Promise<Frame> {
  const { page } = window.current;
  await closeReplay();
  await start(window.current, 'tierwise.replayPolicy');
  await choose();
  const frame = await webviewFrame(page, 'Tierwise: Replay');
  await frame.locator('#body strong', { hasText: name }).waitFor();
  return frame;
}

async function pickFile(name: string): Promise<void> {
  const { page, folder } = window.current;
  await pickRow(page, 'Another policy file…');
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  // With its first list, the dialog writes its path anew.
  await rows.filter({ hasText: 'policy.test.yaml' }).waitFor();
  await page.locator('.quick-input-widget:visible input').fill(join(folder, name));
  // It takes what its list shows, which follows the path a moment later.
  await rows.filter({ hasText: name }).waitFor();
  await page.keyboard.press('Enter');
}

/** The figures of the row of all work: paid, this policy, always strongest, always cheapest. */
async function allOf(frame: Frame): Promise<number[]> {
  const texts = await frame.locator('tr:has(td:text-is("all")) td').allInnerTexts();
  return texts.slice(2).map((text) => Number(text.replaceAll(/[^\d.]/g, '')));
}

test('the cost panel says how often work was sent too low, and a replay what it would have cost under another policy', async () => {
  const { page, practice, billed } = window.current;
  await runOn(window.current, 'document', 'src/money.ts', [11, 19]);
  await wholeAnswer(page);
  await command(window.current, 'tierwise.rejectAnswer');
  await runOn(window.current, 'debug', 'src/search.ts', [9, 15]);
  await frontTab(page, 'fast');
  await wholeAnswer(page);
  await command(window.current, 'tierwise.escalateAnswer');
  await frontTab(page, 'balanced');
  await wholeAnswer(page);
  const panel = await costPanel(window.current);
  const misroutes = panel.locator('.misroutes');
  await expect.poll(() => misroutes.innerText()).toMatch(/Routed too low: 2 of 2 \(\d+–100 %\)/);
  await misroutes.scrollIntoViewIfNeeded();
  await screenshot(page, 'misroutes');
  await command(window.current, 'workbench.action.closeAllEditors');

  // The dialog for a file begins where the active file is.
  await open(window.current, '.tierwise/policy.yaml');
  const { calls } = await billed();
  const fromFile = await replay(() => pickFile('strict.yaml'), 'strict.yaml');
  const [, strict] = await allOf(fromFile);
  // Not saved.
  await typeOver('.tierwise/policy.yaml', policy(routine.replace('use: fast', 'use: balanced')));
  const inEditor = () => pickRow(page, 'The policy in the editor now');
  const frame = await replay(inEditor, 'the policy in the editor now');
  await screenshot(page, 'replay');
  const [, balanced, strongest, cheapest] = await allOf(frame);
  expect(balanced).toBeGreaterThan(cheapest!);
  expect(balanced).toBeLessThan(strict!);
  expect(strict).toBe(strongest);
  const told = await frame.locator('#body').innerText();
  expect(told).toMatch(/Compared: \d+ of \d+ pieces of work/);
  expect(told).toContain(
    'Simulated: practice models did this work; all its money is practice money.',
  );
  expect(told).toMatch(/A second tier was asked for \d+ of \d+/);
  expect(told).toContain('What nobody can know');

  // A policy with an error is not replayed as if it had none.
  await typeOver('.tierwise/policy.yaml', 'rules: [{ use: fsat }]');
  await start(window.current, 'tierwise.replayPolicy');
  await pickRow(page, 'The policy in the editor now');
  const toast = page.locator('.notification-toast', { hasText: 'an older policy is in force' });
  await toast.waitFor();
  expect(await toast.innerText()).toContain('has an error in line 1');
  expect((await billed()).calls).toEqual(calls);
  expect(practice.requests().length).toBe(calls.length);
});
