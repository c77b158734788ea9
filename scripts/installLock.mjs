import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs `work` while holding a lock folder, so that two scripts never install at the same time.
 * Takes over the lock of a process that has died.
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withInstallLock(folder, work) {
  const lock = join(folder, 'installing');
  mkdirSync(folder, { recursive: true });
  let reported = false;
  while (!take(lock)) {
    if (!reported) console.error('Waiting for another script that is installing tools…');
    reported = true;
    await delay(200);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/**
 * Writes the holder's id before the folder gets the lock's name, so that a lock without an id
 * never exists.
 * @param {string} lock
 */
function take(lock) {
  const mine = `${lock}.${process.pid}`;
  mkdirSync(mine, { recursive: true });
  writeFileSync(join(mine, 'pid'), String(process.pid));
  try {
    renameSync(mine, lock);
    return true;
  } catch {
    if (holderIsGone(lock)) renameSync(lock, `${mine}.stale`);
    rmSync(mine, { recursive: true, force: true });
    rmSync(`${mine}.stale`, { recursive: true, force: true });
    return false;
  }
}

/** @param {string} lock */
function holderIsGone(lock) {
  let holder;
  try {
    holder = Number(readFileSync(join(lock, 'pid'), 'utf8'));
  } catch {
    return false;
  }
  try {
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH';
  }
}
