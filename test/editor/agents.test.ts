import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { press, screenshot, webviewFrame } from '../support/editorPage.ts';
import { expectPanelTotal, pickRow, practiceVscode } from '../support/practiceVscode.ts';
import { newestRun, openWorkflowTree, runInTree, treeRow } from '../support/workflowTree.ts';

const large = 'practice-anthropic/practice-large';
const gone = 'practice-anthropic/practice-gone';

/** The models of the practice server, and one more that it does not have. */
const window = practiceVscode({
  settings: (settings) => {
    const models = settings['tierwise.models'] as Record<string, object>;
    const missing = { ...models[large], name: 'Gone' };
    return { ...settings, 'tierwise.models': { ...models, [gone]: missing } };
  },
});

async function survey(page: Page, workflow: string): Promise<Frame> {
  await openWorkflowTree(window.current);
  await runInTree(page, workflow);
  await pickRow(page, 'src/orders.ts');
  const done = page.locator('.notification-toast', { hasText: `${workflow}: done` });
  // Dozens of turns come before this, which take long on a busy machine.
  await done.first().waitFor({ timeout: 180_000 });
  await page.locator('.tab', { hasText: `Run: ${workflow}` }).click();
  return webviewFrame(page, `Run: ${workflow}`);
}

/** Each line of the trace's waterfall: step, model, cost. */
async function traceLines(frame: Frame): Promise<Record<string, { model: string; cost: string }>> {
  const rows = frame.locator('tbody tr');
  await rows.filter({ hasText: 'reviewer' }).first().waitFor();
  const cells = await Promise.all(
    (await rows.all()).map((row) => row.locator('.name, .model, td').allInnerTexts()),
  );
  return Object.fromEntries(
    cells.map(([step = '', model = '', cost = '']) => [
      step.replace(/:.*$/, '').replaceAll(/\s+/g, ' ').trim(),
      { model: model.trim(), cost: cost.trim() },
    ]),
  );
}

async function expectBilled(page: Page, frame: Frame): Promise<void> {
  const { nanoUsd } = await window.current.billed();
  expect(nanoUsd).toBeGreaterThan(0);
  await screenshot(page, 'agents-trace');
  await expectPanelTotal(window.current, nanoUsd);
  expect(await frame.locator('body').innerText()).not.toContain('unknown cost');
}

test('a coordinator and its agents from the tree: each on its model, with its cost in the trace', async () => {
  const { page } = window.current;
  const frame = await survey(page, 'Survey file');
  const cost = expect.stringMatching(/^practice \$0\.\d+$/);
  await expect
    .poll(() => traceLines(frame))
    .toEqual({
      '✓ survey': { model: 'balanced (practice Medium)', cost },
      '✓ reader': { model: 'fast (practice Small)', cost },
      '✓ finder': { model: 'balanced (practice Medium)', cost },
      '✓ reviewer': { model: 'reasoning (practice Large)', cost },
    });
  await expectBilled(page, frame);
  await openWorkflowTree(window.current);
  const run = await newestRun(page, 'Survey file');
  await press(run.locator('.monaco-tl-twistie'));
  await treeRow(page, 'reviewer: Look at src/orders.ts').first().waitFor();
  await screenshot(page, 'agents-tree');
});

test('a runaway, a model that is gone and a stand-in: said, and paid as billed', async () => {
  const { page, folder, practice } = window.current;
  const workflows = join(folder, '.tierwise', 'workflows');
  const text = readFileSync(join(workflows, 'surveyFile.yaml'), 'utf8');
  // A word that no file holds as it is written, this definition included.
  const rushed = text
    .replace("'Look at {{ inputs.file }}.'", '"Look at {{ inputs.file }} for `owl{{ 10 }}light`."')
    .replace('model: fast', 'model: gone')
    .replace('budgetShare: 0.2', 'maxTurns: 100\n    budgetShare: 0.03');
  writeFileSync(join(workflows, 'rushedSurvey.yaml'), rushed);
  await window.current.changeSettings({
    'tierwise.tiers': {
      fast: ['practice-compatible/practice-small'],
      gone: [gone],
      reasoning: [gone, large],
      balanced: ['practice-openai/practice-medium'],
    },
  });
  const frame = await survey(page, 'Rushed survey');
  const body = () => frame.locator('body').innerText();
  await expect
    .poll(body)
    .toContain('The budget of the agent “finder” ($0.015) in practice money does not allow');
  await expect.poll(body).toContain('practice-gone');
  await expect.poll(body).toMatch(/reviewer\/3” is set to run on reasoning, but ran on/);
  await expect
    .poll(async () => Object.keys(await traceLines(frame)))
    .toEqual(expect.arrayContaining(['✓ survey', '✗ reader', '✗ finder', '✓ reviewer']));
  expect(practice.billing().length).toBeGreaterThan(6);
  await expectBilled(page, frame);
});
