import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startCodeServer } from '../../scripts/codeServer.mjs';
import { ensurePackage, vsix as tierwiseVsix } from '../../scripts/package.mjs';
import { ensureTools, root } from '../../scripts/tools.mjs';
import { launchBrowser } from './browser.ts';
import { builtInExtensionsIn } from './builtInExtensions.ts';
import { calmSettings } from './calmSettings.ts';
import { companionVsix } from './companionVsix.ts';
import { waitUntilReady } from './editorPage.ts';
import { extensionsFolderWith } from './extensionsFolder.ts';
import { listenForHosts, type Host, type Hosts } from './hostDriver.ts';
import { lookOften } from './lookOften.ts';

export interface WindowOptions {
  /** The user's settings, over `calmSettings`. */
  readonly settings?: Record<string, unknown>;
  /** The workspace to copy; defaults to the demo workspace. */
  readonly workspace?: string;
  /** A `.code-workspace` file of that workspace to open in place of its folder. */
  readonly workspaceFile?: string;
  /** Opens the folder through the companion's file system, which is not the disk. */
  readonly virtual?: boolean;
  /** Puts files among VS Code's own before it starts. */
  readonly prepare?: (userDataFolder: string) => void;
}

export interface Vscode {
  readonly page: Page;
  /** The opened copy of the workspace. */
  readonly folder: string;
  readonly userDataFolder: string;
  /** The user's settings. */
  readonly settingsFile: string;
  /** The port that the companion connects to. */
  readonly port: number;
  /** The temporary folder of VS Code and of what it starts. */
  readonly temporaryFolder: string;
  /** Runs a function in the window's extension host, see `Host`. */
  readonly run: Host['run'];
  /** Runs an action that reloads the window, and waits until the window and its extension host are back. */
  loadAgain(reload: () => Promise<unknown>): Promise<void>;
  /** Opens another window on the same folder. */
  another(): Promise<Pick<Vscode, 'page' | 'run' | 'stop'>>;
  /** Closes the window and waits until its extension host has ended. */
  stop(): Promise<void>;
}

/** A running VS Code for the browser, in which windows are opened one after the other. */
export interface VscodeServer {
  readonly origin: string;
  /** The folder for everything that VS Code writes. */
  readonly home: string;
  readonly userDataFolder: string;
  stop(): Promise<void>;
}

