import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { command, select, start } from '../../support/hostActs.ts';
import { newestStory } from '../../support/ledgerFile.ts';
import { practiceVscode, runOn, titleButton } from '../../support/practiceVscode.ts';
import { edit, startScriptedModels, type ScriptedModels } from '../../support/scriptedModels.ts';
import { filesOf } from '../../support/traces.ts';

// Cascades where projects are hard: a package of a monorepo, a file without a folder, and a file of 20,000
// declarations. Each ends with an answer, and every gate says its word.
let models: ScriptedModels;
beforeAll(async () => {
  models = await startScriptedModels();
});
afterAll(() => models.close());

const declarations = 20_000;
const longFile = Array.from(
  { length: declarations },
  (_, index) => `export const n${index} = ${index};`,
);

/** A shop whose package takes its types and a hoisted dependency from the root of the repository. */
const monorepo = {
  'package.json': '{ "name": "shop", "private": true, "workspaces": ["packages/*"] }\n',
  'tsconfig.base.json': '{ "compilerOptions": { "strict": true, "module": "nodenext" } }\n',
  'node_modules/money/package.json':
    '{ "name": "money", "version": "1.0.0", "types": "index.d.ts" }\n',
  'node_modules/money/index.d.ts': 'export function cents(euros: number): number;\n',
  'packages/till/package.json': '{ "name": "till", "type": "module" }\n',
  'packages/till/tsconfig.json': '{ "extends": "../../tsconfig.base.json" }\n',
  'packages/till/price.ts':
    "import { cents } from 'money';\n\nexport const price: number = cents(2);\n",
  // Writes where installers and generators write, and takes packages away.
  'packages/till/generate.mjs': [
    "import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';",
    "const packages = new URL('../../node_modules/', import.meta.url);",
    "mkdirSync(new URL('.prisma/client/', packages), { recursive: true });",
    "writeFileSync(new URL('.prisma/client/index.js', packages), 'module.exports = 2;');",
    "appendFileSync(new URL('money/index.d.ts', packages), 'export const patched: true;');",
    "rmSync(new URL('unused/', packages), { recursive: true });",
    '',
  ].join('\n'),
  'node_modules/.prisma/client/index.js': 'module.exports = 1;\n',
  'node_modules/unused/package.json': '{ "name": "unused", "version": "1.0.0" }\n',
  'till.code-workspace': '{ "folders": [{ "path": "packages/till" }, { "path": "." }] }\n',
};

const window = practiceVscode(async () => ({
  window: { workspaceFile: 'till.code-workspace' },
  settings: () => ({
    ...models.settings,
    'tierwise.maxOutputTokens': 400_000,
    'tierwise.models': {
      'scripted/small': { contextTokens: 2_000_000 },
      'scripted/large': { contextTokens: 2_000_000 },
    },
    'tierwise.rules': [
      {
        name: 'try cheap first',
        when: {},
        use: {
          cascade: ['fast', 'reasoning'],
          gates: ['complete', 'format', 'syntax', 'diagnostics'],
        },
      },
    ],
  }),
  prepare(folder) {
    for (const [path, text] of Object.entries(monorepo)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    writeFileSync(join(folder, 'long.ts'), longFile.join('\n'));
    writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder });
    git('init', '--quiet');
    git('add', '--all');
    git('-c', 'user.name=T', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 'start');
  },
}));

/** What the gates said of each attempt of the newest request, and of a gate that could not run, why. */
function said() {
  return newestStory(window.current).attempts.map(({ tier, verdicts }) => [
    tier,
    ...verdicts.map(({ gate, verdict }) => `${gate} ${verdict}`),
  ]);
}

/** The longest time in which the extension host's thread did nothing else while `work` ran, milliseconds. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const { run } = window.current;
  await run(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('perf_hooks');
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    Object.assign(globalThis, { delaysOfTest: delays });
  });
  await work();
  return run(() => {
    const { delaysOfTest } = globalThis as unknown as { delaysOfTest: { max: number } };
    return delaysOfTest.max / 1e6;
  });
}

test('in a package of a monorepo, the types of the root are known', async () => {
  const price = (cents: string) => edit(`export const price: number = ${cents};`);
  models.answer({ small: price("cents('3')"), large: price('cents(3)') });
  await runOn(window.current, 'debug', 'price.ts', [3, 3]);
  expect(said()).toEqual([
    ['fast', 'complete pass', 'format pass', 'syntax pass', 'diagnostics fail'],
    ['reasoning', 'complete pass', 'format pass', 'syntax pass', 'diagnostics pass'],
  ]);
});

test('what a command generates, patches and removes stays in the throwaway copy', async () => {
  const { page, folder, changeSettings } = window.current;
  await changeSettings({
    'tierwise.gateCommands': [{ name: 'generate', argv: [process.execPath, 'generate.mjs'] }],
    'tierwise.rules': [
      {
        name: 'generated',
        when: {},
        use: { cascade: ['fast', 'reasoning'], gates: ['complete', 'command'] },
      },
    ],
  });
  const installed = () => filesOf(join(folder, 'node_modules'));
  const before = installed();
  expect(Object.keys(before).length).toBeGreaterThan(3);
  const right = edit('export const price: number = cents(4);');
  models.answer({ small: right, large: right });
  await select(window.current, 'price.ts', [3, 3]);
  await start(window.current, 'tierwise.debug');
  await page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Allow' }).click();
  await titleButton(page, 'Accept Answer').waitFor();
  expect(said()).toEqual([['fast', 'complete pass', 'command pass']]);
  expect(installed()).toEqual(before);
});

test('an untitled file has its answer, and the gates that need a project say why they did not run', async () => {
  const { run } = window.current;
  await run(async (vscode) => {
    const content = 'export const total = (a: number) => a;\n';
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content });
    const selection = new vscode.Range(0, 0, 0, content.length - 1);
    await vscode.window.showTextDocument(document, { preview: false, selection });
  });
  models.answer({ small: edit('export const total = (a: number) => a * 2;'), large: edit('no') });
  await command(window.current, 'tierwise.debug');
  expect(said()).toEqual([
    ['fast', 'complete pass', 'format pass', 'syntax pass', 'diagnostics couldNotRun'],
  ]);
});

test('a file of 20,000 declarations has its answer, and the editor goes on meanwhile', async () => {
  // How long its language server takes for such a file says nothing of Tierwise.
  await window.current.changeSettings({
    'tierwise.rules': [
      {
        name: 'looks at the text',
        when: {},
        use: { cascade: ['fast', 'reasoning'], gates: ['complete', 'format', 'syntax'] },
      },
    ],
  });
  const changed = longFile.with(7, 'export const n7 = 8;').join('\n');
  models.answer({ small: edit(changed), large: edit(changed) });
  const block = await longestBlock(() =>
    runOn(window.current, 'debug', '../../long.ts', [1, declarations]),
  );
  // VS Code's own extensions run on this thread as well: reading the symbols of such a file takes them longer.
  console.log(`Longest block of the extension host: ${block.toFixed(0)} ms`);
  expect(said()).toEqual([['fast', 'complete pass', 'format pass', 'syntax pass']]);
});
