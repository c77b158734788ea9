import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command, save, select, tabs, type, undo } from '../support/hostActs.ts';
import { acceptAnswer, practiceVscode, runOn } from '../support/practiceVscode.ts';

// What is written when an answer is accepted, byte for byte.
const bom = '\uFEFF';
const files = [
  {
    kind: 'CRLF',
    path: 'src/shipping.ts',
    eol: '\r\n',
    mark: '',
    name: 'refactor',
    lines: [12, 41],
  },
  {
    kind: 'CRLF and a BOM',
    path: 'src/inventory.ts',
    eol: '\r\n',
    mark: bom,
    name: 'debug',
    lines: [7, 19],
  },
  {
    kind: 'LF and a BOM',
    path: 'src/book.ts',
    eol: '\n',
    mark: bom,
    name: 'generateBoilerplate',
    lines: [3, 11],
  },
  {
    kind: 'CRLF, replaced as a whole',
    path: 'test/money.test.ts',
    eol: '\r\n',
    mark: '',
    name: 'writeTests',
    lines: [11, 19],
  },
] as const;

const window = practiceVscode({
  // How answers are checked has no part in how they are written.
  settings: (settings) => ({ ...settings, 'tierwise.rules': [{ when: {}, use: 'reasoning' }] }),
  prepare(folder) {
    writeFileSync(join(folder, 'test', 'money.test.ts'), "import { test } from 'node:test';\n");
    for (const { path, eol, mark } of files) {
      const file = join(folder, path);
      writeFileSync(file, mark + readFileSync(file, 'utf8').replaceAll('\n', eol));
    }
  },
});

test.each(files)(
  '$path: $kind: rejecting leaves all bytes, accepting keeps line ends and the mark, one undo brings all bytes back',
  async ({ path, eol, mark, name, lines }) => {
    const { onDisk } = window.current;
    const original = onDisk(path);
    const asked = () =>
      runOn(window.current, name, name === 'writeTests' ? 'src/money.ts' : path, lines);
    await asked();
    await command(window.current, 'tierwise.rejectAnswer');
    await select(window.current, path, [1, 1]);
    expect((await tabs(window.current)).filter((tab) => tab.includes('dirty'))).toEqual([]);
    await save(window.current);
    expect(onDisk(path)).toEqual(original);

    await asked();
    await acceptAnswer(window.current);
    await save(window.current);
    const text = onDisk(path).toString('utf8');
    expect(text).not.toBe(original.toString('utf8'));
    expect(text.lastIndexOf(bom)).toBe(mark ? 0 : -1);
    expect(new Set(text.match(/\r\n|\r|\n/g))).toEqual(new Set([eol]));
    expect(text.endsWith(eol)).toBe(true);

    await undo(window.current);
    await save(window.current);
    expect(onDisk(path)).toEqual(original);
  },
);

test('where the lines stand more than once by now, nothing is written', async () => {
  const { run, onDisk } = window.current;
  const path = 'src/money.ts';
  const before = onDisk(path).toString();
  const twice = `// above\n${before}\n${before.split('\n').slice(10, 19).join('\n')}\n`;
  await runOn(window.current, 'document', path, [11, 19]);
  const answer = await run((vscode) => vscode.window.tabGroups.activeTabGroup.activeTab!.label);
  await select(window.current, path, [1, before.split('\n').length]);
  await type(window.current, twice);
  await save(window.current);
  await command(window.current, 'workbench.action.closeActiveEditor');
  expect((await tabs(window.current)).find((tab) => tab.includes('active'))).toContain(answer);
  await acceptAnswer(window.current);
  expect(onDisk(path).toString()).toBe(twice);
  expect((await tabs(window.current)).filter((tab) => tab.includes('dirty'))).toEqual([]);
});
