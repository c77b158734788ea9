import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/tools.mjs';
import { openFile, runCommand } from '../support/editorPage.ts';
import {
  frontTab,
  practiceVscode,
  runOn,
  saveChange,
  titleButton,
  wholeAnswer,
} from '../support/practiceVscode.ts';

const bom = '\uFEFF';
const files = [
  {
    kind: 'CRLF',
    path: 'src/shipping.ts',
    eol: '\r\n',
    mark: '',
    command: 'Refactor',
    lines: [12, 41],
  },
  {
    kind: 'CRLF and a BOM',
    path: 'src/inventory.ts',
    eol: '\r\n',
    mark: bom,
    command: 'Debug',
    lines: [7, 19],
  },
  {
    kind: 'LF and a BOM',
    path: 'src/book.ts',
    eol: '\n',
    mark: bom,
    command: 'Generate Boilerplate',
    lines: [3, 11],
  },
  {
    kind: 'CRLF, replaced as a whole',
    path: 'test/money.test.ts',
    eol: '\r\n',
    mark: '',
    command: 'Write Tests',
    lines: [11, 19],
  },
] as const;
let workspace: string;

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'tierwise-bytes-'));
  cpSync(join(root, 'demo', 'workspace'), workspace, { recursive: true });
  writeFileSync(join(workspace, 'test', 'money.test.ts'), "import { test } from 'node:test';\n");
  for (const { path, eol, mark } of files) {
    const file = join(workspace, path);
    writeFileSync(file, mark + readFileSync(file, 'utf8').replaceAll('\n', eol));
  }
});
afterAll(() => rmSync(workspace, { recursive: true, force: true }));

const window = practiceVscode(async () => ({ vscode: { workspace } }));

describe.each(files)('$path: $kind', ({ path, eol, mark, command, lines }) => {
  const name = path.slice(path.indexOf('/') + 1);
  let original: Buffer;

  beforeAll(() => {
    original = window.current.onDisk(path);
  });

  async function ask(): Promise<void> {
    const { page } = window.current;
    await runOn(page, command, command === 'Write Tests' ? 'src/money.ts' : name, lines);
    await frontTab(page, `${command} ${name}`);
    await wholeAnswer(page);
  }

  test('a rejected answer leaves the bytes as they were', async () => {
    const { page, onDisk } = window.current;
    await ask();
    await titleButton(page, 'Reject Answer').click();
    await openFile(page, name);
    expect(await page.locator('.tab.active.dirty').count()).toBe(0);
    await runCommand(page, 'File: Save');
    expect(onDisk(path)).toEqual(original);
  });

  test('an accepted answer keeps the line ends and the byte order mark, and one undo all bytes', async () => {
    const { page, folder, onDisk } = window.current;
    // A second try begins where the first did.
    await runCommand(page, 'View: Close All Editors');
    writeFileSync(join(folder, path), original);
    await ask();
    await titleButton(page, 'Accept Answer').click();
    await saveChange(page, name);
    const text = onDisk(path).toString('utf8');
    expect(text).not.toBe(original.toString('utf8'));
    expect(text.lastIndexOf(bom)).toBe(mark ? 0 : -1);
    expect(new Set(text.match(/\r\n|\r|\n/g))).toEqual(new Set([eol]));
    expect(text.endsWith(eol)).toBe(true);

    await openFile(page, name);
    await page.keyboard.press('ControlOrMeta+z');
    await saveChange(page, name);
    expect(onDisk(path)).toEqual(original);
  });
});
