import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../../scripts/tools.mjs';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-program-')));
afterAll(() => rmSync(folder, { recursive: true }));
const program = join(folder, 'dist', 'cli.mjs');
// An older Node has no SQLite, either.
const asOlderNode = ['--no-experimental-sqlite', program];

beforeAll(async () => {
  await build({
    entryPoints: [join(root, 'src/cli/main.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    banner: {
      js: `import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);`,
    },
  });
  writeFileSync(join(folder, 'policy.yaml'), 'rules: []\n');
  writeFileSync(join(folder, 'task.yaml'), 'type: debug\n');
  writeFileSync(join(folder, 'prompts.jsonl'), '{"id":1,"prompt":"fix it"}\n'.repeat(5_000));
  const rows = ['a,1,0.1', 'b,1,1'].map((row) => `t,${row}`);
  const outcomes = ['task_id,model,quality,cost_usd', ...rows].join('\n');
  writeFileSync(join(folder, 'outcomes.csv'), outcomes);
});

function run(args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
}

const withoutSqlite = [
  ['--help'],
  ['classify', '--jsonl', 'prompts.jsonl'],
  ['plan', '--policy', 'policy.yaml', '--task', 'task.yaml'],
  ['simulate', '--outcomes', 'outcomes.csv', '--ladder', 'a,b', '--seeds', '1'],
].map((args) => ({ args }));
test.each(withoutSqlite)('$args runs on a Node without SQLite', ({ args }) => {
  expect(run([...asOlderNode, ...args])).toMatchObject({ status: 0, stderr: '' });
});

const replay = ['replay', '--ledger', 'policy.yaml', '--policy', 'policy.yaml'];

test('replay says which Node it needs', () => {
  const { status, stderr } = run([...asOlderNode, ...replay]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^replay needs the SQLite of Node 22\.13 or newer; this is Node /);
});

test('replay uses the Node that the scripts have installed', () => {
  const bin = join(folder, '.tools', 'node', 'node_modules', 'some-node', 'bin');
  mkdirSync(bin, { recursive: true });
  // The same Node under another name, without the option that disables SQLite.
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  writeFileSync(join(bin, name), `#!/bin/sh\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 });
  const { status, stderr } = run([...asOlderNode, ...replay]);
  expect([status, stderr]).toEqual([1, expect.stringContaining('policy.yaml is not a ledger')]);
});

test('it ends quietly when its reader closes the pipe', async () => {
  const child = spawn(process.execPath, [program, 'classify', '--jsonl', 'prompts.jsonl'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.once('data', () => child.stdout.destroy());
  let stderr = '';
  child.stderr.on('data', (data) => (stderr += String(data)));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect([code, stderr]).toEqual([0, '']);
});
