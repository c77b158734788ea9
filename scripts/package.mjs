import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes.mjs';
import { root } from './tools.mjs';

export const vsix = join(root, 'dist', 'tierwise.vsix');

/** The files and folders that the package is built from. */
const sources = [
  'src',
  'media',
  'workflows',
  'esbuild.js',
  'package.json',
  'package-lock.json',
  '.vscodeignore',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];

/**
 * Builds the extension for production and packs it into `vsix`, unless that is newer than
 * all of its sources.
 * @param {import('./tools.mjs').Tools} tools
 * @param {{ always?: boolean }} [options]
 */
export async function ensurePackage(tools, { always = false } = {}) {
  if (!always && existsSync(vsix) && statSync(vsix).mtimeMs > newestSource()) return;
  const args = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ];
  // npm's own standard output is moved to stderr: a caller may be printing JSON.
  const code = await run('vsce', args, { cwd: root, env: tools.env, stdio: ['ignore', 2, 2] });
  if (code !== 0) throw new Error('Packaging the extension failed; the cause is above.');
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
