/**
 * Packages that run a script when they are installed. npm is always told to ignore scripts; a new one is
 * looked at before it is added here.
 */
const knownScripts = new Set([
  'node_modules/@vscode/vsce-sign',
  'node_modules/esbuild',
  'node_modules/protobufjs',
]);
const registry = 'https://registry.npmjs.org/';

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [resolved] Left out where it follows from name and version.
 * @property {string} [integrity]
 * @property {boolean} [link]
 * @property {boolean} [inBundle]
 * @property {boolean} [hasInstallScript]
 */

/**
 * What is wrong with package-lock.json and the versions in package.json, one sentence each.
 * @param {{ lockfileVersion: number, packages: Record<string, LockedPackage> }} lock
 * @param {Record<string, Record<string, string> | undefined>} manifest
 * @returns {readonly string[]}
 */
export function lockProblems(lock, manifest) {
  const { '': _, ...packages } = lock.packages;
  const asked = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
  return [
    ...asked
      .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
      .filter(
        ([, version]) =>
          !/^(?:npm:(?:@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(?:-[\w.-]+)?$/.test(version),
      )
      .map(([name, version]) => `${name} is asked for as ${version}, which is not one version`),
    ...Object.keys(manifest['dependencies'] ?? {}).map(
      (name) => `${name} is a dependency at run time; everything is bundled`,
    ),
    ...Object.entries(packages).flatMap(([place, locked]) => packageProblems(place, locked)),
  ];
}

/** @param {string} place @param {LockedPackage} locked */
function packageProblems(place, { version, resolved, integrity, link, hasInstallScript }) {
  const problems = [];
  if (!place.startsWith('node_modules/') || link)
    problems.push(`${place} is a folder, not a package`);
  if (!/^\d+\.\d+\.\d+/.test(version ?? ''))
    problems.push(`${place} has no version of the registry`);
  if (resolved !== undefined && !resolved.startsWith(registry))
    problems.push(`${place} comes from ${resolved}`);
  if (!/^sha512-[\w+/]{86}==$/.test(integrity ?? '')) problems.push(`${place} has no SHA-512 hash`);
  if (hasInstallScript && !knownScripts.has(place))
    problems.push(`${place} runs a script when it is installed`);
  return problems;
}
