import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../src/ledger/database/openDatabase.ts';
import { climbingCost } from '../../../src/routing/planner/prior.ts';
import { runCli } from '../../support/commandLine.ts';
import { type Attempt, recordAll } from '../ledger/recordedRequests.ts';
import { temporaryLedgerFile } from '../ledger/temporaryLedgerFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'tierwise-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const policy = file(
  'policy.yaml',
  `rules:
  - { name: races, when: { keywords: [race] }, use: reasoning }
  - { when: { taskType: docs }, use: fast }
  - { when: { taskType: refactor }, use: { cascade: [fast, reasoning] } }
`,
);
const day = Date.parse('2026-11-15');
const opus: Attempt = {
  tier: 'reasoning',
  model: 'anthropic/claude-opus-5-5',
  modelName: 'Opus',
  cost: { source: 'computed', nanoUsd: 2_500_000 },
};

/** Three pieces of work of 100 tokens in and 20 out, each answered by the strongest model. */
function openLedger(): { path: string; database: DatabaseSync } {
  const path = temporaryLedgerFile();
  const { database } = openDatabase(path);
  const types = ['docs', 'refactor', 'debug'];
  types.forEach((taskType, place) =>
    recordAll(database, { id: taskType, taskType, attempts: [opus] }, day + place * 86_400_000),
  );
  return { path, database };
}

function closedLedger(change?: string): string {
  const { path, database } = openLedger();
  if (change) database.exec(change);
  database.close();
  return path;
}

function replay(ledger: string, ...more: string[]): ReturnType<typeof runCli> {
  return runCli(['replay', '--ledger', ledger, '--policy', policy, ...more]);
}

/** The JSON output. */
interface Printed {
  readonly total: Readonly<Record<string, number>>;
  readonly byTaskType: readonly { readonly taskType: string; readonly policyNanoUsd: number }[];
}

test('replay prices past work by a policy', async () => {
  const { code, out, err } = await replay(closedLedger(), '--json');
  expect([code, err]).toEqual([0, '']);
  const printed = JSON.parse(out) as Printed;
  expect(printed).toMatchObject({
    requests: 3,
    known: 1,
    estimated: 2,
    onPriors: 1,
    simulated: false,
    checksNanoUsd: 0,
    keywordRules: ['races'],
    leftOut: { practice: 0, noUsage: 0, unknownCost: 0, noPrice: 0, refused: 0 },
    total: { requests: 3, paidNanoUsd: 7_500_000 },
  });
  // 100 tokens at $0.10 and 20 at $0.50 for a million.
  const ofType = (type: string) =>
    printed.byTaskType.find(({ taskType }) => taskType === type)!.policyNanoUsd;
  expect([ofType('docs'), ofType('debug')]).toEqual([20_000, 2_500_000]);
  expect(ofType('refactor')).toBeGreaterThan(20_000);
  const { strongestNanoUsd, policyNanoUsd, cheapestNanoUsd } = printed.total;
  expect(cheapestNanoUsd).toBe(60_000);
  expect(ofType('refactor')).toBeLessThan(20_000 + climbingCost * (strongestNanoUsd! / 3));
  expect(policyNanoUsd).toBe(ofType('docs') + ofType('refactor') + ofType('debug'));
});

test('replay prints tables for people, and how certain they are', async () => {
  const { code, out } = await replay(closedLedger());
  expect(code).toBe(0);
  expect(out).toContain('Compared: 3 of 3 pieces of work');
  expect(out).toMatch(/^docs +1 +\$0\.0025 +\$0\.000020 /m);
  expect(out).toMatch(/^reasoning +\$0\.0075 /m);
  expect(out).toContain('is known for 1, where it asks the same models, and estimated for 2.');
  expect(out).toContain('For 1 of them, shipped priors say');
  expect(out).toContain('rules with keywords or reasoning matched nothing: “races”.');
});

test('work that cannot be compared is named, and no empty table is printed', async () => {
  const { path, database } = openLedger();
  database.exec('DROP TRIGGER settlement_no_update; UPDATE settlement SET input_tokens = NULL');
  database.close();
  const { out } = await replay(path);
  expect(out).toBe(`Compared: 0 of 3 pieces of work
  3 left out: its number of tokens is unknown

The ledger keeps no prompts, so rules with keywords or reasoning matched nothing: “races”.
`);
});

