import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { command, save, select } from '../../support/hostActs.ts';
import { newestStory } from '../../support/ledgerFile.ts';
import { acceptAnswer, practiceVscode } from '../../support/practiceVscode.ts';
import { edit, startScriptedModels, type ScriptedModels } from '../../support/scriptedModels.ts';

// A workspace of two folders with a file of the same path in each. A path that a tool, a step or a gate uses means
// one of them, so a change for one never reads or writes the other.
let models: ScriptedModels;
beforeAll(async () => {
  models = await startScriptedModels();
});
afterAll(() => models.close());

const workflow = `description: Fix what is selected
steps:
  place: { tool: readSelection }
  found: { tool: search, with: { text: 'port' } }
  inWeb: { tool: search, with: { text: 'port', include: 'web/**/*.ts' } }
  file: { tool: readFile, with: { path: '{{ place.path }}' } }
  changes: { tool: gitDiff }
  fix:
    model: { cascade: [fast], retry: false }
    gates: [complete, format, syntax, diagnostics]
    taskType: debug
    prompt: |
      selected {{ place.path }}
      found {{ found.matches | map: 'path' | join: ' ' }}
      in web {{ inWeb.matches | map: 'path' | join: ' ' }}
      changed {{ changes.files | join: ' ' }}
      reads {{ file.text }}
    edit: { path: '{{ place.path }}', startLine: 1, endLine: 1 }
  change:
    tool: editFile
    with:
      path: '{{ fix.path }}'
      text: '{{ fix.text }}'
      startLine: '{{ fix.startLine }}'
      endLine: '{{ fix.endLine }}'
`;

const apiText = 'export const port: number = 1;\n';
const webText = 'export const port: number = 2;\n';
const files = {
  'api/src/index.ts': apiText,
  'web/src/index.ts': webText,
  'api/.tierwise/workflows/fixSelected.yaml': workflow,
  'shop.code-workspace': '{ "folders": [{ "path": "api" }, { "path": "web" }] }\n',
};

const window = practiceVscode(async () => ({
  window: { workspaceFile: 'shop.code-workspace' },
  settings: () => ({
    ...models.settings,
    'tierwise.rules': [
      {
        name: 'checked',
        when: { path: 'src/**' },
        use: { cascade: ['fast'], gates: ['complete', 'format', 'syntax', 'diagnostics'] },
      },
    ],
  }),
  prepare(folder) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder });
    git('init', '--quiet');
    git('add', '--all');
    git('-c', 'user.name=T', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 'start');
    writeFileSync(join(folder, 'web/src/index.ts'), webText.replace('2', '3'));
  },
}));

const onDisk = (path: string) => readFileSync(join(window.current.folder, path), 'utf8');
const prompts = () => models.requests.map(({ text }) => text).join('\n');

/** What the gates said of the newest request. */
const verdicts = () =>
  newestStory(window.current).attempts.flatMap(({ verdicts: said }) =>
    said.map(({ gate, verdict }) => `${gate} ${verdict}`),
  );

test('a workflow reads, checks, proposes and writes the file of the folder that it was started in', async () => {
  const answer = edit('export const port: number = 8080;');
  models.answer({ small: answer, large: answer });
  await select(window.current, '../web/src/index.ts', [1, 1]);
  await command(window.current, 'tierwise.runWorkflow', 'repository/fixSelected');
  const said = prompts();
  expect(said).toContain('selected web/src/index.ts');
  // The search finds the definition of the workflow as well, which holds the word.
  expect(said).toContain('fixSelected.yaml api/src/index.ts web/src/index.ts');
  expect(said).toContain('in web web/src/index.ts');
  expect(said).toContain('changed web/src/index.ts');
  expect(said).toContain('reads export const port: number = 3;');
  expect(verdicts()).toEqual(['complete pass', 'format pass', 'syntax pass', 'diagnostics pass']);
  await acceptAnswer(window.current);
  await select(window.current, '../web/src/index.ts', [1, 1]);
  await save(window.current);
  expect(onDisk('web/src/index.ts')).toBe('export const port: number = 8080;\n');
  expect(onDisk('api/src/index.ts')).toBe(apiText);
});

test('a task on the selection names its folder, and rules name paths inside it', async () => {
  const gates = ['complete', 'format', 'syntax'];
  await window.current.changeSettings({
    'tierwise.rules': [
      { name: 'checked', when: { path: 'src/**' }, use: { cascade: ['fast'], gates } },
    ],
  });
  const answer = edit('export const port: number = 9;');
  models.answer({ small: answer, large: answer });
  await select(window.current, '../web/src/index.ts', [1, 1]);
  await command(window.current, 'tierwise.debug');
  expect(prompts()).toContain('web/src/index.ts');
  expect(newestStory(window.current).attempts.map(({ tier }) => tier)).toEqual(['fast']);
  expect(verdicts()).toEqual(['complete pass', 'format pass', 'syntax pass']);
});

test('what a rule keeps on this machine is kept in each folder, and the question for another tier is refused', async () => {
  const { changeSettings, run } = window.current;
  await changeSettings({
    'tierwise.rules': [{ name: 'own', when: { path: 'src/**' }, local: true }],
    'tierwise.providers': {
      scripted: {
        wire: 'openaiCompatible',
        // An address on this machine that counts as a gateway to others.
        ...(models.settings['tierwise.providers'] as { scripted: object }).scripted,
        local: false,
      },
    },
  });
  models.answer({ small: 'never', large: 'never' });
  await select(window.current, '../web/src/index.ts', [1, 1]);
  await run((vscode) => {
    // The message waits for a click.
    void vscode.commands.executeCommand('tierwise.debug');
  });
  const message = window.current.page.locator('.notification-toast', {
    hasText: 'stays on this machine: rule “own” for web/src/index.ts',
  });
  await message.waitFor();
  expect(await message.innerText()).toContain('Change the Rule');
  expect(models.requests).toEqual([]);
});
