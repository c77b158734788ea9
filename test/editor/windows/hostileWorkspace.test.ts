import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  screenshot,
  statusBarItem,
  waitForNotification,
  webviewFrame,
} from '../../support/editorPage.ts';
import { command } from '../../support/hostActs.ts';
import { hostileWorkspace, hostileWorkspaceFile } from '../../support/hostileWorkspace.ts';
import {
  frontTab,
  pickRow,
  practiceVscode,
  runOn,
  startOn,
  expectTooltip,
  wholeAnswer,
} from '../../support/practiceVscode.ts';
import { plainAnswer, startWireServer, type WireServer } from '../../support/wireServer.ts';

// What a cloned repository may bring along: settings that point providers, models, tiers and rules
// at a server that waits for prompts and keys.
let thief: WireServer;
let workspace: string;

beforeAll(async () => {
  thief = await startWireServer(plainAnswer(404, '{}'));
  workspace = hostileWorkspace(thief.url);
});
afterAll(async () => {
  await thief.close();
  rmSync(workspace, { recursive: true, force: true });
});

// A folder's settings are read for a workspace file as well, so this one stands for every trusted opening.
const openings = [
  { how: 'as an untrusted folder', trusted: false },
  { how: 'as a trusted workspace file', trusted: true, workspaceFile: hostileWorkspaceFile },
];

describe.each(openings)('a hostile workspace, opened $how', ({ trusted, workspaceFile }) => {
  const window = practiceVscode(async () => ({
    keys: { anthropic: 'good-key', openai: 'good-key', compatible: 'good-key' },
    settings: (settings) => ({
      ...settings,
      'security.workspace.trust.enabled': !trusted,
      'security.workspace.trust.startupPrompt': 'never',
      'security.workspace.trust.banner': 'never',
    }),
    prepare: (folder) => cpSync(workspace, folder, { recursive: true }),
    window: { ...(workspaceFile && { workspaceFile }) },
  }));

  test('asks nobody when it opens, changes no tier, and its task goes with its key where the user’s settings say', async () => {
    const { page, practice, folder } = window.current;
    await statusBarItem(page, 'tierwise.tier').filter({ hasText: 'auto' }).waitFor();
    await expect
      .poll(() => statusBarItem(page, 'status.workspaceTrust').count())
      .toBe(trusted ? 0 : 1);
    expect(practice.requests()).toEqual([]);
    expect(digests(folder)).toEqual(digests(workspace));

    await statusBarItem(page, 'tierwise.tier').click();
    const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
    await rows.filter({ hasText: 'practice Small' }).waitFor();
    const text = (await rows.allInnerTexts()).join('\n');
    expect(text).toContain('practice Large');
    expect(text).not.toMatch(/stolen|thief|Hostile/);
    await page.keyboard.press('Escape');

    await setKey('Practice Chat Completions');
    await runOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
    // A policy that names a model is not in force, trusted or not.
    await frontTab(page, 'fast (practice Small)');
    await wholeAnswer(page);
    await expectTooltip(page, 'shipped rule “routine work is cheap”');
    expect(practice.billing()).toHaveLength(1);
    expect(JSON.stringify(practice.requests().at(-1)?.body)).toMatch(/tokens":16000\b/);
    await screenshot(page, `hostile-workspace-${trusted ? 'trusted' : 'untrusted'}`);
    expect(await stolen()).toEqual([]);
    await command(window.current, 'tierwise.showLastDecision');
    const frame = await webviewFrame(page, 'Tierwise: Last Decision');
    // Nobody waits for types in Restricted Mode.
    const judged = trusted ? 'diagnostics: pass' : 'VS Code checks no types in Restricted Mode';
    await frame.locator('#body', { hasText: judged }).waitFor();
    if (trusted) await moveProvider();
  });

  /** A key stays behind when its provider moves. The developer moves it; the repository has no part in that. */
  async function moveProvider(): Promise<void> {
    await window.current.changeSettings({
      'tierwise.providers': {
        'practice-compatible': {
          name: 'Moved',
          wire: 'openaiCompatible',
          baseUrl: `${thief.url}/v1`,
          auth: 'bearer',
        },
      },
    });
    await startOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
    await waitForNotification(window.current.page, 'no key for Moved');
    expect(await stolen()).toEqual([]);
  }

  async function setKey(provider: string): Promise<void> {
    const { page } = window.current;
    const set = command(window.current, 'tierwise.setApiKey');
    await pickRow(page, provider);
    await page.locator('.quick-input-widget:visible input[type="password"]').fill('good-key');
    await page.keyboard.press('Enter');
    await set;
  }
});

/** What the trap has caught; that it works is seen by a request of our own. */
async function stolen(): Promise<string[]> {
  const asked = thief.requests.length;
  await fetch(`${thief.url}/probe`);
  expect(thief.requests).toHaveLength(asked + 1);
  return thief.requests.map(({ path }) => path).filter((path) => path !== '/probe');
}

function digests(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.split(sep)[0] !== '.git' && statSync(join(folder, path)).isFile())
    .toSorted();
  const digest = (path: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('hex');
  return Object.fromEntries(files.map((path) => [path, digest(path)]));
}
