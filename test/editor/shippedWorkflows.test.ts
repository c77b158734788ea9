import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible } from '../support/axe.ts';
import { makeHistory } from '../../scripts/demoHistory.mjs';
import { fillQuestion, press, screenshot, webviewFrame } from '../support/editorPage.ts';
import { start } from '../support/hostActs.ts';
import { expectPanelTotal, pickRow, practiceVscode } from '../support/practiceVscode.ts';
import { newestRun, openWorkflowTree, treeRow } from '../support/workflowTree.ts';

const window = practiceVscode({ prepare: makeHistory });

type Given = readonly [question: string, answer: string, isText?: 'text'];

async function give(page: Page, [question, answer, isText]: Given): Promise<void> {
  if (!isText) {
    await page.locator(`.quick-input-widget:visible input[placeholder*="${question}"]`).waitFor();
    return pickRow(page, answer);
  }
  await fillQuestion(page, question, answer);
}

async function runToEnd(page: Page, workflow: string, given: readonly Given[]): Promise<void> {
  await start(window.current, 'tierwise.runWorkflow');
  await pickRow(page, workflow);
  for (const each of given) await give(page, each);
  const done = page.locator('.notification-toast', { hasText: `${workflow}: done` });
  await done.first().waitFor();
}

const pages: [workflow: string, given: readonly Given[], says: RegExp][] = [
  ['Commit message', [], /Add orders\.ts/],
  ['Explain module', [['Which file?', 'src/cart.ts']], /Where it is used[\s\S]*CartLine: in \d+/],
  [
    'Release notes',
    [
      ['Since which tag', 'lastTag', 'text'],
      ['Who reads them?', 'users'],
    ],
    /Added[\s\S]*Add shipping costs\.[\s\S]*Fixed[\s\S]*Fix the count of reserved books\./,
  ],
];

test('a commit message, an explained module and release notes run to their ends without a key, and their pages say', async () => {
  const { page } = window.current;
  for (const [name, given, says] of pages) {
    await runToEnd(page, name, given);
    const frame = await webviewFrame(page, name);
    await frame.getByText('practice model').first().waitFor();
    await expect.poll(() => frame.locator('#body').innerText()).toMatch(says);
    await screenshot(page, `workflow-${name.toLowerCase().replace(' ', '-')}`);
  }
});

test('Scaffold endpoints runs to its end without a key, and proposes three files', async () => {
  const { page } = window.current;
  await runToEnd(page, 'Scaffold endpoints', [
    ['Which resource', 'novel', 'text'],
    ['Which fields', 'title: text of 1 to 80 letters; pages: whole number from 1', 'text'],
    ['shows the style', 'src/cart.ts'],
    ['Into which folder?', 'src', 'text'],
  ]);
  const toast = page.locator('.notification-toast', { hasText: '3 changes to accept' });
  await toast.first().waitFor();
  await screenshot(page, 'workflow-scaffold');
  const models = window.current.practice.billing().slice(-4);
  expect(models.map(({ model }) => model.replace('practice-', ''))).toEqual([
    'small',
    'small',
    'large',
    'small',
  ]);
});

/** Every journal's bytes. */
function journals(): string[] {
  const storage = join(window.current.userDataFolder, 'User', 'globalStorage');
  const files = globSync('**/runs/**/*.jsonl', { cwd: storage }).toSorted();
  return files.map((file) =>
    createHash('sha256')
      .update(readFileSync(join(storage, file)))
      .digest('hex'),
  );
}

test('Support triage runs to its end, and its step is compared on every tier, after asking', async () => {
  const { page, practice } = window.current;
  const letter = 'My order is B-1001. It has not arrived. Regards, Ada Moor';
  await runToEnd(page, 'Support triage', [['the customer write?', letter, 'text']]);
  const before = { journals: journals(), calls: practice.billing().length };
  await openWorkflowTree(window.current);
  const run = await newestRun(page, 'Support triage');
  await press(run.locator('.monaco-tl-twistie'));
  const step = treeRow(page, 'triagebalanced').first();
  await step.hover();
  await press(step.locator('[aria-label^="Compare Tiers"]'));
  const dialog = page.locator('.monaco-dialog-box', {
    hasText: 'again on each tier, for about practice $',
  });
  await dialog.waitFor();
  await expect
    .poll(() => dialog.innerText())
    .toMatch(/reasoning \(practice Large\): about practice \$0\.\d+/);
  await screenshot(page, 'compare-asks');
  expect(practice.billing()).toHaveLength(before.calls);
  await dialog.locator('.monaco-button', { hasText: 'Compare' }).click();
  const frame = await webviewFrame(page, 'Compare: Support triage');
  await frame.getByText('3 of 3 tiers asked').waitFor();
  await expectAccessible(frame);
  const cells = async (row: string): Promise<string[]> => {
    const line = frame.locator('tbody tr', { hasText: row }).first();
    return (await line.locator('td').allInnerTexts()).slice(1);
  };
  expect(await cells('Model')).toEqual([
    'fast (practice Small)',
    'balanced (practice Medium)',
    'reasoning (practice Large)',
  ]);
  const [fast, ...better] = await cells('Answer');
  expect(fast).toContain('"complexity":"simple"');
  for (const each of better) expect(each).toContain('"complexity":"complex"');
  for (const each of await cells('Cost')) expect(each).toMatch(/^practice \$0\.\d+$/);
  for (const each of await cells('Tokens')) expect(each).toMatch(/^\d+ in, \d+ out$/);
  await screenshot(page, 'compare-tiers');
  expect(practice.billing()).toHaveLength(before.calls + 3);
  expect(journals()).toEqual(before.journals);
  await expectPanelTotal(window.current, (await window.current.billed()).nanoUsd);
});

test('the policy puts a step on another tier; the definition stays, and the trace says so', async () => {
  const { page, folder, practice } = window.current;
  const policy = 'workflows:\n  supportTriage:\n    steps: { answer: fast, triage: fast }\n';
  writeFileSync(join(folder, '.tierwise', 'policy.yaml'), policy);
  const before = practice.billing().length;
  await runToEnd(page, 'Support triage', [['the customer write?', 'Where is B-1002?', 'text']]);
  const models = practice.billing().slice(before);
  expect(models.map(({ model }) => model)).toEqual(Array(5).fill('practice-small'));
  await page.locator('.tab', { hasText: 'Run: Support triage' }).last().click();
  const note = 'The policy puts the step “answer” on fast, the step “triage” on fast.';
  await expect
    .poll(async () => {
      const pages = page.frames().map((frame) => frame.getByText(note).count());
      return Math.max(...(await Promise.all(pages)));
    })
    .toBe(1);
  await screenshot(page, 'workflow-policy');
});
