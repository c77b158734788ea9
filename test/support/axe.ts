import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong with a view of the sidebar: rules, each with the markup that breaks it. */
export async function axeViolations(page: Page, panel: Frame): Promise<string[][]> {
  // The page is transparent, and axe cannot see the background behind it.
  const behind = await page
    .locator('.part.sidebar')
    .evaluate((node) => node.ownerDocument.defaultView!.getComputedStyle(node).backgroundColor);
  await panel.evaluate(
    `document.documentElement.style.backgroundColor = ${JSON.stringify(behind)}`,
  );
  await panel.evaluate(axe);
  // The script is a string, because the browser's types are not available here.
  const found = (await panel.evaluate('axe.run()')) as {
    violations: { id: string; nodes: { html: string }[] }[];
  };
  return found.violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
}
