import { expect, test, vi } from 'vitest';
import { usualLimits } from '../../../../src/routing/budgets/requestLimits.ts';
import { PolicyFile } from '../../../../src/editor/situation/policyFile.ts';

const state = vi.hoisted(() => ({
  /** The text of each folder's policy file, by the folder. */
  files: new Map<string, string | Uint8Array | Error>(),
  folders: [] as string[],
  shown: new Map<string, string[]>(),
}));

vi.mock('vscode', async () => {
  const disposable = { dispose: () => undefined };
  const event = () => disposable;
  const uri = (path: string) => ({ path, toString: () => `file://${path}` });
  return {
    ...(await import('../../../support/l10n.ts')),
    Disposable: { from: () => disposable },
    Uri: {
      parse: (text: string) => uri(text.replace('file://', '')),
      joinPath: ({ path }: { path: string }, ...parts: string[]) => uri([path, ...parts].join('/')),
    },
    Range: class {
      readonly start: { readonly line: number };
      constructor(line: number) {
        this.start = { line };
      }
    },
    DiagnosticSeverity: { Error: 0, Information: 2 },
    Diagnostic: class {
      readonly range: unknown;
      readonly message: string;
      severity = 0;
      constructor(range: unknown, message: string) {
        this.range = range;
        this.message = message;
      }
    },
    languages: {
      createDiagnosticCollection: () => ({
        ...disposable,
        clear: () => state.shown.clear(),
        set: ({ path }: { path: string }, found: { message: string }[]) =>
          state.shown.set(
            path,
            found.map(({ message }) => message),
          ),
      }),
    },
    workspace: {
      isTrusted: true,
      textDocuments: [],
      get workspaceFolders() {
        return state.folders.map((path) => ({ uri: uri(path) }));
      },
      fs: {
        readFile: async ({ path }: { path: string }) => {
          const text = state.files.get(path.split('/')[1]!);
          if (text === undefined) throw new Error('There is no such file.');
          if (text instanceof Error) throw text;
          return typeof text === 'string' ? new TextEncoder().encode(text) : text;
        },
      },
      asRelativePath: ({ path }: { path: string }) => path.slice(1),
      onDidChangeTextDocument: event,
      onDidGrantWorkspaceTrust: event,
      onDidChangeWorkspaceFolders: event,
      createFileSystemWatcher: () => ({
        ...disposable,
        onDidChange: event,
        onDidCreate: event,
        onDidDelete: event,
      }),
    },
  };
});

const known = async () => ({ tiers: ['fast', 'reasoning'], limits: usualLimits.request });

/** The policy of a workspace with these folders, each with the text of its policy file. */
function workspaceOf(texts: Readonly<Record<string, string>>): PolicyFile {
  state.folders = Object.keys(texts).map((name) => `/${name}`);
  state.files = new Map(Object.entries(texts));
  return new PolicyFile(known);
}

// cline/cline#4642, 2025: the rules of a second folder were silently void.
test('critical paths and rules of every folder count, in the order of the folders', async () => {
  const policies = workspaceOf({
    shop: 'critical: [src/money/**]\nrules: [{ when: { taskType: docs }, use: fast }]',
    bank: 'critical: [ledger/**]\nrules: [{ when: { critical: true }, use: reasoning }]',
  });
  const { critical, rules } = await policies.current();
  expect(critical).toEqual(['src/money/**', 'ledger/**']);
  expect(rules.map(({ use }) => use)).toEqual(['fast', 'reasoning']);
  expect(state.shown.size).toBe(0);
});

test('what only one folder can set is the first one’s, and the other is told', async () => {
  const policies = workspaceOf({ shop: 'auto: { floor: 0.9 }', bank: 'auto: { floor: 0.5 }' });
  expect((await policies.current()).auto).toEqual({ floor: 0.9 });
  expect([...state.shown]).toEqual([
    ['/bank/.tierwise/policy.yaml', [expect.stringContaining('sets `auto` first')]],
  ]);
});

test('an error in one folder keeps its last good policy and leaves the others alone', async () => {
  const policies = workspaceOf({ shop: 'critical: [a/**]', bank: 'critical: [b/**]' });
  await policies.current();
  state.files.set('bank', 'critical: 5');
  expect((await policies.current()).critical).toEqual(['a/**', 'b/**']);
  expect([...state.shown.keys()]).toEqual(['/bank/.tierwise/policy.yaml']);
  state.files.set('bank', 'critical: [c/**]');
  expect((await policies.current()).critical).toEqual(['a/**', 'c/**']);
  expect(state.shown.size).toBe(0);
});

test('a folder that leaves takes its policy along', async () => {
  const policies = workspaceOf({ shop: 'critical: [a/**]', bank: 'critical: [b/**]' });
  await policies.current();
  state.folders = ['/shop'];
  expect((await policies.current()).critical).toEqual(['a/**']);
});

test('what any folder keeps on this machine is kept', async () => {
  const policies = workspaceOf({
    shop: 'rules: [{ name: shop, when: { path: a/** }, local: true }]',
    bank: 'rules: [{ name: bank, when: { path: b/** }, use: fast, local: true }]',
  });
  const { localRules = [] } = await policies.current();
  expect(localRules.map(({ name }) => name)).toEqual(['shop', 'bank']);
});

