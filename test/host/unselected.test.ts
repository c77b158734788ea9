import { expect, test } from 'vitest';
import { waitForNotification } from '../support/editorPage.ts';
import { command, tabs } from '../support/hostActs.ts';
import { expectStanding, practiceVscode } from '../support/practiceVscode.ts';

// What a task is about when nothing is selected, and that it is said.
const window = practiceVscode({
  settings: (settings) => ({ ...settings, 'tierwise.rules': [{ when: {}, use: 'reasoning' }] }),
});

/** Runs a command with the cursor on a line of src/search.ts, counted from 1, and returns what was asked. */
async function runAt(line: number, name: string): Promise<string> {
  const { run, practice } = window.current;
  await run(async (vscode, line) => {
    const [folder] = vscode.workspace.workspaceFolders!;
    const uri = vscode.Uri.joinPath(folder!.uri, 'src/search.ts');
    const cursor = new vscode.Range(line - 1, 0, line - 1, 0);
    await vscode.window.showTextDocument(uri, { preview: false, selection: cursor });
  }, line);
  await command(window.current, `tierwise.${name}`);
  return JSON.stringify(practice.requests().at(-1)?.body);
}

test('a review outside of every function looks at the whole file, and says so', async () => {
  const { page, onDisk } = window.current;
  const lines = onDisk('src/search.ts').toString().split('\n').length;
  expect(await runAt(1, 'review')).toContain(`<target lines=\\"1-${lines}\\">`);
  await waitForNotification(page, 'nothing was selected, so it is about the whole file');
});

test('in a function it looks at the function, and says so', async () => {
  const { page } = window.current;
  expect(await runAt(12, 'review')).toContain('<target lines=\\"10-15\\">');
  await waitForNotification(page, 'so it is about lines 10 to 15 around the cursor');
});

test('debug outside of every function looks at the whole file, and says so beside the answer', async () => {
  const { page, onDisk } = window.current;
  const lines = onDisk('src/search.ts').toString().split('\n').length;
  expect(await runAt(1, 'debug')).toContain(`<target lines=\\"1-${lines}\\">`);
  await expectStanding(page, 'nothing was selected, so it is about the whole file');
});

test('other tasks keep to the line of the cursor', async () => {
  expect(await runAt(1, 'explain')).toContain('<target lines=\\"1-1\\">');
});

test('the title names the file alone, whatever else VS Code keeps open without a tab', async () => {
  const { run, folder } = window.current;
  await run(async (vscode, folder) => {
    const elsewhere = vscode.Uri.file(`${folder}/../elsewhere/search.ts`);
    await vscode.workspace.fs.writeFile(elsewhere, new TextEncoder().encode('// Another one.'));
    await vscode.workspace.openTextDocument(elsewhere);
  }, folder);
  await runAt(12, 'debug');
  expect((await tabs(window.current)).at(-1)).toMatch(/^Debug search\.ts · /);
});
