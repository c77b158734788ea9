import {
  appendFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { collectedIn } from '../../src/evaluation/collect/collected.ts';
import { parseEvaluation } from '../../src/evaluation/files/parseEvaluation.ts';
import {
  fillQuestion,
  screenshot,
  statusBarItem,
  waitForNotification,
} from '../support/editorPage.ts';
import { command, open, start } from '../support/hostActs.ts';
import {
  acceptAnswer,
  frontTab,
  oneModelRules,
  pickRow,
  practiceVscode,
  runOn,
} from '../support/practiceVscode.ts';
import { openWorkflowTree, treeRow } from '../support/workflowTree.ts';

// Neither was ever valid.
const planted = `sk-ant-api03-${'Planted7'.repeat(5)}`;
const canary = 'canary-Jx2Vn8Tc5Hq0';
const files = ['src/money.ts', 'src/receipt.ts', 'src/shipping.ts'];

const greet = `
description: Greets the repository
model: fast
inputs:
  name: { type: text, ask: Whom to greet?, default: the-${planted} }
steps:
  draft: { prompt: 'Greet {{ inputs.name }}' }
  polish: { prompt: 'Make this kinder {{ draft }}' }
`;

const window = practiceVscode({
  // How answers are checked has no part in how they are collected.
  settings: (settings) => ({ ...settings, 'tierwise.rules': oneModelRules }),
  prepare(folder) {
    mkdirSync(join(folder, '.tierwise', 'workflows'), { recursive: true });
    writeFileSync(join(folder, '.tierwise', 'workflows', 'greet.yaml'), greet);
    writeFileSync(join(folder, '.env'), `SHOP_API_KEY=${canary}\n`);
    for (const file of files) {
      appendFileSync(join(folder, file), `\nexport const gateway = '${planted}'; // ${canary}\n`);
    }
  },
});

const inFolder = (path: string) => join(window.current.folder, path);
const dialog = (page: Page) => page.locator('.monaco-dialog-box');
const press = (page: Page, label: string) =>
  dialog(page).locator('.monaco-button', { hasText: label }).click();
const item = (page: Page) => statusBarItem(page, 'tierwise.collecting');

/** Picks the newest answer: the first row, as long as nothing is typed. Earlier tests may have asked the same. */
function pickNewest(page: Page, label: string): Promise<void> {
  return fillQuestion(page, label);
}

/** Answers the questions about a new evaluation, and agrees to the file. */
async function makeNew(page: Page, name: string): Promise<void> {
  await pickRow(page, 'New Evaluation');
  await describeNew(page, name);
}

async function describeNew(page: Page, name: string): Promise<void> {
  await fillQuestion(page, 'The name of the new evaluation', name);
  await fillQuestion(page, 'Which share of cases must pass at least?');
  await fillQuestion(page, 'What may a task cost on average');
  await fillQuestion(page, 'In how many seconds');
  await dialog(page).waitFor();
  await expect
    .poll(() => dialog(page).innerText())
    .toContain(`Write .tierwise/evaluations/${name}.yaml?`);
  await screenshot(page, `add-to-evaluation-${name}`);
  expect(existsSync(inFolder(`.tierwise/evaluations/${name}.yaml`))).toBe(false);
  await press(page, `Write ${name}.yaml`);
  await expect.poll(() => existsSync(inFolder(`.tierwise/evaluations/${name}.yaml`))).toBe(true);
  await frontTab(page, `${name}.yaml`);
}

async function evaluation(name: string, steps?: ReadonlyMap<string, readonly string[]>) {
  const text = readFileSync(inFolder(`.tierwise/evaluations/${name}.yaml`), 'utf8');
  expect(text).not.toContain('Planted7');
  expect(text).not.toContain(canary.slice(0, 12));
  const { evaluation: parsed, problems } = await parseEvaluation(text, {
    name,
    tierNames: ['fast', 'balanced', 'reasoning'],
    ...(steps && { steps }),
    readFile: () => Promise.resolve(undefined),
  });
  expect(problems).toEqual([]);
  return parsed!;
}

async function accept(name: string, file: string, lines: readonly [number, number]): Promise<void> {
  await runOn(window.current, name, file, lines);
  await acceptAnswer(window.current);
}

/** What collections hold on this machine. */
function collected() {
  const storage = join(window.current.userDataFolder, 'User', 'globalStorage');
  return globSync('**/collected/*.jsonl', { cwd: storage }).map((file) => {
    const text = readFileSync(join(storage, file), 'utf8');
    return { text, ...collectedIn(text)! };
  });
}

test('an accepted answer becomes a case of a new evaluation, shown and asked about first, without keys', async () => {
  const { page } = window.current;
  await accept('document', 'src/money.ts', [11, 19]);
  await start(window.current, 'tierwise.addToEvaluation');
  await pickNewest(page, 'Document money.ts');
  await makeNew(page, 'docs');
  const { subject, thresholds, fixtures } = await evaluation('docs');
  expect({ subject, thresholds }).toEqual({
    subject: { kind: 'taskType', taskType: 'docs' },
    thresholds: { minPassRate: 0.9 },
  });
  expect(fixtures).toMatchObject([
    {
      id: 'money-1',
      tags: ['accepted'],
      input: { files: [{ path: 'src/money.ts', selection: { startLine: 11, endLine: 19 } }] },
    },
  ]);
  expect(fixtures[0]?.input.files?.[0]?.text).toContain(
    "gateway = '[key]'; // [value from .env hidden]",
  );
  expect(fixtures[0]?.reference).toContain('parseCents');

  await start(window.current, 'tierwise.addToEvaluation');
  await pickNewest(page, 'Document money.ts');
  await pickRow(page, 'docs');
  await waitForNotification(page, 'docs has this case already, as money-1');
  expect((await evaluation('docs')).fixtures).toHaveLength(1);
});

test('what is wrong in an evaluation shows at its line while it is edited', async () => {
  await command(window.current, 'workbench.action.closeAllEditors');
  const text = 'taskType: docs\nthresholds: { minPassRate: 2 }\nfixtures: []\n';
  const path = '.tierwise/evaluations/wrong.yaml';
  await window.current.run(
    async (vscode, path, text) => {
      const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, path);
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    },
    ...([path, text] as const),
  );
  await open(window.current, path);
  const lines = () =>
    window.current.run((vscode, path) => {
      const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, path);
      return vscode.languages
        .getDiagnostics(uri)
        .filter(({ source }) => source === 'Tierwise')
        .map(({ range }) => range.start.line + 1);
    }, path);
  await expect.poll(lines).toEqual([2, 3]);
});

