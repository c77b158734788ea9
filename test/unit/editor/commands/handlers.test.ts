import { expect, test, vi } from 'vitest';
import type { CommandContext } from '../../../../src/editor/commands/commandContext.ts';
import { handlersOf } from '../../../../src/editor/commands/handlers.ts';
import { registerCommands } from '../../../../src/editor/commands/register.ts';
import { commandIds } from '../../../../src/editor/platform/contributed.ts';

const registered = vi.hoisted(() => new Map<string, (argument?: unknown) => Promise<void>>());
vi.mock('vscode', async () => {
  const { l10n } = await import('../../../support/l10n.ts');
  return {
    l10n,
    Disposable: { from: () => undefined },
    EventEmitter: vi.fn<() => void>(),
    ThemeColor: vi.fn<() => void>(),
    ThemeIcon: vi.fn<() => void>(),
    SymbolKind: {},
    commands: {
      registerCommand: (id: string, run: (argument?: unknown) => Promise<void>) =>
        void registered.set(id, run),
    },
  };
});

const shown: unknown[] = [];
const log: string[] = [];
const context = {
  report: { show: (error: unknown) => shown.push(error), log: { show: () => log.push('shown') } },
} as unknown as CommandContext;

test('each command that is registered does one thing', () => {
  registerCommands(context);
  const handled = handlersOf(context).map(([id]) => id);
  expect(handled.toSorted()).toEqual([...registered.keys()].toSorted());
  expect([...handled, 'tierwise.reviewChatEdits'].toSorted()).toEqual([...commandIds].toSorted());
});

test('a command does its work, and shows an error once', async () => {
  registerCommands(context);
  await registered.get('tierwise.showLog')!();
  expect(log).toEqual(['shown']);
  expect(shown).toEqual([]);
  await registered.get('tierwise.clearFindings')!();
  expect(shown).toEqual([expect.any(TypeError)]);
});
