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