test('a step of a run becomes a case with the values that it was given, without keys', async () => {
  const { page } = window.current;
  await openWorkflowTree(window.current);
  await treeRow(page, 'Greet').first().waitFor();
  await start(window.current, 'tierwise.runWorkflow');
  await pickRow(page, 'Greet');
  await fillQuestion(page, 'Whom to greet?');
  await waitForNotification(page, /Greet: done/);
  const storage = join(window.current.userDataFolder, 'User', 'globalStorage');
  const [journal] = globSync('**/runs/*/repository/greet/*.jsonl', { cwd: storage });
  await start(window.current, 'tierwise.addToEvaluation', join(storage, journal!));
  await pickRow(page, 'polish');
  await pickRow(page, 'Keep it as a good answer');
  await makeNew(page, 'greetings');
  const { subject, fixtures } = await evaluation(
    'greetings',
    new Map([['greet', ['draft', 'polish']]]),
  );
  expect(subject).toEqual({ kind: 'step', workflow: 'greet', step: 'polish' });
  expect(fixtures).toMatchObject([{ id: 'polish-1', tags: ['accepted'] }]);
  expect(Object.keys(fixtures[0]?.input.values ?? {})).toEqual(['draft']);
  expect(fixtures[0]?.reference).toBeTruthy();
});

async function collectNext(page: Page, count: number, button: string): Promise<string> {
  await start(window.current, 'tierwise.collectFixtures');
  await pickRow(page, 'Refactor');
  await fillQuestion(page, 'After how many cases', String(count));
  await dialog(page).waitFor();
  const asked = await dialog(page).innerText();
  await press(page, button);
  await dialog(page).waitFor({ state: 'detached' });
  return asked;
}

