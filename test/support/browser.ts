import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserServer, chromium, type LaunchOptions } from 'playwright-core';
import { root } from '../../scripts/tools.mjs';

/**
 * Chromium for the tests: the one at CHROME_PATH, the npm package's own on Linux, an installed
 * Chrome elsewhere.
 */
export function launchBrowser(): Promise<Browser> {
  return begin((options) => chromium.launch(options));
}

/** The same in a separate process, for tests that connect to it one after the other. */
export function serveBrowser(): Promise<BrowserServer> {
  return begin((options) => chromium.launchServer(options));
}

async function begin<Kind>(launch: (options: LaunchOptions) => Promise<Kind>): Promise<Kind> {
  const executablePath = process.env.CHROME_PATH ?? (await packagedChromium());
  const which = executablePath ? { executablePath } : { channel: 'chrome' };
  try {
    return await launch({
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
