import type { Locator, Page } from 'playwright-core';
import { press } from './editorPage.ts';
import { command } from './hostActs.ts';
import type { Vscode } from './vscode.ts';

/** Rows of the sidebar alone: a chat beside it is a list as well, and may hold the same words. */
const rows = '.part.sidebar .monaco-list-row';

/** A row of the sidebar's trees. */
export function treeRow(page: Page, text: string): Locator {
  return page.locator(rows, { hasText: text });
}

/** Shows only the workflows in the sidebar, because a list draws only the rows that fit. */
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
  await press(row.locator('[aria-label^="Run Workflow"]'));
}

/** Expands the row of a workflow, unless VS Code remembers it as expanded; resolves to the row. */
export async function unfold(page: Page, workflow: string): Promise<Locator> {
  const line = treeRow(page, workflow).first();
  await line.waitFor();
  const isUnfolded = (await line.getAttribute('aria-expanded')) === 'true';
  if (!isUnfolded) await press(line);
  await page.locator(`${rows}[aria-expanded="true"]`, { hasText: workflow }).first().waitFor();
  return line;
}

/** Expands the row of a workflow, and resolves to the row of its newest run, once that has ended. */
export async function newestRun(page: Page, workflow: string): Promise<Locator> {
  const line = await unfold(page, workflow);
  // A list draws its rows in any order, but each has its position.
  const place = Number(await line.getAttribute('data-index'));
  const run = page.locator(`${rows}[data-index="${place + 1}"]`, {
    hasText: '· done',
  });
  await run.first().waitFor();
  return run.first();
}
