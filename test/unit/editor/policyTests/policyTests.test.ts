import { beforeEach, expect, test, vi } from 'vitest';
import {
  policyWithout,
  readCatalog,
  situationFor,
} from '../../../../src/cli/read/readSituation.ts';
import { HumanError } from '../../../../src/editor/platform/humanError.ts';
import { PolicyTests } from '../../../../src/editor/policyTests/policyTests.ts';
import type { Rule } from '../../../../src/routing/policy/policy.ts';
import { shippedTiers } from '../../../../src/routing/policy/shippedPolicy.ts';

type Handler = (
  request: Request,
  token: { onCancellationRequested(listener: () => void): void },
) => Promise<void>;

interface Item {
  readonly id: string;
  readonly uri: { readonly path: string };
  readonly children: Items;
  range?: unknown;
  error?: string;
}

interface Request {
  readonly include?: readonly Item[];
  readonly exclude?: readonly Item[];
  readonly continuous?: boolean;
}

interface Items {
  get(id: string): Item | undefined;
  replace(items: readonly Item[]): void;
  all(): Item[];
}

/** What the fake Test Explorer and Problems view show. */
const shown = vi.hoisted(() => ({
  files: new Map<string, string>(),
  items: undefined as unknown as Items,
  handler: undefined as unknown as Handler,
  results: [] as string[],
  problems: new Map<string, string[]>(),
  invalidated: 0,
  ended: 0,
  requests: [] as unknown[],
}));

vi.mock('vscode', async () => {
  const collection = (): Items => {
    let held: readonly Item[] = [];
    return {
      get: (id) => held.find((item) => item.id === id),
      replace: (items) => void (held = items),
      all: () => [...held],
    };
  };
  shown.items = collection();
  class Range {
    readonly start: { readonly line: number };
    constructor(line: number) {
      this.start = { line };
    }
  }
  const told = (kind: string) => (item: Item, messages?: unknown) =>
    shown.results.push(
      [kind, item.id, ...[messages ?? []].flat().map(String)].filter((x) => x !== '').join(' | '),
    );
  class TestMessage {
    readonly message: string;
    location?: { readonly range: Range };
    constructor(message: string) {
      this.message = message;
    }
    toString() {
      return this.location
        ? `line ${this.location.range.start.line + 1} ${this.message}`
        : this.message;
    }
  }
  return {
    ...(await import('../../../support/l10n.ts')),
    Range,
    TestMessage,
    TestRunRequest: class {
      readonly include: unknown;
      readonly exclude: unknown;
      constructor(include: unknown, exclude: unknown) {
        this.include = include;
        this.exclude = exclude;
      }
    },
    Location: class {
      readonly range: Range;
      constructor(_: unknown, range: Range) {
        this.range = range;
      }
    },
    Diagnostic: class {
      readonly message: string;
      constructor(range: Range, message: string) {
        this.message = `${range.start.line + 1}: ${message}`;
      }
    },
    TestRunProfileKind: { Run: 1 },
    tests: {
      createTestController: () => ({
        items: shown.items,
        createTestItem: (id: string, _label: string, uri: Item['uri']): Item => {
          return { id, uri, children: collection() };
        },
        createRunProfile: (_label: string, _kind: number, handler: Handler) => {
          shown.handler = handler;
        },
        invalidateTestResults: () => void (shown.invalidated += 1),
        createTestRun: (request: unknown) => ({
          request: shown.requests.push(request),
          token: { isCancellationRequested: false },
          started: () => undefined,
          appendOutput: () => undefined,
          passed: (item: Item) => told('passed')(item),
          failed: told('failed'),
          errored: told('errored'),
          skipped: told('skipped'),
          end: () => void (shown.ended += 1),
        }),
        dispose: () => undefined,
      }),
    },
    languages: {
      createDiagnosticCollection: () => ({
        clear: () => shown.problems.clear(),
        set: ({ path }: { path: string }, found: { message: string }[]) =>
          shown.problems.set(
            path,
            found.map(({ message }) => message),
          ),
        dispose: () => undefined,
      }),
    },
    workspace: {
      textDocuments: [],
      workspaceFolders: [],
      getWorkspaceFolder: () => undefined,
      asRelativePath: ({ path }: { path: string }) => path.slice(1),
      fs: {
        readFile: async ({ path }: { path: string }) => {
          const text = shown.files.get(path);
          if (text === undefined) throw new Error('There is no such file.');
          return new TextEncoder().encode(text);
        },
      },
    },
  };
});

const text = `tests:
  - name: docs are cheap
    given: { taskType: docs, path: src/a.ts }
    expect: { tier: [fast, balanced] }
  - name: races are hard
    given: { taskType: debug, keywords: race }
    expect:
      tier: reasoning
`;
const shipped = policyWithout(shippedTiers);
const catalog = await readCatalog();
const cheap: Rule = { name: 'all', when: {}, use: 'fast', origin: 'repository' };
const hard: Rule = { ...cheap, name: 'hard', when: { keywords: ['race'] }, use: 'reasoning' };
const shopUri = '/shop/policy.test.yaml';
const bankUri = '/bank/policy.test.yaml';
const neverCancelled = { onCancellationRequested: () => undefined };

