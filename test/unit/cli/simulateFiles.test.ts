import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCli } from '../../support/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'tierwise-simulate-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'below'));

/** The small model solves the tasks that have a short prompt; the large one all but each tenth. */
function write(name: string, strong: string, isEasy: (task: number) => boolean, more = ''): string {
  const rows = Array.from({ length: 40 }, (_, task) => [
    `t${task},small,${Number(isEasy(task))},0.01,${'x'.repeat(isEasy(task) ? 5 : 90)}`,
    `t${task},${strong},${Number(task % 10 !== 3)},0.1,`,
  ]).flat();
  const path = join(folder, name);
  writeFileSync(path, ['task_id,model,quality,cost_usd,prompt', ...rows, more].join('\n'));
  return path;
}
const even = write('even.csv', 'large', (task) => task % 2 === 0);
const rare = write('rare.csv', 'huge', (task) => task % 8 === 0);
const below = write('below/some.csv', 'large', (task) => task % 3 === 0);

interface Printed {
  readonly rows: readonly {
    readonly file: string;
    readonly ladder: readonly string[];
    readonly planner: { readonly quality: { readonly mean: number } };
    readonly promptLength: { readonly quality: { readonly mean: number } };
  }[];
  readonly summary: Record<string, { quality: { mean: number; worst: number } }>;
}

async function simulated(...args: string[]): Promise<Printed> {
  const { code, out, err } = await runCli(['simulate', ...args, '--seeds', '1', '--json']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Printed;
}

test('several files have a row each, with means and the worst row', async () => {
  const { rows, summary } = await simulated(even, rare);
  expect(rows.map(({ file, ladder }) => [file, ladder])).toEqual([
    [even, ['small', 'large']],
    [rare, ['small', 'huge']],
  ]);
  const qualities = rows.map(({ planner }) => planner.quality.mean);
  expect(summary['Tierwise']!.quality.worst).toBe(Math.min(...qualities));
  expect(summary['Tierwise']!.quality.mean).toBeCloseTo((qualities[0]! + qualities[1]!) / 2, 10);
  expect(Object.keys(summary)).toContain('prompt length');
});

test('a pattern names the files that match, here or below', async () => {
  const filesOf = async (pattern: string) =>
    (await simulated(join(folder, pattern))).rows.map(({ file }) => file);
  expect(await filesOf('*.csv')).toEqual([even, rare]);
  expect(await filesOf('**/*.csv')).toEqual([below, even, rare]);
  expect(await filesOf('e?en.csv')).toEqual([even]);
});

test('each ladder is played on the files that have its models', async () => {
  const ladders = ['--ladder', 'small,large', '--ladder', 'small,huge'];
  const { rows } = await simulated(even, rare, below, ...ladders);
  expect(rows.map(({ file, ladder }) => [file, ladder[1]])).toEqual([
    [even, 'large'],
    [rare, 'huge'],
    [below, 'large'],
  ]);
});

test('the table has the worst row first, and sums below', async () => {
  const { out } = await runCli(['simulate', even, rare, '--seeds', '1']);
  const { rows } = await simulated(even, rare);
  const [worst] = rows.toSorted(
    (one, other) => one.planner.quality.mean - other.planner.quality.mean,
  );
  const lines = out.split('\n');
  expect(lines[0]).toMatch(/^Simulated/);
  expect(lines[2]).toMatch(/^Tierwise +fixed cascade +best fixed +oracle +prompt length +random$/);
  expect(lines[4]).toContain(worst!.file);
  expect(out).toMatch(/^[\d.]+ +[\d.]+ .* mean$/m);
  expect(out).toMatch(/ worst quality, highest cost$/m);
});

const refused: [string, string[], code: number, says: string][] = [
  ['a pattern without a file', [join(folder, '*.tsv')], 1, 'No file matches'],
  ['a pattern in no folder', [join(folder, 'nowhere/*.csv')], 1, 'there is no such file'],
  ['a ladder for no file', [even, rare, '--ladder', 'small,tiny'], 1, 'has no model "tiny"'],
  [
    'a file for no ladder',
    [even, rare, '--ladder', 'small,large'],
    1,
    `${rare} has no model "large"`,
  ],
];
test.each(refused)('%s is refused', async (_, args, code, says) => {
  const result = await runCli(['simulate', ...args]);
  expect(result.code).toBe(code);
  expect(result.err).toContain(says);
});