/** Starts VS Code with the companion and the packaged Tierwise, which is rebuilt if it is out of date. */
export async function startVscodeServer(): Promise<VscodeServer> {
  const tools = await ensureTools({ codeServer: true });
  await ensurePackage(tools);
  const extensionsFolder = await extensionsFolderWith(tools, [tierwiseVsix, await companionVsix()]);
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-test-')));
  const server = await startCodeServer(tools, {
    home,
    extensionsFolder,
    folder: home,
    settings: calmSettings,
    // The longest wait for the extension host of a window that was closed abruptly.
    extraArgs: [
      '--reconnection-grace-time',
      '5',
      '--builtin-extensions-dir',
      builtInExtensionsIn(join(home, 'builtInExtensions'), tools),
    ],
  });
  return {
    origin: new URL(server.url).origin,
    home,
    userDataFolder: server.userDataFolder,
    async stop() {
      await server.stop();
      rmSync(home, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** A browser that windows of one server are opened in, one after the other. */
export interface WindowPlace {
  readonly server: Pick<VscodeServer, 'origin' | 'home' | 'userDataFolder'>;
  readonly context: BrowserContext;
  readonly hosts: Hosts;
}

// The animated progress bar would keep a core busy with rendering.
const withoutAnimations = `addEventListener('DOMContentLoaded', () => {
  const style = document.createElement('style');
  style.textContent = '*, ::before, ::after { animation: none !important; transition: none !important; }';
  document.head.append(style);
})`;

/*
 * VS Code drops a toast when three came within 0.8 seconds, to protect from spam. A test is quicker than a person
 * and waits for toasts, so the interval is shortened where VS Code's class for toasts sets it.
 */
const withoutToastLimit = `Object.defineProperty(Function.prototype, 'SPAM_PROTECTION', {
  configurable: true,
  set(limits) {
    Object.defineProperty(this, 'SPAM_PROTECTION', { value: { ...limits, interval: 0 } });
  },
})`;

export async function windowPlace(
  server: WindowPlace['server'],
  browser: Browser,
): Promise<WindowPlace> {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await context.addInitScript(withoutAnimations);
  await context.addInitScript(withoutToastLimit);
  return { server, context, hosts: await listenForHosts() };
}

/** The default timeout in milliseconds. Waits end as soon as the condition holds. */
const patienceMs = 60_000;
let opened = 0;

/**
 * Opens a copy of a workspace in a new window without any state of earlier windows: user settings,
 * storage on both sides and Tierwise's own files start empty.
 */
export async function openWindow(place: WindowPlace, options: WindowOptions = {}): Promise<Vscode> {
  const { server, hosts } = place;
  const { home, userDataFolder, origin } = server;
  opened += 1;
  const folder = join(home, `window-${opened}`, 'workspace');
  cpSync(options.workspace ?? join(root, 'demo', 'workspace'), folder, { recursive: true });
  const user = join(userDataFolder, 'User');
  rmSync(user, { recursive: true, force: true, maxRetries: 10 });
  mkdirSync(user, { recursive: true });
  options.prepare?.(userDataFolder);
  const settingsFile = join(user, 'settings.json');
  writeFileSync(settingsFile, JSON.stringify(userSettingsOf(hosts, options.settings)));
  const target = options.workspaceFile
    ? `workspace=${encodeURI(join(folder, options.workspaceFile))}`
    : `folder=${options.virtual ? `shelf:/shelf${encodeURI(folder)}` : encodeURI(folder)}`;
  const url = `${origin}/?${target}`;
  const first = await openPage(place, url, { forgetting: true });
  return {
    page: first.page,
    folder,
    userDataFolder,
    settingsFile,
    port: hosts.port,
    temporaryFolder: join(home, 'tmp'),
    run: (work, ...given) => first.host.run(work, ...given),
    loadAgain: (reload) => loadAgain(first, hosts, reload),
    async another() {
      const { page, host } = await openPage(place, url);
      return {
        page,
        run: (work, ...given) => host.run(work, ...given),
        stop: () => closePage({ page, host }),
      };
    },
    stop: () => closePage(first),
  };
}

interface OpenPage {
  readonly page: Page;
  /** Replaced after each reload. */
  host: Host;
}

async function openPage(
  { context, hosts, server }: WindowPlace,
  url: string,
  { forgetting = false } = {},
): Promise<OpenPage> {
  const page = await context.newPage();
  lookOften(page, patienceMs);
  page.on('dialog', (dialog) => void dialog.accept());
  const coming = hosts.next();
  if (forgetting) await forgetStorage(page, server.origin);
  await page.goto(url);
  await waitUntilReady(page);
  const opened = { page, host: await coming };
  // VS Code may lose the folders of a workspace file that it opens for the first time: they are lost when it has
  // read the file before it has its workspace. The next time it takes them from its cache.
  if (await hasFolders(opened.host)) return opened;
  await loadAgain(opened, hosts, () => page.reload());
  if (!(await hasFolders(opened.host))) throw new Error(`VS Code opened no folder of ${url}`);
  return opened;
}

// Extensions run only once the window's folders are known.
function hasFolders(host: Host): Promise<boolean> {
  return host.run(({ workspace }) => Boolean(workspace.workspaceFolders?.length));
}

/** Runs an action that reloads the window, and waits until the window and its next host are back. */
async function loadAgain(
  opened: OpenPage,
  hosts: Hosts,
  reload: () => Promise<unknown>,
): Promise<void> {
  const before = opened.host;
  const coming = hosts.next();
  await reload();
  await before.ended;
  opened.host = await coming;
  await waitUntilReady(opened.page);
}

async function closePage({ page, host }: OpenPage): Promise<void> {
  // Closing the page alone does not notify its extension host, which would stay for hours.
  await page.goto('about:blank');
  await host.ended;
  await page.close();
}

/** The user's complete settings for a window with these settings. */
export function userSettingsOf(
  { port }: { port: number },
  settings: Record<string, unknown> = {},
): Record<string, unknown> {
  return { ...calmSettings, ...settings, 'companion.port': port };
}

/** Clears what the workbench stores in the browser, except its cache of scripts. */
async function forgetStorage(page: Page, origin: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const storageTypes = 'cookies,indexeddb,local_storage';
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes });
  await session.detach();
}

/** Opens a window in a separate VS Code and browser; `stop` ends both. */
export async function startVscode(options: WindowOptions = {}): Promise<Vscode> {
  const server = await startVscodeServer();
  const browser = await launchBrowser();
  const stop = async (): Promise<void> => {
    await browser.close();
    await server.stop();
  };
  try {
    return { ...(await openWindow(await windowPlace(server, browser), options)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
