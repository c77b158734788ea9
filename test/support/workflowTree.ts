import type { Locator, Page } from 'playwright-core';

/** A line of the sidebar's trees. */
export function treeRow(page: Page, text: string): Locator {
  return page.locator('.pane-body .monaco-list-row', { hasText: text });
}

/** Shows the sidebar with the workflows. */
export async function openWorkflowTree(page: Page): Promise<void> {
  const icon = page.locator('.activitybar .action-item [aria-label^="Tierwise"]').first();
  const row = treeRow(page, 'Review changes').first();
  const isShown = () =>
    row.waitFor({ timeout: 4000 }).then(
      () => true,
      () => false,
    );
  // A click on the icon of a view that is just coming back after a reload would hide it.
  for (let clicks = 0; clicks < 3 && !(await isShown()); clicks += 1) await icon.click();
}

/** Runs a workflow by the button on its line. */
export async function runInTree(page: Page, workflow: string): Promise<void> {
  const row = treeRow(page, workflow).first();
  await row.hover();
  await row.locator('[aria-label^="Run Workflow"]').click();
}
