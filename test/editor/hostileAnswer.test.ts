import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { screenshot, waitForNotification, webviewFrame } from '../support/editorPage.ts';
import { command } from '../support/hostActs.ts';
import { costPanel, practiceVscode, runOn, startOn } from '../support/practiceVscode.ts';
import {
  eventStream,
  plainAnswer,
  startWireServer,
  type WireServer,
} from '../support/wireServer.ts';
import { wires } from '../support/wires.ts';

// Words of a model, of a server and of a file's name that would have VS Code fetch something or run
// a command, were they shown as Markdown or HTML.
const fileName = '[run](command:workbench.action.closeSidebar).ts';
const wire = wires.find(({ name }) => name === 'openaiCompatible')!;
let trap: WireServer;
let model: WireServer;

beforeAll(async () => {
  trap = await startWireServer(plainAnswer(404, '{}'));
  model = await startWireServer((socket, request) => {
    if (request.text.includes('shipping.ts')) {
      return plainAnswer(400, JSON.stringify({ error: { message: hostileWords() } }))(
        socket,
        request,
      );
    }
    const answer = request.text.includes('fenced json block') ? findings() : hostileWords();
    const events = [...wire.opening, wire.text(answer), ...wire.closing('stop', wire.plainUsage)];
    return eventStream(events)(socket, request);
  });
});
afterAll(() => Promise.all([trap.close(), model.close()]));

function hostileWords(): string {
  const leak = (name: string) => `${trap.url}/leak/${name}`;
  return [
    `BEGIN ![image](${leak('image')}) ![reference][1]`,
    `<img src="${leak('img')}" srcset="${leak('srcset')} 2x">`,
    `<link rel="stylesheet" href="${leak('link')}"><style>@import url(${leak('style')});</style>`,
    `<p style="background: url(${leak('css')})">`,
    `<svg><image href="${leak('svg')}"/></svg><iframe src="${leak('iframe')}"></iframe>`,
    `<video poster="${leak('poster')}"></video><script src="${leak('script')}"></script>`,
    '[run](command:workbench.action.closeSidebar) <command:workbench.action.closeSidebar>',
    '[open](vscode://tierwise.tierwise/run) [file](file:///etc/passwd) END',
    '',
    `[1]: ${leak('reference')}`,
  ].join('\n\n');
}

function findings(): string {
  const message = hostileWords();
  return `\`\`\`json\n${JSON.stringify([{ line: 1, severity: 'error', message }])}\n\`\`\``;
}

const window = practiceVscode(async () => ({
  settings: () => ({
    'tierwise.providers': {
      hostile: { wire: 'openaiCompatible', baseUrl: `${model.url}/v1`, auth: 'none' },
    },
    'tierwise.tiers': { fast: ['hostile/model'] },
  }),
  prepare: (folder) => writeFileSync(join(folder, fileName), 'export const one = 1;\n'),
}));

/** What was fetched. A fetch of our own through the same browser comes after all that were begun. */
async function leaked(page: Page): Promise<string[]> {
  const asked = trap.requests.length;
  const probe = await page.context().newPage();
  await probe.goto(`${trap.url}/probe`);
  await probe.close();
  expect(trap.requests.length).toBeGreaterThan(asked);
  return trap.requests.map(({ path }) => path).filter((path) => path.startsWith('/leak'));
}

/** Everything goes to the hostile model. */
beforeEach(() => command(window.current, 'tierwise.pickTier', 'fast'));

const active = 'img, image, link[href*="leak"], iframe, video, script[src*="leak"], [style]';
const runs = 'a[href^="command:"], a[data-href^="command:"], a[href^="vscode:"], a[href^="file:"]';

test('an answer in prose fetches nothing and has no link that runs', async () => {
  const { page } = window.current;
  await runOn(window.current, 'explain', 'src/search.ts', [17, 24]);
  const frame = await webviewFrame(page, 'Explain search.ts');
  await frame.locator('#body[aria-busy="false"]', { hasText: 'END' }).waitFor();
  expect(await frame.locator('#body').locator(active).count()).toBe(0);
  expect(await frame.locator('#body').locator(runs).count()).toBe(0);
  expect(await leaked(page)).toEqual([]);
  await screenshot(page, 'hostile-prose');
});

test('a finding is shown as the words it is', async () => {
  const { page } = window.current;
  await runOn(window.current, 'review', 'src/orders.ts', [23, 46]);
  const comment = page.locator('.review-widget .review-comment', { hasText: 'END' });
  await comment.waitFor();
  await expect
    .poll(() => comment.locator('.review-comment-contents').innerText())
    .toContain('<img src="');
  expect(await comment.locator('img, a[href]').count()).toBe(0);
  expect(await leaked(page)).toEqual([]);
  await screenshot(page, 'hostile-finding');
});

test('a server’s error message is shown as the words it is', async () => {
  const { page } = window.current;
  await startOn(window.current, 'refactor', 'src/shipping.ts', [12, 41]);
  const toast = await waitForNotification(page, 'refused the request');
  await expect.poll(() => toast.innerText()).toContain('BEGIN');
  expect(await toast.locator('.notification-list-item-message').locator('img, a').count()).toBe(0);
  expect(await leaked(page)).toEqual([]);
  await screenshot(page, 'hostile-error');
});

test('a file’s name is shown as the words it is', async () => {
  const { page } = window.current;
  await command(window.current, 'workbench.view.explorer');
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: fileName }).waitFor();
  await startOn(window.current, 'review', fileName, [1, 1]);
  await page.locator('.tab.active', { hasText: fileName }).waitFor();
  const toast = await waitForNotification(page, /closeSidebar.*1 finding/);
  expect(await toast.locator('.notification-list-item-message').locator('a').count()).toBe(0);
  await screenshot(page, 'hostile-name');
  const frame = await costPanel(window.current);
  await frame.locator('.request', { hasText: 'closeSidebar' }).first().waitFor();
  expect(await frame.locator('img, a').count()).toBe(0);
  expect(await leaked(page)).toEqual([]);
});
