import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeUserSettings } from './codeServer.mjs';
import { startGroup } from './processes.mjs';
import { root } from './tools.mjs';

const windows = process.platform === 'win32';

const useBrowser = 'Use `npm start -- --browser` instead.';

/** The desktop `code` on PATH; undefined if it could not open a window. */
export function findDesktopCode() {
  // In a remote terminal, `code` talks to the window of that terminal and cannot use its own profile.
  if (isHeadless() || process.env.VSCODE_IPC_HOOK_CLI) return undefined;
  const file = windows ? 'code.cmd' : 'code';
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, file)).find((path) => existsSync(path));
}

/**
 * Downloads VS Code once and resolves to its `code`. Throws an error that names the next step.
 * @returns {Promise<string>}
 */
export async function downloadDesktopCode() {
  if (isHeadless()) throw new Error(`There is no screen for a window here. ${useBrowser}`);
  // Imported late, because the dependencies may only just have been installed.
  const { downloadAndUnzipVSCode, resolveCliPathFromVSCodeExecutablePath, SilentReporter } =
    await import('@vscode/test-electron');
  console.log('Looking for a downloaded VS Code, or downloading it…');
  const cachePath = join(root, '.tools', 'vscode');
  try {
    const executable = await downloadAndUnzipVSCode({ cachePath, reporter: new SilentReporter() });
    return resolveCliPathFromVSCodeExecutablePath(executable);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(`VS Code could not be downloaded (${cause}). ${useBrowser}`, { cause: error });
  }
}

function isHeadless() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY;
}

/**
 * Opens a window with its own profile in `home`. The process ends with the window.
 * @param {string} code
 * @param {object} options
 * @param {string} options.home
 * @param {string} options.extensionsFolder
 * @param {string} options.folder
 * @param {string} options.vsix
 * @param {Record<string, unknown>} options.settings
 */
export function openDesktopCode(code, { home, extensionsFolder, folder, vsix, settings }) {
  const userDataFolder = writeUserSettings(home, settings);
  const profile = ['--user-data-dir', userDataFolder, '--extensions-dir', extensionsFolder];
  const install = [...profile, '--install-extension', vsix];
  const installed = spawnSync(code, install, { stdio: 'inherit', shell: windows });
  if (installed.status !== 0) {
    throw new Error(`${code} could not install ${vsix}. ${useBrowser}`);
  }
  const window = startGroup(code, ['--new-window', '--wait', ...profile, folder], {});
  return {
    ended: window.ended,
    async stop() {
      await endWindow(userDataFolder);
      await window.stop();
    },
  };
}

/** The window outlives its launcher; its process id is in the profile's lock file. @param {string} userDataFolder */
async function endWindow(userDataFolder) {
  const lock = join(userDataFolder, 'code.lock');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8'));
  if (!end(pid, 'SIGTERM')) return;
  for (let waited = 0; waited < 5000 && end(pid, 0); waited += 100) await delay(100);
}

/** False once the process is gone. @param {number} pid @param {NodeJS.Signals | 0} signal */
function end(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
