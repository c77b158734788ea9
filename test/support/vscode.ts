import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { installExtension, startCodeServer } from '../../scripts/codeServer.mjs';
import { ensurePackage, vsix as tierwiseVsix } from '../../scripts/package.mjs';
import { ensureTools, root, type Tools } from '../../scripts/tools.mjs';
import { launchBrowser } from './browser.ts';
import { calmSettings } from './calmSettings.ts';
import { waitUntilReady } from './editorPage.ts';
import { lookOften } from './lookOften.ts';

export interface VscodeOptions {
  /** The user's settings, over `calmSettings`. */
  readonly settings?: Record<string, unknown>;
  /** The workspace to copy; the demo's if not given. */
  readonly workspace?: string;
  /** A `.code-workspace` file of that workspace to open in place of its folder. */
  readonly workspaceFile?: string;
  /** Puts files among VS Code's own before it starts. */
  readonly prepare?: (userDataFolder: string) => void;
  /** For code-server's command line. */
  readonly extraArgs?: readonly string[];
  /** The packaged extension; Tierwise, made anew when it is out of date, if not given. */
  readonly vsix?: string;
  /** Packaged extensions to install beside it. */
  readonly alsoInstall?: readonly string[];
}

export interface Vscode {
  readonly url: string;
  readonly page: Page;
  /** The opened copy of the workspace. */
  readonly folder: string;
  readonly userDataFolder: string;
  /** What VS Code has logged, with the consoles of its window and extension host. */
  logs(): string;
  /** Ends VS Code and the browser and deletes everything they wrote. */
  stop(): Promise<void>;
}

/** Opens a copy of a workspace in a real VS Code, with the packaged extension, in a browser. */
export async function startVscode(options: VscodeOptions = {}): Promise<Vscode> {
  const tools = await ensureTools({ codeServer: true });
  if (!options.vsix) await ensurePackage(tools);
  const vsixes = [options.vsix ?? tierwiseVsix, ...(options.alsoInstall ?? [])];
  const extensionsFolder = await extensionsWith(tools, vsixes);

  const home = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-test-')));
  const folder = join(home, 'workspace');
  cpSync(options.workspace ?? join(root, 'demo', 'workspace'), folder, { recursive: true });

  options.prepare?.(join(home, 'userData'));
  const server = await startCodeServer(tools, {
    home,
    extensionsFolder,
    folder,
    settings: { ...calmSettings, ...options.settings },
    ...(options.extraArgs ? { extraArgs: options.extraArgs } : {}),
  });
  const url = options.workspaceFile
    ? `${new URL(server.url).origin}/?workspace=${encodeURI(join(folder, options.workspaceFile))}`
    : server.url;
  const browser = await launchBrowser();
  let browserLog = '';
  const stop = async (): Promise<void> => {
    await browser.close();
    await server.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  };

  try {
    const page = await openPage();
    return {
      url,
      page,
      folder,
      userDataFolder: server.userDataFolder,
      logs: () => [server.output(), browserLog, readLogs(server.userDataFolder)].join('\n'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }

  async function openPage(): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1400, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    lookOften(page, 15_000);
    page.on('console', (message) => (browserLog += `${message.text()}\n`));
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(url);
    await waitUntilReady(page);
    return page;
  }
}

/** Installing takes seconds, so a folder of extensions is kept for as long as the packages stay. */
async function extensionsWith(tools: Tools, vsixes: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const vsix of vsixes) hash.update(readFileSync(vsix));
  const cache = join(root, '.tools', 'extensions');
  const extensionsFolder = join(cache, hash.digest('hex').slice(0, 16));
  const stamp = join(extensionsFolder, '.installed');
  if (existsSync(stamp)) return extensionsFolder;

  removeStale(cache);
  mkdirSync(extensionsFolder, { recursive: true });
  const home = mkdtempSync(join(tmpdir(), 'tierwise-install-'));
  try {
    for (const vsix of vsixes) await installExtension(tools, { home, extensionsFolder, vsix });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  writeFileSync(stamp, '');
  return extensionsFolder;
}

/** Another run may be using what is young. */
function removeStale(cache: string): void {
  const hourAgo = Date.now() - 3_600_000;
  for (const folder of globSync('*', { cwd: cache }).map((name) => join(cache, name))) {
    if (statSync(folder).mtimeMs < hourAgo) rmSync(folder, { recursive: true, force: true });
  }
}

function readLogs(userDataFolder: string): string {
  const files = globSync('logs/**/*.log', { cwd: userDataFolder });
  return files
    .map((file) => `\n── ${file}\n${readFileSync(join(userDataFolder, file), 'utf8')}`)
    .join('');
}
