// npm start: opens a real VS Code with the packaged extension, the demo workspace and practice models.
// Uses the desktop's `code` if there is one, otherwise the browser; --desktop and --browser choose one.
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installExtension, startCodeServer } from './codeServer.mjs';
import { makeHistory } from './demoHistory.mjs';
import { downloadDesktopCode, findDesktopCode, openDesktopCode } from './desktopCode.mjs';
import { main } from './main.mjs';
import { ensurePackage, vsix } from './package.mjs';
import { startPracticeServer } from './practiceServer.mjs';
import { practiceSettings } from './practiceSettings.mjs';
import { ensureTools, root } from './tools.mjs';

/** The last started comes first. @type {(() => Promise<void>)[]} */
const cleanups = [];

main(async () => {
  const { browser, desktop, port } = readArguments();
  const found = browser ? undefined : findDesktopCode();
  const tools = await ensureTools({ codeServer: !found && !desktop });
  const code = desktop ? (found ?? (await downloadDesktopCode())) : found;
  await ensurePackage(tools);

  const stopped = stopSignal();
  try {
    const window = await open(tools, code, port);
    await Promise.race([stopped, window.ended]);
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
});

function readArguments() {
  const { values } = parseArgs({
    options: {
      browser: { type: 'boolean' },
      desktop: { type: 'boolean' },
      port: { type: 'string' },
    },
  });
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port)) throw new Error('--port takes a number, e.g. --port 8080');
  const browser = values.browser === true || values.port !== undefined;
  const desktop = values.desktop === true;
  if (browser && desktop) throw new Error('--desktop goes with neither --browser nor --port');
  return { browser, desktop, port };
}

/**
 * Resolves once a window is open.
 * @param {import('./tools.mjs').Tools} tools
 * @param {string | undefined} code
 * @param {number} port
 */
async function open(tools, code, port) {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-')));
  cleanups.unshift(async () => rmSync(home, { recursive: true, force: true, maxRetries: 10 }));
  const folder = copyWorkspace(join(home, 'practice'));
  const extensionsFolder = join(home, 'extensions');

  const practice = await startPracticeServer(tools);
  cleanups.unshift(practice.stop);
  const settings = {
    'security.workspace.trust.enabled': false,
    'telemetry.telemetryLevel': 'off',
    'workbench.startupEditor': 'none',
    ...practiceSettings(practice.url),
  };

  if (code) {
    const window = openDesktopCode(code, { home, extensionsFolder, folder, vsix, settings });
    cleanups.unshift(window.stop);
    console.log('VS Code is open with practice models. Press Ctrl-C here to end.');
    return window;
  }
  await installExtension(tools, { home, extensionsFolder, vsix });
  const server = await startCodeServer(tools, { home, extensionsFolder, folder, settings, port });
  cleanups.unshift(server.stop);
  console.log(`Open ${server.url} in your browser. Press Ctrl-C here to end.`);
  return server;
}

/** @param {string} folder */
function copyWorkspace(folder) {
  cpSync(join(root, 'demo', 'workspace'), folder, { recursive: true });
  makeHistory(folder);
  return folder;
}

/** @returns {Promise<void>} */
function stopSignal() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve());
  });
}
