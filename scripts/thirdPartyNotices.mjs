import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The licences of packages, one after another.
 * @param {readonly import('./bundledPackages.mjs').BundledPackage[]} packages
 * @returns {string}
 */
export function thirdPartyNotices(packages) {
  return packages.map(notice).join('\n\n');
}

/** @param {import('./bundledPackages.mjs').BundledPackage} bundled */
function notice({ folder, name, version, license }) {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
  return `${name} ${version} (${license})\n\n${text}`;
}
