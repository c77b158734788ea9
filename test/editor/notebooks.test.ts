import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  answerQuestion,
  screenshot,
  waitForNotification,
  webviewFrame,
} from '../support/editorPage.ts';
import { command, start } from '../support/hostActs.ts';
import { acceptAnswer, frontTab, practiceVscode } from '../support/practiceVscode.ts';

const code = `export function total(prices: number[]): number {
  let sum = 0;
  for (const price of prices) sum += price;
  return sum;
}`;

/** A notebook of three cells, as Jupyter writes it. */
const notebook = JSON.stringify({
  cells: [
    { cell_type: 'markdown', metadata: {}, source: '# Prices' },
    cellOf(code),
    cellOf('console.log(total([1, 2]));'),
  ],
  metadata: { language_info: { name: 'typescript' } },
  nbformat: 4,
  nbformat_minor: 5,
});

function cellOf(source: string): object {
  const metadata = { vscode: { languageId: 'typescript' } };
  return { cell_type: 'code', execution_count: null, metadata, outputs: [], source };
}

const window = practiceVscode({
  settings: (settings) => ({
    ...settings,
    'tierwise.privateFiles': ['private/'],
    'tierwise.rules': [
      { name: 'notebooks', when: { path: '*.ipynb', language: 'typescript' }, use: 'fast' },
    ],
  }),
  prepare(folder) {
    mkdirSync(join(folder, 'private'));
    for (const name of ['prices.ipynb', 'private/prices.ipynb']) {
      writeFileSync(join(folder, name), notebook);
    }
  },
});

/** Opens a notebook with the cursor in its cell of code. */
async function openCell(path: string): Promise<void> {
  await window.current.run(async (vscode, path) => {
    const [folder] = vscode.workspace.workspaceFolders!;
    const uri = vscode.Uri.joinPath(folder!.uri, path);
    const opened = await vscode.workspace.openNotebookDocument(uri);
    await vscode.window.showNotebookDocument(opened, {
      selections: [new vscode.NotebookRange(1, 2)],
    });
    await vscode.commands.executeCommand('notebook.cell.edit');
  }, path);
  await expect.poll(activeScheme).toBe('vscode-notebook-cell');
}

function activeScheme(): Promise<string | undefined> {
  return window.current.run((vscode) => vscode.window.activeTextEditor?.document.uri.scheme);
}

/** The texts of the notebook's cells. */
function cells(): Promise<string[]> {
  return window.current.run((vscode) =>
    vscode.workspace.notebookDocuments[0]!.getCells().map(({ document }) => document.getText()),
  );
}

test('the answer for a cell is a diff of that cell, and Accept changes it alone', async () => {
  const { page, practice, folder } = window.current;
  await openCell('prices.ipynb');
  await command(window.current, 'tierwise.document');
  await frontTab(page, 'Document prices.ipynb, cell 2');
  await screenshot(page, 'notebook-answer');
  const asked = JSON.stringify(practice.requests().at(-1)?.body);
  expect(asked).toContain('prices.ipynb');
  expect(asked).toContain('cell 2 of this notebook');
  expect(asked).not.toContain('console.log');

  await acceptAnswer(window.current);
  await expect.poll(async () => (await cells())[1]).toContain('/**');
  const [heading, , call] = await cells();
  expect([heading, call]).toEqual(['# Prices', 'console.log(total([1, 2]));']);
  await window.current.run(async (vscode) => {
    await vscode.workspace.notebookDocuments[0]!.save();
  });
  await screenshot(page, 'notebook-accepted');
  const saved = JSON.parse(readFileSync(join(folder, 'prices.ipynb'), 'utf8'));
  expect(saved.cells).toHaveLength(3);
  expect([saved.cells[1].source].flat().join('')).toContain('/**');
});

test('a rule on paths takes a cell by its notebook', async () => {
  const { page, practice } = window.current;
  await openCell('prices.ipynb');
  await command(window.current, 'tierwise.explain');
  const shown = await webviewFrame(page, 'Explain prices.ipynb');
  await shown.locator('#status', { hasText: 'your rule “notebooks”' }).waitFor();
  expect(practice.billing().at(-1)?.model).toBe('practice-small');
});

test('a private notebook is asked about before a cell of it is sent', async () => {
  const { page, practice } = window.current;
  await openCell('private/prices.ipynb');
  await start(window.current, 'tierwise.explain');
  const question = await answerQuestion(page, 'Cancel');
  expect(question).toMatch(/Send your private file .*private\/prices\.ipynb/);
  expect(practice.requests()).toEqual([]);
});

test('tests for a cell are refused with what to do instead', async () => {
  const { page, practice } = window.current;
  await openCell('prices.ipynb');
  await start(window.current, 'tierwise.writeTests');
  await waitForNotification(page, 'cannot import a notebook’s cell');
  expect(practice.requests()).toEqual([]);
});
