import type { Locator, Page } from 'playwright-core';
import { command } from './hostActs.ts';
import type { Vscode } from './vscode.ts';

/** A line of the sidebar's trees. */
export function treeRow(page: Page, text: string): Locator {
  return page.locator('.pane-body .monaco-list-row', { hasText: text });
}

/** Shows the sidebar with the workflows alone: a list draws only the lines that it has room for. */
export async function openWorkflowTree({ page, run }: Pick<Vscode, 'page' | 'run'>): Promise<void> {
  await command({ run }, 'tierwise.workflows.focus');
  const cost = page.locator('.pane-header.expanded', { hasText: 'Cost' });
  if (await cost.isVisible()) await cost.click();
  await treeRow(page, 'Review changes').first().waitFor();
}

/** Runs a workflow by the button on its line. */
export async function runInTree(page: Page, workflow: string): Promise<void> {
  const row = treeRow(page, workflow).first();
  await row.hover();
  await row.locator('[aria-label^="Run Workflow"]').click();
}

/** Unfolds the line of a workflow, and resolves to that of its newest run, which has ended. */
export async function newestRun(page: Page, workflow: string): Promise<Locator> {
  const line = treeRow(page, workflow).first();
  await line.waitFor();
  const isFolded = await line.locator('.monaco-tl-twistie.collapsed').isVisible();
  if (isFolded) await line.click();
  // The lines of a list are drawn in any order, but each says its place.
  const place = Number(await line.getAttribute('data-index'));
  const run = page.locator(`.pane-body .monaco-list-row[data-index="${place + 1}"]`, {
    hasText: '· done',
  });
  await run.first().waitFor();
  return run.first();
}
