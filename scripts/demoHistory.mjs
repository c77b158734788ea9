import { spawnSync } from 'node:child_process';

/** The files of each commit and its message. The first commit gets the tag. */
const commits = [
  ['Open the bookshop', 'package.json', 'tsconfig.json', 'README.md', 'types', 'src/book.ts'],
  ['Add search over titles, authors and tags', 'src/search.ts', 'test/search.test.ts'],
  ['Add shipping costs', 'src/shipping.ts', 'test/shipping.test.ts'],
  ['Fix the count of reserved books', 'src/inventory.ts', 'test/inventory.test.ts'],
  ['Let customers pay', '.', ':!src/orders.ts'],
];

/**
 * Turns the demo workspace into a git repository with a tag, later commits and a staged file, for the
 * shipped workflows about changes. If git is not installed, the workspace stays a plain folder.
 * @param {string} folder
 */
export function makeHistory(folder) {
  const git = (/** @type {string[]} */ ...args) => {
    const who = ['-c', 'user.name=Tierwise', '-c', 'user.email=practice@localhost'];
    return spawnSync('git', [...who, ...args], { cwd: folder }).status === 0;
  };
  if (!git('init', '--quiet')) return;
  for (const [message = '', ...paths] of commits) {
    git('add', '--', ...paths);
    git('commit', '--quiet', '--no-verify', '--message', message);
    if (message === commits[0]?.[0]) git('tag', 'v1.0.0');
  }
  git('add', '--all');
}
