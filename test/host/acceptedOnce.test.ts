import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerQuestion, fillQuestion, waitForNotification } from '../support/editorPage.ts';
import { command, save, select, start, tabs, undo } from '../support/hostActs.ts';
import { newestStory } from '../support/ledgerFile.ts';
import { acceptAnswer, practiceVscode, runOn, wholeAnswer } from '../support/practiceVscode.ts';
import { edit, startScriptedModels, type ScriptedModels } from '../support/scriptedModels.ts';

// What else happens in an editor between a question and its answer: people type on, accept twice, undo and redo.
let models: ScriptedModels;
beforeAll(async () => {
  models = await startScriptedModels();
});
afterAll(() => models.close());

const file = 'const a = 1;\nfunction f() {\n  return 1;\n}\nconst b = 2;\n';
const body = (value: string) => `function f() {\n  return ${value};\n}`;
const withBody = (value: string) => file.replace(body('1'), body(value));
const documented = `/** One. */\n${body('1')}`;

const files = {
  'src/f.ts': file,
  'src/one/index.ts': file,
  'src/one/index.test.ts': "test('one', () => {});\n",
  'src/two/index.ts': file,
  'app/[slug].ts': file,
  'app/s.test.ts': "test('s', () => {});\n",
  'notes.md': '# Notes\n\ntext\n',
};

const window = practiceVscode(async () => ({
  settings: () => ({
    ...models.settings,
    'tierwise.rules': [{ name: 'one model', when: {}, use: 'fast' }],
  }),
  prepare(folder) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  },
}));

/** Asks for a change of the function in src/f.ts. */
async function ask(name: string, small: string, large = small): Promise<void> {
  models.answer({ small: edit(small), large: edit(large) });
  await runOn(window.current, name, 'src/f.ts', [2, 4]);
  await wholeAnswer(window.current.page);
}

/** The text of a file as the editor has it. */
const textOf = (path: string) =>
  window.current.run(async (vscode, path) => {
    const [folder] = vscode.workspace.workspaceFolders!;
    const document = await vscode.workspace.openTextDocument(
      vscode.Uri.joinPath(folder!.uri, path),
    );
    return document.getText();
  }, path);

/** Types above all lines of a file. */
const typeAbove = (path: string, text: string) =>
  window.current.run(
    async (vscode, path, text) => {
      const [folder] = vscode.workspace.workspaceFolders!;
      const change = new vscode.WorkspaceEdit();
      const uri = vscode.Uri.joinPath(folder!.uri, path);
      change.insert(uri, new vscode.Position(0, 0), text);
      await vscode.workspace.applyEdit(change);
    },
    ...([path, text] as const),
  );

const outcomes = () => newestStory(window.current).outcomes.map(({ outcome }) => outcome);

test('an answer is written once, however often it is accepted', async () => {
  const { page, run } = window.current;
  await ask('document', documented);
  await run(async (vscode) => {
    const accept = () => vscode.commands.executeCommand('tierwise.acceptAnswer');
    await Promise.all([accept(), accept()]);
  });
  expect(await textOf('src/f.ts')).toBe(file.replace(body('1'), documented));
  await start(window.current, 'tierwise.showAnswers');
  await fillQuestion(page, 'Answers of This Window');
  await acceptAnswer(window.current);
  await waitForNotification(page, 'This answer is in src/f.ts already');
  expect(await textOf('src/f.ts')).toBe(file.replace(body('1'), documented));
  // Closing its tab takes nothing back.
  await command(window.current, 'tierwise.rejectAnswer');
  expect(outcomes()).toEqual(['accepted']);
});

test('an undo that is redone is no sign against an answer, and an undone file of tests is one', async () => {
  const { page } = window.current;
  await ask('debug', body('2'));
  await acceptAnswer(window.current);
  await undo(window.current);
  await command(window.current, 'redo');
  expect(await textOf('src/f.ts')).toBe(withBody('2'));
  await expect.poll(outcomes).toEqual(['accepted', 'undone', 'accepted']);
  await runOn(window.current, 'writeTests', 'src/f.ts', [2, 4]);
  await wholeAnswer(page);
  await acceptAnswer(window.current);
  await undo(window.current);
  await expect.poll(outcomes).toEqual(['accepted', 'undone']);
});

