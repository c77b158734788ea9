import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { webviewFrame } from '../support/editorPage.ts';
import { command, select } from '../support/hostActs.ts';
import { languageCases } from '../support/languageWorkspace.ts';
import { newestStory, verdictsOf } from '../support/ledgerFile.ts';
import { practiceVscode, runOn } from '../support/practiceVscode.ts';
import { edit, startScriptedModels, type ScriptedModels } from '../support/scriptedModels.ts';
import { copiesIn, problemsOfCopies } from '../support/traces.ts';

// VS Code's own language servers as witnesses, in each language that they judge.
let models: ScriptedModels;
beforeAll(async () => {
  models = await startScriptedModels();
});
afterAll(() => models.close());

const fixPage = `description: Fix what is selected
steps:
  place: { tool: readSelection }
  fix:
    model: { cascade: [fast, reasoning], retry: false }
    gates: [diagnostics]
    taskType: debug
    prompt: 'Fix {{ place.path }}'
    edit: { path: '{{ place.path }}', startLine: 2, endLine: 4 }
`;

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
  prepare(folder) {
    const files = {
      ...Object.fromEntries(languageCases.map(({ file, text }) => [file, text])),
      'notes.md': 'Notes\n',
      'unchecked/jsconfig.json': '{ "compilerOptions": { "checkJs": false } }\n',
      'unchecked/shop.js': 'export const price = 1;\n',
      // What it is based on lies outside of the folder, and so of its copy.
      'till/tsconfig.json': '{ "extends": "../../shared.json" }\n',
      'till/price.ts': 'export const price: number = 1;\n',
      '../.tierwise/workflows/fixPage.yaml': fixPage,
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, 'languages', path)), { recursive: true });
      writeFileSync(join(folder, 'languages', path), text);
    }
  },
}));

/** Runs a task and tells what the gates said of each attempt. Nothing of the copies may stay. */
async function judged(name: string, file: string, lines: readonly [number, number]) {
  await runOn(window.current, name, `languages/${file}`, lines);
  await expect.poll(() => copiesIn(window.current)).toEqual([]);
  await expect.poll(() => problemsOfCopies(window.current)).toEqual([]);
  return verdictsOf(window.current);
}

const climbed = [
  ['fast', 'diagnostics fail'],
  ['reasoning', 'diagnostics pass'],
];

test.each(languageCases)('$file', async ({ file, lines, bad, good, told }) => {
  models.answer({ small: edit(bad), large: edit(good) });
  expect(await judged('debug', file, lines)).toEqual(climbed);
  expect(models.requests).toHaveLength(2);
  expect(models.requests[1]?.text).toMatch(told);
});

// Its server tells texts of one file apart by their version, which is 1 whenever a file is opened.
test('an HTML file is judged anew each time, also where no other page is shown in between', async () => {
  const page = languageCases.find(({ file }) => file === 'shop.html')!;
  models.answer({ small: edit(page.bad), large: edit(page.good) });
  await select(window.current, 'languages/shop.html', page.lines);
  await command(window.current, 'tierwise.runWorkflow', 'repository/fixPage');
  expect(verdictsOf(window.current)).toEqual(climbed);
});

test('a project whose settings are wrong outside of the folder is judged all the same', async () => {
  models.answer({
    small: edit("export const price: number = '2';"),
    large: edit('export const price: number = 2;'),
  });
  expect(await judged('debug', 'till/price.ts', [1, 1])).toEqual(climbed);
});

test('JavaScript whose project has its checks off is judged by its syntax', async () => {
  models.answer({ small: edit('export const price = ;'), large: edit('export const price = 2;') });
  expect(await judged('debug', 'unchecked/shop.js', [1, 1])).toEqual(climbed);
});

test('a file that does not exist yet is judged as well', async () => {
  models.answer({
    small: edit('let one = ;'),
    large: edit("import { add } from './shop.js';\n\nadd(1);"),
  });
  expect(await judged('writeTests', 'shop.js', [2, 4])).toEqual(climbed);
});

test('a language without a server of its own is not judged', async () => {
  models.answer({ small: edit('# Notes'), large: edit('# Notes') });
  expect(await judged('debug', 'notes.md', [1, 1])).toEqual([['fast', 'diagnostics couldNotRun']]);
  expect(newestStory(window.current).request.taskType).toBe('debug');
});

test('where a setting switches the checks off, nobody waits for them', async () => {
  await window.current.changeSettings({ 'css.validate': false });
  models.answer({ small: edit('.shop { color: red; }'), large: edit('.shop { color: red; }') });
  expect(await judged('debug', 'shop.css', [1, 1])).toEqual([['fast', 'diagnostics couldNotRun']]);
  await command(window.current, 'tierwise.showLastDecision');
  const frame = await webviewFrame(window.current.page, 'Tierwise: Last Decision');
  await frame.getByText('css.validate is false').waitFor();
});