test('--since leaves out what is older', async () => {
  const { out } = await replay(closedLedger(), '--json', '--since', '2026-11-17');
  expect((JSON.parse(out) as Printed).byTaskType.map(({ taskType }) => taskType)).toEqual([
    'debug',
  ]);
});

test('--models names other prices', async () => {
  const models = file(
    'models.json',
    JSON.stringify({
      'anthropic/claude-haiku-5-5': {
        prices: [{ from: '2026-11-10', source: 'a contract', input: 0.2, output: 1 }],
      },
    }),
  );
  const { out } = await replay(closedLedger(), '--json', '--models', models);
  const [docs] = (JSON.parse(out) as Printed).byTaskType.filter(
    ({ taskType }) => taskType === 'docs',
  );
  expect(docs?.policyNanoUsd).toBe(40_000);
});

test('a ledger that is not open elsewhere stays unchanged, and no file appears beside it', async () => {
  const path = closedLedger();
  const before = readFileSync(path);
  const beside = readdirSync(dirname(path));
  expect((await replay(path)).code).toBe(0);
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(dirname(path))).toEqual(beside);
});

test('what a window has written and not yet moved into the file counts', async () => {
  const { path, database } = openLedger();
  recordAll(database, { id: 'late', taskType: 'docs', attempts: [opus] }, day);
  const { out } = await replay(path, '--json');
  database.close();
  expect(JSON.parse(out)).toMatchObject({ requests: 4 });
});

const other = join(folder, 'other.sqlite');
new DatabaseSync(other).exec('CREATE TABLE note (text); PRAGMA user_version = 5');
const older = readFileSync(new URL('../ledger/database/version4.sql', import.meta.url), 'utf8');
const old = join(folder, 'old.sqlite');
new DatabaseSync(old).exec(older);
const empty = file('empty.sqlite', '');
const text = file('text.sqlite', 'no database, but long enough to have a header. '.repeat(9));
const badModels = file('bad.json', '{\n  "a/b": { "prices": [{ "from": "soon" }] }\n}');
const onLedger = (ledger: string) => ['--ledger', ledger, '--policy', policy];

function damagedLedger(): string {
  const path = closedLedger();
  writeFileSync(path, readFileSync(path).fill(0xa5, 3 * 4096, 9 * 4096));
  return path;
}

function lockedLedger(): string {
  const path = closedLedger('PRAGMA journal_mode = DELETE');
  const writer = new DatabaseSync(path);
  onTestFinished(() => writer.close());
  writer.exec('BEGIN EXCLUSIVE');
  return path;
}

const refused: [string, () => string[], code: number, says: string][] = [
  ['no ledger', () => ['--policy', policy], 2, 'Name the ledger with --ledger.'],
  ['no policy', () => ['--ledger', other], 2, 'Name the policy file with --policy.'],
  ['no day', () => [...onLedger(other), '--since', '2026-13-01'], 2, '--since 2026-13-01 is not'],
  ['a missing file', () => onLedger('nowhere'), 1, 'nowhere cannot be read: there is no such file'],
  ['a folder', () => onLedger(folder), 1, `${folder} cannot be read: it is a folder.`],
  ['another database', () => onLedger(other), 1, `${other} is not a Tierwise ledger.`],
  ['an empty file', () => onLedger(empty), 1, `${empty} is not a Tierwise ledger.`],
  ['a file that is none', () => onLedger(text), 1, `${text} is not a ledger, or it is damaged (`],
  ['a damaged ledger', () => onLedger(damagedLedger()), 1, 'is not a ledger, or it is damaged ('],
  ['a locked ledger', () => onLedger(lockedLedger()), 1, 'Close other windows that use Tierwise'],
  ['an old ledger', () => onLedger(old), 1, 'Open it once in the editor'],
  [
    'a ledger of the future',
    () => onLedger(closedLedger('PRAGMA user_version = 99')),
    1,
    'Update Tierwise to use it.',
  ],
  [
    'a price that is none',
    () => [...onLedger(other), '--models', badModels],
    1,
    `${badModels}:2: a/b › prices`,
  ],
];
test.each(refused)('%s is refused', async (_, args, code, says) => {
  const ran = await runCli(['replay', ...args()]);
  expect(ran.err).toContain(says);
  expect([ran.code, ran.out]).toEqual([code, '']);
});

test('--help prints the usage', async () => {
  const { code, out } = await runCli(['replay', '--help']);
  expect([code, out.split(' --')[0]]).toEqual([0, 'Usage: tierwise replay']);
});
