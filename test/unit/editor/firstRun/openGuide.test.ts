import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { root } from '../../../../scripts/tools.mjs';
import type { CommandContext } from '../../../../src/editor/commands/commandContext.ts';
import { firstRunHandlers } from '../../../../src/editor/commands/firstRunCommands.ts';

const shown = vi.hoisted((): string[] => []);
vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  Uri: { joinPath: ({ path }: { path: string }, end: string) => ({ path: `${path}/${end}` }) },
  commands: {
    executeCommand: async (name: string, { path }: { path: string }) => {
      shown.push(name, path);
    },
  },
}));

test('Open Guide shows the first page of the guide that comes with the extension', async () => {
  const extensionUri = { path: root };
  const handlers = new Map(firstRunHandlers({ extensionUri } as unknown as CommandContext));
  await handlers.get('tierwise.openGuide')?.();
  const [command, page = ''] = shown;
  expect(command).toBe('markdown.showPreview');
  expect(page).toBe(`${root}/docs/guide/index.md`);
  expect(existsSync(join(page))).toBe(true);
});
