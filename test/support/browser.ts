import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { root } from '../../scripts/tools.mjs';

/**
 * Chromium for the tests: the one at CHROME_PATH, the npm package's own on Linux, an installed
 * Chrome elsewhere.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await browserPath();
  const which = executablePath ? { executablePath } : { channel: 'chrome' };
  try {
    return await chromium.launch({
      ...which,
      // There is no GPU, and emulating one is slower than rendering without it.
      args: ['--no-sandbox', '--disable-gpu'],
      // Shared memory on disk is slow, and /dev/shm is large enough here.
      ignoreDefaultArgs: ['--disable-dev-shm-usage'],
    });
  } catch (cause) {
    throw new Error(
      'No browser for the editor tests. Install Chrome, or set CHROME_PATH to a Chromium.',
      { cause },
    );
  }
}

/** The browser's program, unpacked if it is not yet; undefined stands for an installed Chrome. */
export async function browserPath(): Promise<string | undefined> {
  return process.env.CHROME_PATH ?? (await packagedChromium());
}

async function packagedChromium(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { default: packaged } = await import('@sparticuz/chromium');
  // It unpacks into the temporary folder; this folder persists, so it is unpacked only once.
  const temporary = process.env.TMPDIR;
  const folder = join(root, '.tools', 'chromium');
  mkdirSync(folder, { recursive: true });
  process.env.TMPDIR = folder;
  try {
    return await packaged.executablePath();
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
  }
}
