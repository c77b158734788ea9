import type { Page } from 'playwright-core';
import { statusBarItem, webviewFrame } from '../../test/support/editorPage.ts';
import { select } from '../../test/support/hostActs.ts';
import { titleButton, type PracticeVscode } from '../../test/support/practiceVscode.ts';
import type { Film } from './film.ts';

/** What the story needs beside practice models: a rule and a command, as the guide's page on gates has them. */
export const storySettings = {
  'tierwise.rules': [
    {
      name: 'cheap first',
      when: { taskType: ['debug', 'refactor'] },
      use: { cascade: ['fast', 'balanced', 'reasoning'] },
    },
  ],
  'tierwise.gateCommands': [{ name: 'tests', argv: [process.execPath, '--test'] }],
  // There is room for one column.
  'diffEditor.renderSideBySide': false,
  'breadcrumbs.enabled': false,
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  // VS Code in the browser tells of ports that others on the machine listen on.
  'remote.autoForwardPorts': false,
};

/** What only VS Code in the browser has, and the tests' own extension. */
const notOnDesktop = `[id="status.forwardedPorts"], [id="status.workbench.keyboardLayout"],
  .statusbar-item[id*="companion"] { display: none !important; }`;

/** A cent is lost. The fast model's fix fails a test, the balanced one's passes and is accepted. */
export async function play(vscode: PracticeVscode, film: Film): Promise<void> {
  const { page } = vscode;
  await setUp(page);
  await select(vscode, 'src/money.ts', [21, 28]);
  await film.show(page.locator('.view-line', { hasText: 'splitEvenly' }), 1500);
  await debug(page, film);
  // The command is asked about once, and this question is left out.
  await Promise.all([allowCommand(page), failAndFix(page, film)]);
  await accept(page, film);
  await seeCost(page, film);
  film.endFirst();
}

async function setUp(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1000, height: 640 });
  await page.addStyleTag({ content: notOnDesktop });
  await statusBarItem(page, 'tierwise.tier').filter({ hasText: 'auto' }).waitFor();
  // The cost has the sidebar for itself, which is closed until then.
  await sidebarIcon(page).click();
  await page.locator('.pane-header.expanded', { hasText: 'Workflows' }).click();
  await (await webviewFrame(page, 'Cost')).locator('.glance').waitFor();
  await sidebarIcon(page).click();
  await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
}

async function debug(page: Page, film: Film): Promise<void> {
  const line = page.locator('.view-line', { hasText: 'RangeError' });
  await line.click({ button: 'right', position: { x: 200, y: 10 } });
  const menu = page.locator('.monaco-menu-container .action-item');
  await menu.filter({ hasText: 'Tierwise' }).first().hover();
  const chosen = menu.filter({ hasText: /^Debug/ });
  await chosen.hover();
  await film.show(chosen, 1000);
  await chosen.click();
}

async function allowCommand(page: Page): Promise<void> {
  await page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Allow' }).click();
}

async function failAndFix(page: Page, film: Film): Promise<void> {
  const answer = page
    .locator('.monaco-workbench:not(:has(.monaco-dialog-box)) .editor-group-container')
    .filter({ has: page.locator('.tab.active', { hasText: 'Debug money.ts' }) })
    .locator('.view-line', { hasText: 'parseCents' });
  await standing(page, 'cheap first');
  await film.follow(answer, standing(page, 'fast being checked'), 3);
  await film.show(answer, 1600);
  await standing(page, 'fast failed');
  // The answer that failed is gone, and a moment later its colours are.
  await page.locator('.editor-group-container .line-insert').first().waitFor({ state: 'detached' });
  await film.show(answer, 2000);
  await film.follow(answer, standing(page, 'balanced being checked'), 4);
  await film.show(answer, 900);
  await standing(page, 'balanced passed');
}

async function accept(page: Page, film: Film): Promise<void> {
  const button = titleButton(page, 'Accept Answer');
  await button.waitFor();
  await page.locator('.notification-toast').waitFor({ state: 'detached' });
  await film.show(button, 2600);
  await button.hover();
  await film.show(page.locator('.monaco-hover:visible', { hasText: 'Accept Answer' }), 1000);
  await button.click();
  await page.locator('.tab.active.dirty[data-resource-name="money.ts"]').waitFor();
  await page.keyboard.press('End');
  const position = statusBarItem(page, 'status.editor.selection');
  await film.show(position.filter({ hasNotText: 'selected' }), 1200);
}

async function seeCost(page: Page, film: Film): Promise<void> {
  await sidebarIcon(page).click();
  await (await webviewFrame(page, 'Cost')).getByText(/^Saved/).waitFor();
  await film.show(page.locator('.part.sidebar'), 3000);
}

const sidebarIcon = (page: Page) =>
  page.locator('.activitybar .action-item [aria-label^="Tierwise"]').first();

/** Resolves once the words beside the code of the answer say this. */
async function standing(page: Page, words: string): Promise<void> {
  await page.waitForFunction(
    `[...document.querySelectorAll('[class*="TextEditorDecorationType"]')].some((node) =>
      getComputedStyle(node, '::after').content.includes(${JSON.stringify(words)}))`,
  );
}