/** Tests of two folders, under these rules; the policy file may have an error. */
function testsUnder(rules: readonly Rule[], error?: string) {
  const state = { rules, error };
  const policy = async () => ({ ...shipped, rules: [...state.rules, ...shipped.rules] });
  const situation = {
    policy,
    policyAsWritten() {
      if (state.error !== undefined) throw new HumanError(state.error);
      return policy();
    },
    offer: async () => situationFor(await policy(), catalog, '2026-11-22'),
  };
  const uris = [shopUri, bankUri].map((path) => ({ path, toString: () => `file://${path}` }));
  type Parts = ConstructorParameters<typeof PolicyTests>;
  const tests = new PolicyTests(
    { situation, report: {} } as unknown as Parts[0],
    () => uris as unknown as ReturnType<Parts[1]>,
  );
  return { tests, state };
}

const shop = () => shown.items.get(`file://${shopUri}`)!;
const names = (item: Item) => item.children.all().map(({ id }) => id);

beforeEach(() => {
  shown.files = new Map([[shopUri, text]]);
  shown.results = [];
  shown.invalidated = 0;
  shown.ended = 0;
  shown.requests = [];
});

test('each situation is a test at its line, and a folder without a file has none', async () => {
  const { tests } = testsUnder([cheap]);
  await tests.read();
  expect(shown.items.all().map(({ uri }) => uri.path)).toEqual([shopUri]);
  expect(names(shop())).toEqual(['docs are cheap', 'races are hard']);
  const lines = shop()
    .children.all()
    .map(({ range }) => (range as { start: { line: number } }).start.line + 1);
  expect(lines).toEqual([2, 5]);
});

test('a failing test tells what was expected and decided, and why, at the line of the expectation', async () => {
  const { tests } = testsUnder([{ ...cheap, when: { taskType: ['debug'] } }]);
  await tests.read();
  await shown.handler({}, neverCancelled);
  expect(shown.results).toEqual([
    'passed | docs are cheap',
    expect.stringMatching(
      /^failed \| races are hard \| line 8 Expected the tier reasoning, but it is fast\. Debug goes to fast .*the repository’s rule “all”/,
    ),
  ]);
  expect(shown.ended).toBe(1);
});

test('only what is asked for runs, and what is left out does not', async () => {
  const { tests } = testsUnder([hard]);
  await tests.read();
  const [docs, races] = shop().children.all();
  await shown.handler({ include: [races!] }, neverCancelled);
  expect(shown.results).toEqual(['passed | races are hard']);
  shown.results = [];
  await shown.handler({ include: [shop()], exclude: [races!] }, neverCancelled);
  expect(shown.results).toEqual([`passed | ${docs!.id}`]);
});

test('a run that goes on runs again after each change, until it is stopped', async () => {
  const { tests, state } = testsUnder([cheap]);
  let stop = () => {};
  const token = { onCancellationRequested: (listener: () => void) => void (stop = listener) };
  await tests.read();
  await shown.handler({ continuous: true }, token);
  expect(shown.results.at(-1)).toMatch(/^failed/);
  state.rules = [hard, cheap];
  await tests.changed();
  expect(shown.results.at(-1)).toBe('passed | races are hard');
  // VS Code would take two runs of one request that meet for parts of one run.
  expect(shown.requests[0]).not.toBe(shown.requests[1]);
  stop();
  const before = shown.results.length;
  await tests.changed();
  expect(shown.results).toHaveLength(before);
  // Results from before the change do not count any more.
  expect(shown.invalidated).toBe(2);
});

test('problems of the file are at their line, and it has no tests until they are mended', async () => {
  const { tests } = testsUnder([cheap]);
  await tests.read();
  shown.files.set(shopUri, text.replace('tier: [fast', 'tier: [fsat'));
  await tests.read();
  expect(names(shop())).toEqual([]);
  const problem = expect.stringContaining('4: There is no tier "fsat".') as string;
  expect([...shown.problems]).toEqual([[shopUri, [problem]]]);
  expect(shop().error).toContain('Line 4: There is no tier "fsat"');
  await shown.handler({}, neverCancelled);
  expect(shown.results).toEqual([expect.stringContaining(`errored | file://${shopUri} | These`)]);
  shown.files.set(shopUri, text);
  await tests.read();
  expect([names(shop()).length, shop().error]).toEqual([2, undefined]);
  expect([...shown.problems]).toEqual([[shopUri, []]]);
});

test('under a policy with an error nothing passes by an older one', async () => {
  const { tests } = testsUnder([hard], 'policy.yaml has an error in line 3.');
  await tests.read();
  await shown.handler({}, neverCancelled);
  expect(shown.results).toEqual([
    'errored | docs are cheap | policy.yaml has an error in line 3.',
    'errored | races are hard | policy.yaml has an error in line 3.',
  ]);
});

test('each folder has its own file', async () => {
  const { tests } = testsUnder([hard]);
  shown.files.set(bankUri, text.replaceAll('docs', 'boilerplate'));
  await tests.read();
  await shown.handler({}, neverCancelled);
  expect(shown.items.all().map(names)).toEqual([
    ['docs are cheap', 'races are hard'],
    ['boilerplate are cheap', 'races are hard'],
  ]);
  expect(shown.results.filter((each) => each.startsWith('passed'))).toHaveLength(4);
  shown.files.delete(shopUri);
  await tests.read();
  expect(shown.items.all().map(({ uri }) => uri.path)).toEqual([bankUri]);
});
