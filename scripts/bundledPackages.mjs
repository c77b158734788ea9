import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} BundledPackage
 * @property {string} folder
 * @property {string} name
 * @property {string} version
 * @property {string} license An SPDX expression.
 */

/**
 * Every package of which a bundle holds at least one file, by folder.
 * @param {readonly import('esbuild').Metafile[]} metafiles
 * @returns {readonly BundledPackage[]}
 */
export function bundledPackages(metafiles) {
  const files = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(files.map(folderOf).filter((folder) => folder !== undefined));
  return [...folders].toSorted().map((folder) => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const { name, version, license } = manifest;
    return { folder, name, version, license };
  });
}

/** @param {string} file */
function folderOf(file) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}