test.each([
  'rules: [{ when: { path: 7 }, use: fast }, { when: { path: a/** }, local: true }]',
  'rules:\n  - when: { path: a/** }\n    local: true\n  - : }',
])('a file with an error that may keep something keeps everything: %s', async (text) => {
  const policies = workspaceOf({ shop: text });
  const { localRules = [] } = await policies.current();
  expect(localRules).toEqual([{ name: 'the rules with an error', when: {}, origin: 'repository' }]);
  const right = 'rules: [{ name: right, when: { path: a/** }, local: true }]';
  state.files.set('shop', right);
  expect((await policies.current()).localRules?.map(({ name }) => name)).toEqual(['right']);
});

test('an error is refused where the newest text counts, and a remark is not', async () => {
  const policies = workspaceOf({ shop: 'critical: [a/**]', bank: 'critical:\n  - 5' });
  await policies.current();
  expect(() => policies.refuseErrors()).toThrow(
    /^bank\/\.tierwise\/policy\.yaml has an error in line 2, so an older policy is in force: /,
  );
  state.files.set(
    'bank',
    'rules: [{ when: { taskType: docs }, use: { cascade: [fast, reasoning], maxUsd: 1000 } }]',
  );
  await policies.current();
  expect(() => policies.refuseErrors()).not.toThrow();
});

test('the record has the line of every rule and part, and what another folder sets first', async () => {
  const policies = workspaceOf({
    shop: 'auto:\n  floor: 0.9\nrules:\n  - name: docs\n    when: { taskType: docs }\n    use: fast',
    bank: 'critical: [b/**]\nauto: { floor: 0.5 }\nrules:\n\n  - when: {}\n    local: true',
  });
  const [shop, bank] = await policies.record();
  const { rules, localRules = [] } = await policies.current();
  expect(shop!.path).toBe('shop/.tierwise/policy.yaml');
  expect(shop!.lines.rules.get(rules[0]!)).toBe(4);
  expect([...shop!.lines.parts]).toEqual([['auto', 1]]);
  expect(bank!.lines.rules.get(localRules[0]!)).toBe(5);
  expect([...bank!.lines.parts]).toEqual([
    ['critical', 1],
    ['auto', 2],
  ]);
  expect([shop!.unused, bank!.unused]).toEqual([[], ['auto']]);
});

test('the record of a file with an error keeps the lines of the policy in force, and says so', async () => {
  const policies = workspaceOf({ shop: '\nrules:\n  - { when: {}, use: fast }' });
  await policies.current();
  state.files.set('shop', 'rules:\n  - { when: { path: a/** }, local: true }\n  - 5');
  const [shop] = await policies.record();
  const { rules, localRules } = await policies.current();
  expect(shop).toMatchObject({ isOlder: true, remarks: [{ line: 3 }] });
  expect(shop!.lines.rules.get(rules[0]!)).toBe(3);
  expect(localRules).toEqual([shop!.unread]);
});

test('a folder without a policy file has no record', async () => {
  const policies = workspaceOf({ shop: 'critical: [a/**]' });
  state.folders.push('/bank');
  expect((await policies.record()).map(({ path }) => path)).toEqual(['shop/.tierwise/policy.yaml']);
});

test('a policy file that cannot be read is told, keeps everything here, and leaves the last good policy in force', async () => {
  const policies = workspaceOf({ shop: 'critical: [a/**]' });
  await policies.current();
  state.files.set('shop', Object.assign(new Error('EACCES'), { code: 'NoPermissions' }));
  const { critical, localRules } = await policies.current();
  expect(critical).toEqual(['a/**']);
  expect(localRules?.map(({ name }) => name)).toEqual(['the rules with an error']);
  expect([...state.shown.values()]).toEqual([
    ['This file cannot be read: you have no permission, so change that of the file.'],
  ]);
  expect(() => policies.refuseErrors()).toThrow(/has an error in line 1.*Correct it first/);
  state.files.set('shop', 'critical: [b/**]');
  expect(await policies.current()).toEqual({ rules: [], critical: ['b/**'] });
  expect(state.shown.size).toBe(0);
});

test('a policy file in another encoding than UTF-8 is told at its line', async () => {
  const policies = workspaceOf({ shop: 'critical: [a/**]' });
  await policies.current();
  state.files.set('shop', Buffer.from('rules: []\ncritical: [für/**]\n', 'latin1'));
  expect(await policies.current()).toEqual({ rules: [], critical: ['a/**'] });
  expect([...state.shown.values()]).toEqual([[expect.stringContaining('encoding UTF-8')]]);
  const [file] = await policies.record();
  expect(file?.remarks.map(({ line }) => line)).toEqual([2]);
});

test('a policy file that Windows wrote as UTF-16 is read', async () => {
  const policies = workspaceOf({ shop: '' });
  state.files.set('shop', Buffer.from('\ufeffcritical: [für/**]\r\n', 'utf16le'));
  expect((await policies.current()).critical).toEqual(['für/**']);
  expect(state.shown.size).toBe(0);
});
