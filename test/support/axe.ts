import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame } from 'playwright-core';
import { expect } from 'vitest';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Expects that axe-core finds nothing wrong with a webview, and that at 200 % zoom nobody has to scroll sideways. */
export async function expectAccessible(
  view: Frame,
  place: 'editor' | 'sideBar' = 'editor',
): Promise<void> {
  // The scripts are strings, because the browser's types are not available here. The page is transparent, and axe
  // cannot see the background behind it.
  const background = `document.documentElement.style.backgroundColor`;
  await view.evaluate(`${background} = 'var(--vscode-${place}-background)'`);
  await view.evaluate(axe);
  const { violations } = (await view.evaluate('axe.run()')) as {
    violations: { id: string; nodes: { html: string }[] }[];
  };
  expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);

  const tooWide = `(() => {
    document.body.style.zoom = '2';
    const { scrollWidth, clientWidth } = document.scrollingElement;
    document.body.style.zoom = '';
    return scrollWidth - clientWidth;
  })()`;
  expect(await view.evaluate(tooWide)).toBeLessThanOrEqual(0);
}
