import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackage, vsix } from '../scripts/package.mjs';
import { ensureTools, root } from '../scripts/tools.mjs';
import { loadedAtStart } from '../test/support/bundle.ts';
import { filesInZip } from '../scripts/zip.mjs';
import type { Figures } from './run.ts';

/** Size of what users download and of what VS Code loads to activate it. */
export async function run(): Promise<Figures> {
  await ensurePackage(await ensureTools());
  const mainBytes = loadedAtStart()
    .map((file) => statSync(join(root, file)).size)
    .reduce((sum, size) => sum + size, 0);
  return {
    vsix: { value: statSync(vsix).size, unit: 'bytes' },
    main: { value: mainBytes, unit: 'bytes' },
    files: { value: filesInZip(readFileSync(vsix)).size, unit: 'files' },
  };
}
