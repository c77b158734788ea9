import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { releaseProject } from '../../../../src/editor/gates/releaseProject.ts';
import type { ProjectCopy } from '../../../../src/execution/sandbox/projectCopy.ts';

/** The part of VS Code that a TypeScript server is asked through. */
const editor = vi.hoisted(() => ({ problems: [] as string[], opened: [] as string[] }));
vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  Position: Object,
  Uri: { file: (path: string) => ({ path }) },
  languages: {
    getDiagnostics: () => editor.problems.map((path) => [{ path }, [{ message: 'wrong' }]]),
    setTextDocumentLanguage: () => Promise.resolve(),
  },
  workspace: {
    openTextDocument: ({ path }: { path: string }) => {
      if (!existsSync(path)) return Promise.reject(new Error(`cannot open ${path}`));
      editor.opened.push(basename(path));
      return Promise.resolve({});
    },
  },
  commands: { executeCommand: () => Promise.resolve([]) },
}));

let scratch = '';
beforeEach(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-release-')));
});
afterEach(() => rmSync(scratch, { recursive: true }));

function copyIn(folder: string): ProjectCopy {
  const root = dirname(folder);
  const write = async (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  return { root, folder, write } as Partial<ProjectCopy> as ProjectCopy;
}

test('problems of a file that is gone from the copy are withdrawn as well', async () => {
  const folder = join(scratch, 'copy', 'workspace');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cart.ts'), '');
  editor.problems = [join(folder, 'cart.ts'), join(folder, 'test', 'cart.test.ts')];
  await releaseProject(copyIn(folder));
  expect(editor.opened).toEqual(['tierwiseFirst.ts', 'cart.ts', 'cart.test.ts', 'tierwiseLast.ts']);
});
