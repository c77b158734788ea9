import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exitCodes, InputError } from '../command.ts';

/** Whether this Node can read a ledger. SQLite needs no flag since Node 22.13. */
export function hasSqlite(): boolean {
  return process.getBuiltinModule('node:sqlite') !== undefined;
}

/**
 * Runs the same command on the Node that the project's scripts have installed, because this one is too
 * old. Returns the exit code. Throws `InputError` when there is no such Node.
 */
export function runOnNewerNode(call: readonly string[]): number {
  const program = process.argv[1]!;
  const node = projectNode(dirname(dirname(realpathSync(program))));
  if (!node || realpathSync(node) === process.execPath) {
    throw new InputError(
      `${call[0]} needs the SQLite of Node 22.13 or newer; this is Node ${process.versions.node}. ` +
        'Install it from https://nodejs.org, then run the same command again.',
    );
  }
  const { status } = spawnSync(node, [program, ...call], { stdio: 'inherit' });
  return status ?? exitCodes.failed;
}

/** The newer Node that `npm start`, `npm test` and the build install when they need one. */
function projectNode(root: string): string | undefined {
  const packages = join(root, '.tools', 'node', 'node_modules');
  if (!existsSync(packages)) return undefined;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  return readdirSync(packages)
    .map((name) => join(packages, name, 'bin', file))
    .find((path) => existsSync(path));
}
