import { spawn, spawnSync } from 'node:child_process';

const windows = process.platform === 'win32';

/**
 * Runs a program in this terminal until it ends; resolves to its exit code. Reports a signal that ended
 * it, except for Ctrl-C.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>}
 */
export function run(command, args, options) {
  const child = spawn(command, args, { stdio: 'inherit', shell: windows, ...options });
  const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  process.on('SIGTERM', forward);
  // The terminal sends Ctrl-C to the child itself; staying alive keeps its exit code.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGTERM', forward);
      process.off('SIGINT', ignore);
      if (signal && signal !== 'SIGINT') console.error(`${command} was ended by ${signal}.`);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/**
 * Starts a long-running program in its own process group, so that `stop` also ends its children.
 * `ready` resolves to the first match of a pattern in what the program prints.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} options
 */
export function startGroup(command, args, options) {
  const child = spawn(command, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !windows,
  });
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
  let output = '';
  const listen = (/** @type {Buffer} */ data) => (output += data.toString());
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);

  return {
    ended,
    output: () => output,
    /** @param {RegExp} pattern @returns {Promise<RegExpExecArray>} */
    ready(pattern) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(output);
          if (match) resolve(match);
        };
        look();
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        void ended.then(() => reject(new Error(`${command} ended early:\n${output}`)));
      });
    },
    /** Asks the group to end, and kills it after five seconds. */
    async stop() {
      endGroup(child, 'SIGTERM');
      const insist = setTimeout(() => endGroup(child, 'SIGKILL'), 5000);
      await ended;
      clearTimeout(insist);
      endGroup(child, 'SIGKILL');
    },
  };
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function endGroup(child, signal) {
  if (child.pid === undefined) return;
  if (windows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is already gone.
  }
}
