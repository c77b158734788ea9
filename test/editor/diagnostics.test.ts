import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand, screenshot, webviewFrame } from '../support/editorPage.ts';
import { languageCases, languageWorkspace } from '../support/languageWorkspace.ts';
import {
  answerStanding,
  frontTab,
  practiceVscode,
  runOn,
  titleButton,
} from '../support/practiceVscode.ts';
import { edit, startScriptedModels, type ScriptedModels } from '../support/scriptedModels.ts';
import { copiesIn, problemsOfCopies } from '../support/traces.ts';

// VS Code's own language servers as witnesses, in each language that they judge.
let models: ScriptedModels;
let workspace: string;

beforeAll(async () => {
  models = await startScriptedModels();
  const texts = languageCases.map(({ file, text }) => [file, text] as const);
  workspace = languageWorkspace({
    ...{ ...Object.fromEntries(texts), 'notes.md': 'Notes\n' },
    // What it is based on lies outside of the folder, and so of its copy.
    'till/tsconfig.json': '{ "extends": "../../shared.json" }\n',
    'till/price.ts': 'export const price: number = 1;\n',
  });
});
afterAll(async () => {
  await models.close();
  rmSync(workspace, { recursive: true, force: true });
});

const window = practiceVscode(async () => ({
  settings: () => ({
    ...models.settings,
    'tierwise.rules': [
      {
        name: 'judged by language servers',
        when: {},
        use: { cascade: ['fast', 'reasoning'], gates: ['diagnostics'] },
      },
    ],
  }),
  vscode: { workspace },
}));

/** Runs a task and returns how its ladder stands at the end. */
async function ladder(command: string, file: string, lines: readonly [number, number]) {
  const { page } = window.current;
  await runOn(page, command, file, lines);
  await frontTab(page, 'fast → reasoning');
  await titleButton(page, 'Accept Answer').waitFor({ timeout: 60_000 });
  return answerStanding(page);
}

async function lastStory(words: string): Promise<string> {
  const { page } = window.current;
  await runCommand(page, 'Tierwise: Show Last Decision');
  const frame = await webviewFrame(page, 'Tierwise: Last Decision');
  await frame.locator('#body', { hasText: words }).waitFor();
  return frame.locator('#body').innerText();
}

test.each(languageCases)('$file', async ({ file, lines, bad, good, told }) => {
  const { page } = window.current;
  models.answer({ small: edit(bad), large: edit(good) });
  const standing = await ladder('Debug', file, lines);
  await screenshot(page, `diagnostics-${file.replace('.', '-')}`);
  expect(standing).toContain('fast failed diagnostics');
  expect(standing).toContain('reasoning passed');
  expect(models.requests).toHaveLength(2);
  expect(models.requests[1]?.text).toMatch(told);
  expect(await page.locator('.tab', { hasText: 'Checking' }).count()).toBe(0);
  await titleButton(page, 'Reject Answer').click();
});

test('a project whose settings are wrong outside of the folder is judged all the same', async () => {
  const { page } = window.current;
  models.answer({
    small: edit("export const price: number = '2';"),
    large: edit('export const price: number = 2;'),
  });
  const standing = await ladder('Debug', 'price.ts', [1, 1]);
  expect(standing).toContain('fast failed diagnostics');
  expect(standing).toContain('reasoning passed');
  await titleButton(page, 'Reject Answer').click();
});

test('a file that does not exist yet is judged as well', async () => {
  const { page } = window.current;
  models.answer({
    small: edit('let one = 1;\nlet one = 2;'),
    large: edit("import { add } from './shop.js';\n\nadd(1);"),
  });
  const standing = await ladder('Write Tests', 'shop.js', [2, 4]);
  expect(standing).toContain('fast failed diagnostics: 2 problems');
  expect(standing).toContain('reasoning passed');
  await titleButton(page, 'Reject Answer').click();
});

test('a language without a server of its own is not judged, and that is said', async () => {
  const { page } = window.current;
  models.answer({ small: edit('# Notes'), large: edit('# Notes') });
  expect(await ladder('Debug', 'notes.md', [1, 1])).toContain('fast unchecked');
  expect(await lastStory('notes.md')).toContain('diagnostics: could not run');
  await screenshot(page, 'diagnostics-unjudged');
});

test('nothing that was said of a copy stays when it is gone', async () => {
  await expect.poll(() => copiesIn(window.current)).toEqual([]);
  await expect.poll(() => problemsOfCopies(window.current.page)).toEqual([]);
  await screenshot(window.current.page, 'diagnostics-problems');
});
