import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGroup } from './processes.mjs';

const quietFlags = ['--disable-telemetry', '--disable-update-check'];

/**
 * Starts VS Code for the browser on 127.0.0.1, without a password.
 * It writes only to `home`, including temporary files and sockets.
 * @param {import('./tools.mjs').Tools} tools
 * @param {object} options
 * @param {string} options.home
 * @param {string} options.extensionsFolder
 * @param {string} options.folder The folder to open.
 * @param {Record<string, unknown>} options.settings The user's settings.
 * @param {number} [options.port] Defaults to 0, a free port.
 * @param {readonly string[]} [options.extraArgs]
 */
export async function startCodeServer(tools, options) {
  const { home, extensionsFolder, folder, settings, port = 0, extraArgs = [] } = options;
  const userDataFolder = writeUserSettings(home, settings);
  const args = [
    tools.codeServer,
    '--auth',
    'none',
    ...quietFlags,
    ...extraArgs,
    '--bind-addr',
    `127.0.0.1:${port}`,
    '--config',
    join(home, 'config.yaml'),
    '--user-data-dir',
    userDataFolder,
    '--extensions-dir',
    extensionsFolder,
  ];
  const server = startGroup(tools.node, args, { env: environment(tools, home) });
  const [, origin = ''] = await server.ready(/listening on (http:\/\/127\.0\.0\.1:\d+)/);
  return {
    url: `${origin}/?folder=${encodeURI(folder)}`,
    userDataFolder,
    ended: server.ended,
    output: server.output,
    stop: server.stop,
  };
}

/**
 * @param {import('./tools.mjs').Tools} tools
 * @param {{ home: string, extensionsFolder: string, vsix: string }} options
 */
export async function installExtension(tools, { home, extensionsFolder, vsix }) {
  const args = [
    tools.codeServer,
    '--config',
    join(home, 'config.yaml'),
    '--user-data-dir',
    writeUserSettings(home, {}),
    '--extensions-dir',
    extensionsFolder,
    '--install-extension',
    vsix,
  ];
  // It ends on its own. Its output is shown only on failure, because it warns about many optional modules.
  const installation = startGroup(tools.node, args, { env: environment(tools, home) });
  await installation.ready(/was successfully installed/);
  await installation.ended;
}

/**
 * @param {string} home
 * @param {Record<string, unknown>} settings
 * @returns {string} The user data folder.
 */
export function writeUserSettings(home, settings) {
  const userDataFolder = join(home, 'userData');
  mkdirSync(join(userDataFolder, 'User'), { recursive: true });
  const file = join(userDataFolder, 'User', 'settings.json');
  writeFileSync(file, JSON.stringify(settings, null, 2));
  return userDataFolder;
}

/** @param {import('./tools.mjs').Tools} tools @param {string} home @returns {NodeJS.ProcessEnv} */
function environment(tools, home) {
  const temporary = join(home, 'tmp');
  mkdirSync(temporary, { recursive: true });
  return {
    ...withoutVscode(tools.env),
    XDG_DATA_HOME: join(home, 'data'),
    // In another folder the path would be too long for a socket.
    ...(process.platform === 'linux' ? { TMPDIR: temporary } : {}),
  };
}

/** In a terminal of VS Code, its variables would send us to that window. @param {NodeJS.ProcessEnv} env */
function withoutVscode(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('VSCODE_')));
}
