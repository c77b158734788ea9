import { expect, test, vi } from 'vitest';
import { HumanError } from '../../../../src/editor/platform/humanError.ts';
import {
  SituationSource,
  type SituationParts,
} from '../../../../src/editor/situation/situationSource.ts';
import { took } from '../../../support/tasks.ts';
import { LedgerError } from '../../../../src/ledger/ledger.ts';

vi.mock('vscode', async () => {
  const disposable = { dispose: () => undefined };
  const event = () => disposable;
  const watcher = { ...disposable, onDidChange: event, onDidCreate: event, onDidDelete: event };
  const settings: Record<string, unknown> = {
    'tierwise.latencyBudgets': { refactor: 5 },
    'tierwise.models': { 'p/fast': { abilities: { tools: false } } },
  };
  return {
    ...(await import('../../../support/l10n.ts')),
    EventEmitter: class {
      event = event;
      fire = () => undefined;
    },
    Disposable: { from: () => disposable },
    languages: { createDiagnosticCollection: () => ({ ...disposable, clear: () => undefined }) },
    workspace: {
      name: 'shop',
      isTrusted: true,
      onDidChangeConfiguration: event,
      onDidChangeTextDocument: event,
      onDidGrantWorkspaceTrust: event,
      onDidChangeWorkspaceFolders: event,
      createFileSystemWatcher: () => watcher,
      getConfiguration: () => ({ inspect: (key: string) => ({ globalValue: settings[key] }) }),
    },
  };
});

const standing = { budget: { id: '$5.00 per day' }, spentNanoUsd: 0, unknownAttempts: 0 };

/** A situation with these parts; omitted parts can be read. */
function sourceWith(parts: Partial<SituationParts>) {
  const bugs: unknown[] = [];
  const source = new SituationSource({
    providers: {
      facts: async () => new Map(),
      onDidChangeWindows: () => ({ dispose: () => undefined }),
      onDidChange: () => ({ dispose: () => undefined }),
      settingProblems: [],
    },
    practice: { onDidChange: () => ({ dispose: () => undefined }) },
    pick: { current: { tier: 'auto', pinned: {} } },
    coolDowns: { current: () => new Map() },
    budgets: async () => [standing],
    evidence: async () => new Map([['refactor', 'evidence']]),
    turnEvidence: async () => [],
    latencies: async () => new Map([['p/fast', took(900)]]),
    warn: () => undefined,
    renamed: () => undefined,
    report: (bug: unknown) => bugs.push(bug),
    ...parts,
  } as unknown as SituationParts);
  return { source, bugs };
}

const rejects = (error: unknown) => async (): Promise<never> => {
  throw error;
};

test('a decision looks at budgets, evidence and latencies', async () => {
  const { source } = sourceWith({});
  const { budgets, evidence, latencies } = await source.current();
  expect(budgets).toEqual([standing]);
  expect(evidence.get('refactor')).toBe('evidence');
  expect(latencies.get('p/fast')).toEqual(took(900));
});

test('unknown budgets never count as no budgets', async () => {
  const unknown = new HumanError('Nothing is sent until Tierwise can check your budgets.');
  const { source } = sourceWith({ budgets: rejects(unknown) });
  await expect(source.current()).rejects.toBe(unknown);
});

test('a decision that sends nothing does not read budgets', async () => {
  const { source } = sourceWith({ budgets: rejects(new HumanError('Nothing is sent.')) });
  expect((await source.withoutBudgets()).evidence.get('refactor')).toBe('evidence');
});

test('without a readable ledger a task continues, without a message', async () => {
  const locked = rejects(new LedgerError('locked', 'The ledger is locked.'));
  const { source, bugs } = sourceWith({ evidence: locked, latencies: locked });
  const { evidence, latencies } = await source.current();
  expect([evidence.get('refactor'), latencies.get('p/fast')]).toEqual([undefined, undefined]);
  expect(bugs).toEqual([]);
});

test.each(['evidence', 'latencies'] as const)('a bug in the %s is reported', async (name) => {
  const bug = new TypeError('x is undefined');
  const { source, bugs } = sourceWith({ [name]: rejects(bug) });
  await source.current();
  expect(bugs).toEqual([bug]);
});

test('an old name in the settings still counts, and is told once', async () => {
  const told: unknown[] = [];
  const { source } = sourceWith({ renamed: (found) => told.push(found) });
  const { catalog } = await source.current();
  await source.current();
  expect(catalog.get('p/fast')?.capabilities).toEqual({ tools: false });
  expect(told).toEqual([
    [expect.objectContaining({ setting: 'tierwise.models', path: ['p/fast', 'abilities'] })],
  ]);
});
