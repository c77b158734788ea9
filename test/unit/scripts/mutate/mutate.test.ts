import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chooseMutants } from '../../../../scripts/mutate/chooseMutants.ts';
import { mutate } from '../../../../scripts/mutate/mutate.ts';
import { copyProject } from '../../../../scripts/mutate/projectCopy.ts';
import { listOf, reportsOf } from '../../../../scripts/mutate/report.ts';
import { root } from '../../../../scripts/tools.mjs';

const countTo = `export function countTo(end: number): number {
  let at = 0;
  while (at < end) at += 1;
  return at;
}
export const price = (a: number, b: number): number => (a > b ? a : b);
`;
const files = {
  '.gitignore': 'node_modules\n',
  'package.json': '{ "type": "module" }',
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "target": "ES2024", "types": [] } }',
  // As in this project, some unit tests share their processes.
  'vitest.config.ts': `export default { test: { projects: [
  { test: { name: 'unit', include: ['test/unit/twice.test.ts'] } },
  { test: { name: 'unit-shared', include: ['test/unit/countTo.test.ts'], isolate: false } },
] } };\n`,
  'src/countTo.ts': countTo,
  'src/twice.ts': 'export const twice = (a: number): number => a * 2;\n',
  'src/worker.ts': `import { parentPort, workerData } from 'node:worker_threads';
import { twice } from './twice.ts';
parentPort.postMessage(twice(workerData));\n`,
  'src/refused.ts': `export const a = (b?: string) => (b !== undefined ? b.length : 0);
export const c = 2 * 1;\n`,
  'src/window.ts': `import * as vscode from 'vscode';\nexport const is = 1 < vscode.a;\n`,
  'src/mocked.ts': `import * as vscode from 'vscode';\nexport const was = 1 < vscode.a;\n`,
  'src/names.ts': `export const kind: string = 'vscode';\n`,
  'test/unit/mocked.test.ts': `import { expect, test, vi } from 'vitest';
import { was } from '../../src/mocked.ts';
vi.mock('vscode', () => ({ a: 2 }));
test('with a stand-in', () => expect(was).toBe(true));\n`,
  'test/unit/countTo.test.ts': `import { expect, test } from 'vitest';
import { countTo, price } from '../../src/countTo.ts';
test('counts', () => expect(countTo(3)).toBe(3));
test('the greater', () => expect(price(2, 1)).toBe(2));\n`,
  'test/unit/twice.test.ts': `import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
test('in a worker', async () => {
  const worker = new Worker(new URL('../../src/worker.ts', import.meta.url), { workerData: 2 });
  expect(await new Promise((resolve) => worker.once('message', resolve))).toBe(4);
});\n`,
};

const project = mkdtempSync(join(tmpdir(), 'tierwise-mutated-'));
for (const [path, text] of Object.entries(files)) write(path, text);
symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'), 'junction');
execFileSync('git', ['init', '--quiet'], { cwd: project });
afterAll(() => rmSync(project, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

const equal = {
  file: 'src/countTo.ts',
  operator: 'boundary',
  change:
    'export const price = (a: number, b: number): number => (a > b ? a : b); → ' +
    'export const price = (a: number, b: number): number => (a >= b ? a : b);',
  reason: 'Either of two equal numbers is the greater one.',
};
const wanted = {
  areas: [{ name: 'all', files: ['src/*.ts'], tests: ['test/unit/'] }],
  equivalents: [equal],
  seed: 1,
  perArea: 100,
};
const chosen = chooseMutants(project, wanted);
/** One mutant for each kind of result, because each takes a while. */
const played = ['let at = 1;', 'while (at < end) at -= 1;', 'a / 2;', 'a >= b'];

// Each test starts vitest up to five times, possibly on a busy machine.
const patience = { timeout: 300_000 };

test('mutants are killed, also in a worker and when they never end', patience, async () => {
  const copy = copyProject(project);
  try {
    const choices = chosen.choices.filter(({ mutant: { change } }) =>
      played.some((words) => change.split(' → ')[1]?.includes(words)),
    );
    const options = { root: copy.root, confirm: false, say: () => {}, patienceMs: 10_000 };
    const tried = await mutate({ choices }, options);
    const ends = tried.map(({ mutant: { file, operator }, outcome: { result } }) =>
      [file, operator, result].join(' '),
    );
    expect(ends.toSorted()).toEqual([
      'src/countTo.ts arithmetic timed out',
      'src/countTo.ts boundary equivalent',
      'src/countTo.ts constant survived',
      'src/twice.ts arithmetic killed',
    ]);
    expect(reportsOf(tried)).toMatchObject([
      { area: 'all', killed: 1, timedOut: 1, survived: 1, equivalent: 1, score: 2 / 3 },
    ]);
    expect(listOf(tried, 'survived')).toEqual([
      '  src/countTo.ts:2 [constant] let at = 0; → let at = 1;',
    ]);
    expect(listOf(tried, 'equivalent').join()).toContain(equal.reason);
    expect(readFileSync(join(copy.root, 'src/countTo.ts'), 'utf8')).toBe(countTo);
  } finally {
    copy.remove();
  }
  expect(readFileSync(join(project, 'src/countTo.ts'), 'utf8')).toBe(countTo);
});

test('a file is skipped only if it imports the editor and no test puts something in its place', () => {
  expect(chosen.excluded).toEqual(['src/window.ts']);
});

test('what the compiler refuses, or is the same program, is no mutant', () => {
  const own = chosen.choices.filter(({ mutant }) => mutant.file === 'src/refused.ts');
  const made = own.map(({ mutant }) => `${mutant.operator} ${mutant.replacement}`);
  expect(made.toSorted()).toEqual(['constant 0', 'constant 1', 'constant 3']);
});

test('tests that fail without a mutant are named', patience, async () => {
  write('src/twice.ts', 'export const twice = (a: number): number => a * 3;\n');
  const choices = chosen.choices.filter(({ mutant }) => mutant.file === 'src/twice.ts');
  const tried = mutate({ choices }, { root: project, confirm: false, say: () => {} });
  await expect(tried).rejects.toThrow('test/unit/twice.test.ts: in a worker');
});
