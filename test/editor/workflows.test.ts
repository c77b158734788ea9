import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { expectAccessible } from '../support/axe.ts';
import { root } from '../../scripts/tools.mjs';
import { leasePathOf } from '../../src/execution/workflow/journal/leasePath.ts';
import { openReadOnly } from '../../src/ledger/database/openReadOnly.ts';
import { takeRunLease, type RunLease } from '../../src/execution/workflow/journal/runLease.ts';
import {
  fillQuestion,
  press,
  screenshot,
  waitForNotification,
  webviewFrame,
} from '../support/editorPage.ts';
import { command, open, save, start } from '../support/hostActs.ts';
import { ledgerFileOf } from '../support/ledgerFile.ts';
import {
  acceptAnswer,
  expectPanelTotal,
  expectStanding,
  frontTab,
  pickRow,
  practiceVscode,
} from '../support/practiceVscode.ts';
import { newestRun, openWorkflowTree, treeRow, unfold } from '../support/workflowTree.ts';

const window = practiceVscode({
  settings: (settings) => ({
    ...settings,
    'tierwise.gateCommands': [{ name: 'tests', argv: [process.execPath, '--test'] }],
  }),
  prepare(folder) {
    git(folder, 'init', '--quiet');
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '-m', 'start');
  },
});

function git(folder: string, ...args: string[]): void {
  const who = ['-c', 'user.name=T', '-c', 'user.email=t@localhost'];
  execFileSync('git', [...who, ...args], { cwd: folder });
}

function change(path: string, from: string, to: string): void {
  const file = join(window.current.folder, path);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(from, to));
}

/** A change that is worth a review, and one that is not. */
function changeSomething(): void {
  change('src/orders.ts', 'if (total != 0) {', 'if (total != 0 && cart.lines.length != 0) {');
  change('README.md', '#', '# The demo:');
}

async function runWorkflow(page: Page, name: string): Promise<void> {
  await start(window.current, 'tierwise.runWorkflow');
  await pickRow(page, name);
}

async function fixFailingTest(page: Page): Promise<void> {
  change('test/money.test.ts', ", { todo: 'a cent is lost: debug splitEvenly' }", '');
  await runWorkflow(page, 'Fix failing test');
  await fillQuestion(page, 'runs the tests?');
  const allow = page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Allow' });
  await allow.waitFor();
  await screenshot(page, 'workflow-approve');
  await allow.click();
  await waitForNotification(page, /Fix failing test: done/);
}

interface TraceLine {
  readonly model: string;
  readonly cost: string;
  readonly took: string;
}

/** The line of a step in a trace's waterfall. */
async function traceLine(frame: Frame, step: string): Promise<TraceLine> {
  const row = frame.locator('tbody tr', { hasText: `✓ ${step}` }).first();
  await row.waitFor();
  const cells = await row.locator('td').allInnerTexts();
  const [cost = '', , took = ''] = cells.map((cell) => cell.trim());
  return { model: await row.locator('.model').innerText(), cost, took };
}

function billedModels(): string[] {
  return window.current.practice.billing().map(({ model }) => model.replace('practice-', ''));
}

interface Row {
  readonly model: string;
  readonly outcome: string | null;
  /** Settled, or else set aside. */
  readonly cost: number;
}

/** The attempts in the ledger's file since it had so many, oldest first. */
function rowsInLedger(skipped = 0): Row[] {
  if (!existsSync(ledgerFileOf(window.current))) return [];
  const database = openReadOnly(ledgerFileOf(window.current));
  try {
    const cost = 'coalesce(cost_nano_usd, worst_case_nano_usd) AS cost';
    const sql = `SELECT model, outcome, ${cost} FROM attempt ORDER BY seq LIMIT -1 OFFSET ?`;
    return database.prepare(sql).all(skipped) as unknown as Row[];
  } finally {
    database.close();
  }
}

const isComplete = ({ status }: { status: string }): boolean => status === 'complete';

