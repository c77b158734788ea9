import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installExtension } from '../../scripts/codeServer.mjs';
import { withInstallLock } from '../../scripts/installLock.mjs';
import { root, type Tools } from '../../scripts/tools.mjs';

/** A folder with these packages installed. It is reused for the same packages: installing takes seconds. */
export async function extensionsFolderWith(
  tools: Tools,
  vsixes: readonly string[],
): Promise<string> {
  const hash = createHash('sha256');
  for (const vsix of vsixes) hash.update(readFileSync(vsix));
  const cache = join(root, '.tools', 'extensions');
  const folder = join(cache, hash.digest('hex').slice(0, 16));
  const stamp = join(folder, '.installed');
  if (existsSync(stamp)) return folder;

  await withInstallLock(cache, async () => {
    if (existsSync(stamp)) return;
    removeStale(cache);
    mkdirSync(folder, { recursive: true });
    const home = mkdtempSync(join(tmpdir(), 'tierwise-install-'));
    try {
      for (const vsix of vsixes) {
        await installExtension(tools, { home, extensionsFolder: folder, vsix });
      }
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
    writeFileSync(stamp, '');
  });
  return folder;
}

/** Keeps recent folders, because another run may be using them. */
function removeStale(cache: string): void {
  const hourAgo = Date.now() - 3_600_000;
  for (const folder of globSync('*', { cwd: cache }).map((name) => join(cache, name))) {
    if (statSync(folder).mtimeMs < hourAgo) rmSync(folder, { recursive: true, force: true });
  }
}
