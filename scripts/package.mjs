import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes.mjs';
import { root } from './tools.mjs';

export const vsix = join(root, 'dist', 'tierwise.vsix');

/** The files and folders that the package is built from. */
const sources = [
  'src',
  'media',
  'workflows',
  'demo/practiceServer',
  'esbuild.js',
  'scripts',
  'package.json',
  'package-lock.json',
  '.vscodeignore',
  'README.md',
  'SECURITY.md',
  'docs',
  'CHANGELOG.md',
  'LICENSE',
];

/** Each file in the archive gets this time, 1 January 2000, which a zip holds in the local time zone. */
const sameBytes = { SOURCE_DATE_EPOCH: '946684800', TZ: 'UTC' };

/**
 * Builds the extension for production and packs it into `vsix`, unless that is newer than
 * all of its sources. The same sources give the same bytes.
 * @param {import('./tools.mjs').Tools} tools
 * @param {{ always?: boolean }} [options]
 */
export async function ensurePackage(tools, { always = false } = {}) {
  if (!always && existsSync(vsix) && statSync(vsix).mtimeMs > newestSource()) return;
  const args = ['package', '--no-dependencies', ...linkOptions(), '--out', vsix];
  // npm's own standard output is moved to stderr: a caller may be printing JSON.
  const code = await run('vsce', args, {
    cwd: root,
    env: { ...tools.env, ...sameBytes },
    stdio: ['ignore', 2, 2],
  });
  if (code !== 0) throw new Error('Packaging the extension failed; the cause is above.');
  const check = join(root, 'scripts', 'checkPackage.mjs');
  const checked = await run('node', [check, vsix], { env: tools.env, stdio: ['ignore', 2, 2] });
  if (checked === 0) return;
  rmSync(vsix);
  throw new Error('The package holds what it must not; see above.');
}

/**
 * On the extension's page, links of the README lead to the repository that package.json names. While it names
 * none, they are left as they are, and Open Guide shows what they lead to.
 */
function linkOptions() {
  const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return repository === undefined
    ? ['--allow-missing-repository', '--no-rewrite-relative-links']
    : [];
}

function newestSource() {
  return Math.max(...sources.map((name) => newestIn(join(root, name))));
}

/** @param {string} path @returns {number} */
function newestIn(path) {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}