/** The ledger says what was billed, and of a call that was broken off no less than it cost. */
function expectLedgerOf(rows: readonly Row[]): void {
  const bills = window.current.practice.billing();
  const complete = rows.filter(({ outcome }) => outcome === 'complete');
  expect(complete.map(({ model, cost }) => [model.split('/')[1], cost])).toEqual(
    bills.filter(isComplete).map(({ model, nanoUsd }) => [model, nanoUsd]),
  );
  const broken = rows.filter(({ outcome }) => outcome !== 'complete');
  const billed = bills.filter((bill) => !isComplete(bill));
  expect([broken.length, billed.length]).toEqual([1, 1]);
  expect(broken[0]!.cost).toBeGreaterThanOrEqual(billed[0]!.nanoUsd);
}

/** The right to go on with the newest run of a workflow, as another window has it. */
async function leaseOf(workflow: string): Promise<RunLease> {
  const storage = join(window.current.userDataFolder, 'User', 'globalStorage');
  const journal = globSync(`**/runs/*/shipped/${workflow}/*.jsonl`, { cwd: storage })
    .toSorted()
    .at(-1);
  const take = () => takeRunLease(leasePathOf(join(storage, journal!)));
  return vi.waitUntil(take, { timeout: 10_000 });
}

test('a failing test is reproduced, located, fixed and verified; the trace says what each step ran on, what it cost and how long it took', async () => {
  const { page, folder, billed } = window.current;
  const fails = () => {
    try {
      execFileSync(process.execPath, ['--test'], { cwd: folder, stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  };
  await openWorkflowTree(window.current);
  await treeRow(page, 'Support triage').first().waitFor();
  await expect.poll(() => treeRow(page, 'Fix failing test').count()).toBe(1);
  await screenshot(page, 'workflow-tree');

  await fixFailingTest(page);
  expect(fails()).toBe(true);
  await frontTab(page, 'Debug money.ts');
  await screenshot(page, 'workflow-fix');
  await expectStanding(page, 'fix');
  expect(billedModels()).toEqual(['small', 'medium', 'large']);
  const { calls, nanoUsd } = await billed();
  await expectPanelTotal(window.current, nanoUsd);

  await page.locator('.tab', { hasText: 'Run: Fix failing test' }).click();
  const frame = await webviewFrame(page, 'Run: Fix failing test');
  const expected = [
    ['suspect', 'fast (practice Small)'],
    ['locate', 'balanced (practice Medium)'],
    ['fix', 'reasoning (practice Large)'],
  ] as const;
  for (const [index, [step, model]] of expected.entries()) {
    const line = await traceLine(frame, step);
    expect(line.model).toContain(model);
    // Shown with two digits.
    const shownNanoUsd = Number(line.cost.replace('practice $', '')) * 1e9;
    expect(shownNanoUsd / calls[index]!.nanoUsd).toBeCloseTo(1, 1);
    expect(line.took).toMatch(/^\d+(\.\d+)? (ms|s)/);
  }
  expect((await traceLine(frame, 'verify')).model).toContain('no model');
  await expectAccessible(frame);
  await openWorkflowTree(window.current);
  const run = await newestRun(page, 'Fix failing test');
  await press(run.locator('.monaco-tl-twistie'));
  await treeRow(page, 'reproduce').first().waitFor();
  await screenshot(page, 'workflow-trace');

  await page.locator('.tab', { hasText: 'Debug money.ts' }).click();
  await acceptAnswer(window.current);
  await save(window.current);
  expect(fails()).toBe(false);

  await start(window.current, 'tierwise.whatIf');
  await pickRow(page, 'Fix failing test');
  const whatIf = await webviewFrame(page, 'What If: Fix failing test');
  const row = whatIf.locator('tbody tr', { hasText: 'every step on reasoning' }).first();
  await row.waitFor();
  await screenshot(page, 'workflow-what-if');
  await expectAccessible(whatIf);
  await expect.poll(() => row.innerText()).toMatch(/1\d\d %/);
});

test('my changes are reviewed where they are risky, and findings stand at their lines; the step moves to another tier in a copy of its definition', async () => {
  const { page, billed, onDisk } = window.current;
  changeSomething();
  await runWorkflow(page, 'Review changes');
  await waitForNotification(page, /Review changes: done/);
  expect(billedModels()).toEqual(['small', 'large', 'small']);
  await expectPanelTotal(window.current, (await billed()).nanoUsd);
  await page.locator('.review-widget').first().waitFor();
  await screenshot(page, 'workflow-review');
  const summary = await webviewFrame(page, 'Review changes');
  await summary.getByText('src/orders.ts').first().waitFor();
  await expectAccessible(summary);

  await start(window.current, 'tierwise.moveStep');
  await pickRow(page, 'Review changes');
  await pickRow(page, 'review');
  await pickRow(page, 'balanced');
  await page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Copy and Move' }).click();
  await page.locator('.tab.active.dirty[data-resource-name="reviewChanges.yaml"]').waitFor();
  await save(window.current);
  await screenshot(page, 'workflow-moved');
  const shipped = readFileSync(join(root, 'workflows', 'reviewChanges.yaml'), 'utf8');
  expect(onDisk('.tierwise/workflows/reviewChanges.yaml').toString()).toBe(
    shipped.replace('model: reasoning', 'model: balanced'),
  );
});

test('a window closed in the middle of a run: resumed when no other window goes on with it, and no finished step is paid twice', async () => {
  const { page, practice, loadAgain } = window.current;
  const before = rowsInLedger().length;
  changeSomething();
  practice.addFaults({ kind: 'slow', msPerChunk: 1 }, { kind: 'hang' });
  await runWorkflow(page, 'Review changes');
  await expect.poll(() => practice.requests().length).toBe(2);
  await loadAgain(() => start(window.current, 'workbench.action.reloadWindow'));
  await practice.idle();
  expect(practice.billing().filter(isComplete)).toHaveLength(1);
  await openWorkflowTree(window.current);
  await unfold(page, 'Review changes');
  await treeRow(page, 'interrupted').first().waitFor();
  const lease = await leaseOf('reviewChanges');
  const elsewhere = treeRow(page, 'in another window').first();
  await elsewhere.hover();
  await screenshot(page, 'workflow-elsewhere');
  expect(await elsewhere.locator('[aria-label^="Resume Run"]').count()).toBe(0);
  lease.release();
  const run = treeRow(page, 'interrupted').first();
  await run.hover();
  await screenshot(page, 'workflow-interrupted');
  await press(run.locator('[aria-label^="Resume Run"]'));
  await waitForNotification(page, /Review changes: done/);
  const paid = practice.billing().filter(isComplete);
  expect(paid.map(({ model }) => model)).toEqual([
    'practice-small',
    'practice-large',
    'practice-small',
  ]);
  expectLedgerOf(rowsInLedger(before));
  await screenshot(page, 'workflow-resumed');
});

test('a wrong definition shows its problem at the line, and the tree says so; a link leads no prompt out of the workspace', async () => {
  const { page, folder, run } = window.current;
  const own = join(folder, '.tierwise', 'workflows');
  mkdirSync(own, { recursive: true });
  const steps = ['steps:', '  first: { model: fats, prompt: Say hello. }', ''];
  writeFileSync(join(own, 'greet.yaml'), ['description: Greets', ...steps].join('\n'));
  await open(window.current, '.tierwise/workflows/greet.yaml');
  await openWorkflowTree(window.current);
  await treeRow(page, '1 problem').first().waitFor();
  const squiggle = page.locator('.editor-instance .squiggly-error').first();
  await squiggle.waitFor();
  await command(window.current, 'workbench.panel.markers.view.focus');
  const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'fats' }).first();
  await problem.waitFor();
  await expect.poll(() => problem.innerText()).toContain('[Ln 3, Col 19]');
  await screenshot(page, 'workflow-problem');

  writeFileSync(join(folder, '..', 'secret.md'), 'A secret');
  symlinkSync(join(folder, '..', 'secret.md'), join(own, 'secret.md'));
  writeFileSync(join(folder, 'inside.md'), 'Say hello.');
  symlinkSync(join(folder, 'inside.md'), join(own, 'inside.md'));
  const spies = ['steps:', '  one: { prompt: inside.md }', '  two: { prompt: secret.md }', ''];
  writeFileSync(join(own, 'spy.yaml'), ['description: Spies', ...spies].join('\n'));
  await open(window.current, '.tierwise/workflows/spy.yaml');
  const problems = () =>
    run((vscode) =>
      vscode.languages
        .getDiagnostics(vscode.window.activeTextEditor!.document.uri)
        .map(
          ({ message, range }) => `${range.start.line + 1}:${range.start.character + 1} ${message}`,
        ),
    );
  await expect.poll(problems).toEqual([expect.stringMatching(/^4:18 .*secret\.md/)]);
});