test('live work is collected after consent, ends by itself, is reviewed, and can be deleted', async () => {
  const { page } = window.current;
  const asked = await collectNext(page, 2, 'Cancel');
  expect(asked).toMatch(/Collect the next 2 cases of Refactor\?/);
  expect(asked).toContain('nothing of them leaves it');
  await accept('refactor', 'src/shipping.ts', [12, 41]);
  expect(collected()).toEqual([]);
  await command(window.current, 'undo');

  await collectNext(page, 2, 'Collect');
  await item(page).filter({ hasText: '0 of 2' }).waitFor();
  await accept('refactor', 'src/receipt.ts', [12, 27]);
  await item(page).filter({ hasText: '1 of 2' }).waitFor();
  await screenshot(page, 'collecting');
  await command(window.current, 'undo');
  await expect.poll(() => collected()[0]?.samples[0]?.fixture.tags).toEqual(['undone']);
  await accept('refactor', 'src/shipping.ts', [12, 41]);
  await waitForNotification(page, '2 cases are collected');
  await item(page).waitFor({ state: 'detached' });
  const [only, ...others] = collected();
  expect(others).toEqual([]);
  expect(only?.samples.map(({ fixture }) => fixture.tags)).toEqual([['undone'], ['accepted']]);
  expect(only?.text).not.toContain('Planted7');
  expect(only?.text).not.toContain(canary.slice(0, 12));

  await start(window.current, 'tierwise.reviewCollected');
  await page.locator('.quick-input-widget:visible', { hasText: 'src/shipping.ts' }).waitFor();
  await screenshot(page, 'review-collected');
  await fillQuestion(page, 'src/shipping.ts');
  await makeNew(page, 'refactor');
  expect((await evaluation('refactor')).fixtures.map(({ id }) => id)).toEqual([
    'receipt-1',
    'shipping-1',
  ]);
  await expect.poll(collected).toEqual([]);

  await collectNext(page, 2, 'Collect');
  await accept('refactor', 'src/receipt.ts', [12, 27]);
  await item(page).filter({ hasText: '1 of 2' }).waitFor();
  await start(window.current, 'tierwise.deleteCollected');
  await dialog(page).waitFor();
  await expect.poll(() => dialog(page).innerText()).toContain('Delete 1 case');
  await press(page, 'Delete');
  await expect.poll(collected).toEqual([]);
  await item(page).waitFor({ state: 'detached' });
});

const config = `
prompts: [file://prompts/*.txt]
tests: file://cases.csv
`;

test('a promptfoo file is imported with the prompts and tests beside it, and what leads out is not read', async () => {
  const { page } = window.current;
  mkdirSync(inFolder('evals/prompts'), { recursive: true });
  writeFileSync(inFolder('evals/promptfooconfig.yaml'), config);
  writeFileSync(inFolder('evals/prompts/greet.txt'), 'Greet {{ name }}.');
  symlinkSync('/etc/hostname', inFolder('evals/prompts/out.txt'));
  writeFileSync(inFolder('evals/cases.csv'), `name,__expected\nAda,icontains: ada\n${planted},\n`);
  await window.current.run((vscode) => {
    const [folder] = vscode.workspace.workspaceFolders!;
    const file = vscode.Uri.joinPath(folder!.uri, 'evals/promptfooconfig.yaml');
    void vscode.commands.executeCommand('tierwise.importPromptfoo', file);
  });
  await pickRow(page, 'Write 2 cases to a new evaluation');
  await pickRow(page, 'Ask');
  await describeNew(page, 'imported');
  const { fixtures, ownScorers, scorers } = await evaluation('imported');
  expect(fixtures.map(({ input }) => input.instruction)).toEqual([
    'Greet Ada.',
    expect.stringMatching(/^Greet .+\.$/),
  ]);
  expect([...ownScorers.values()]).toMatchObject([[{ kind: 'contains', all: ['ada'] }]]);
  expect(scorers.map(({ kind }) => kind)).toContain('judge');
});