test('a stronger model is asked about the file as it is now, and its answer can be accepted', async () => {
  const { page } = window.current;
  await ask('debug', body('2'), body('3'));
  await acceptAnswer(window.current);
  await typeAbove('src/f.ts', '// typed\n');
  await select(window.current, 'src/f.ts', [4, 4]);
  await command(window.current, 'tierwise.escalateSelection');
  expect(models.requests.at(-1)?.text).toContain('// typed');
  await wholeAnswer(page);
  await acceptAnswer(window.current);
  expect(await textOf('src/f.ts')).toBe(`// typed\n${withBody('3')}`);
});

test('where the lines are gone, no stronger model is asked', async () => {
  const { page } = window.current;
  await ask('debug', body('2'), body('3'));
  await command(window.current, 'tierwise.rejectAnswer');
  await select(window.current, 'src/f.ts', [2, 4]);
  await command(window.current, 'deleteLeft');
  const asked = models.requests.length;
  await command(window.current, 'tierwise.escalateAnswer');
  await waitForNotification(page, 'so no model was asked');
  expect(models.requests).toHaveLength(asked);
});

test('the lines are those that were selected when the command was given', async () => {
  const { page } = window.current;
  models.answer({ small: edit(body('2')), large: '' });
  await select(window.current, 'src/f.ts', [2, 4]);
  await start(window.current, 'tierwise.implement');
  await page.locator('.quick-input-widget:visible input:focus').waitFor();
  await typeAbove('src/f.ts', '// x\n// y\n// z\n');
  await fillQuestion(page, 'What should this code do?', 'Return 2');
  await acceptAnswer(window.current);
  expect(await textOf('src/f.ts')).toBe(`// x\n// y\n// z\n${withBody('2')}`);
});

test('a file that settings make read-only stays as it is, and so does one that was renamed', async () => {
  const { page, run, changeSettings } = window.current;
  await changeSettings({ 'files.readonlyInclude': { '**/f.ts': true } });
  await ask('debug', body('2'));
  await acceptAnswer(window.current);
  await waitForNotification(page, 'Is it read-only?');
  expect(await textOf('src/f.ts')).toBe(file);
  await changeSettings({ 'files.readonlyInclude': null });
  await run(async (vscode) => {
    const [folder] = vscode.workspace.workspaceFolders!;
    const at = (path: string) => vscode.Uri.joinPath(folder!.uri, path);
    const change = new vscode.WorkspaceEdit();
    change.renameFile(at('src/f.ts'), at('src/g.ts'));
    await vscode.workspace.applyEdit(change);
  });
  await acceptAnswer(window.current);
  await waitForNotification(page, 'src/f.ts cannot be opened any more');
  expect(await textOf('src/g.ts')).toBe(file);
});

test('characters that the encoding of a file does not have are asked about', async () => {
  const { page, onDisk, changeSettings } = window.current;
  await changeSettings({ 'files.encoding': 'iso88591' });
  await ask('debug', body("'→'"));
  await start(window.current, 'tierwise.acceptAnswer');
  expect(await answerQuestion(page, 'Cancel')).toContain('cannot hold →');
  await select(window.current, 'src/f.ts', [1, 1]);
  await save(window.current);
  expect(onDisk('src/f.ts').toString('latin1')).toBe(file);
});

test('a file that opens as a preview has its answer as a diff of its text', async () => {
  await window.current.changeSettings({
    'workbench.editorAssociations': { '*.md': 'vscode.markdown.preview.editor' },
  });
  models.answer({ small: edit('other'), large: '' });
  await runOn(window.current, 'debug', 'notes.md', [3, 3]);
  await acceptAnswer(window.current);
  expect(await textOf('notes.md')).toBe('# Notes\n\nother\n');
});

test.each([
  ['src/two/index.ts', 'test/two/index.test.ts'],
  ['src/one/index.ts', 'src/one/index.test.ts'],
  ['app/[slug].ts', 'test/[slug].test.ts'],
])('tests for %s are in %s', async (source, expected) => {
  models.answer({ small: edit("test('new', () => {});"), large: '' });
  await runOn(window.current, 'writeTests', source, [2, 4]);
  expect(models.requests.at(-1)?.text).toContain(`<file path=\\"${expected}\\"`);
  expect((await tabs(window.current)).at(-1)).toMatch(/^Write Tests /);
});
