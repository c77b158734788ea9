import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { waitForNotification } from '../../support/editorPage.ts';
import { save, start, tabs } from '../../support/hostActs.ts';
import { newestStory, verdictsOf } from '../../support/ledgerFile.ts';
import { acceptAnswer, practiceVscode, runOn, startOn } from '../../support/practiceVscode.ts';

const policy = `rules:
  - name: checked here
    when: {}
    use: { cascade: [reasoning], gates: [complete, format, syntax, diagnostics, command] }
`;

// A folder that is not on this machine's disk, as VS Code opens a repository without a clone.
const window = practiceVscode({
  window: { virtual: true },
  settings: (settings) => ({
    ...settings,
    'tierwise.gateCommands': [{ name: 'tests', argv: [process.execPath, '--test'] }],
  }),
  prepare(folder) {
    writeFileSync(join(folder, '.tierwise', 'policy.yaml'), policy);
    writeFileSync(join(folder, '.env'), 'SHOP_TOKEN=sesame\n');
  },
});

test('an answer goes by the folder’s policy and the gates that look at the text, and is written where the file is', async () => {
  const { onDisk } = window.current;
  await runOn(window.current, 'refactor', 'src/shipping.ts', [12, 41]);
  expect(newestStory(window.current).request.reason).toContain('“checked here”');
  expect(verdictsOf(window.current)).toEqual([
    [
      'reasoning',
      'complete pass',
      'format pass',
      'syntax pass',
      'diagnostics couldNotRun',
      'command couldNotRun',
    ],
  ]);
  expect((await tabs(window.current)).at(-1)).toMatch(/^Refactor shipping\.ts · /);
  const before = onDisk('src/shipping.ts').toString();
  await acceptAnswer(window.current);
  await save(window.current);
  expect(onDisk('src/shipping.ts').toString()).not.toBe(before);
});

test('a workflow that needs git says what to do', async () => {
  const { page } = window.current;
  await start(window.current, 'tierwise.runWorkflow', 'shipped/reviewChanges');
  const toast = await waitForNotification(page, 'not on this machine’s disk');
  expect(await toast.innerText()).toContain('Clone the repository');
});

test('a private file is asked about, and nothing is sent before', async () => {
  const { page, practice } = window.current;
  await startOn(window.current, 'explain', '.env', [1, 1]);
  const dialog = page.locator('.monaco-dialog-box', { hasText: '.env' });
  await dialog.waitFor();
  expect(practice.requests()).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(practice.requests()).toEqual([]);
});
