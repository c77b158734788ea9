/**
 * The bill of materials of the package in CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/): what is
 * bundled, from where, under which licence. It holds no time and no serial number, so that the same
 * sources give the same bytes.
 * @param {readonly import('./bundledPackages.mjs').BundledPackage[]} packages
 * @param {{ name: string, version: string, license: string }} manifest
 * @param {{ packages: Record<string, { integrity?: string }> }} lock The contents of package-lock.json.
 */
export function sbom(packages, manifest, lock) {
  const own = { name: manifest.name, version: manifest.version };
  const ownRef = refOf(own);
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': ownRef,
        ...own,
        licenses: [{ expression: manifest.license }],
      },
    },
    components: packages.map(({ folder, name, version, license }) => ({
      type: 'library',
      'bom-ref': refOf({ name, version }),
      name,
      version,
      purl: refOf({ name, version }),
      licenses: [{ expression: license }],
      hashes: hashesOf(lock.packages[folder]?.integrity, `${name} ${version}`),
    })),
    dependencies: [{ ref: ownRef, dependsOn: packages.map(refOf) }],
  };
}

/** @param {{ name: string, version: string }} named */
function refOf({ name, version }) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** npm writes hashes in base64, CycloneDX in hex. @param {string | undefined} integrity @param {string} what */
function hashesOf(integrity, what) {
  const [, hash] = /^sha512-(.+)$/.exec(integrity ?? '') ?? [];
  if (!hash) throw new Error(`package-lock.json has no SHA-512 hash of ${what}. Run npm install.`);
  return [{ alg: 'SHA-512', content: Buffer.from(hash, 'base64').toString('hex') }];
}
