import { keyShapes } from '../src/execution/safety/keyShapes.ts';

/** All that may be in the package, as patterns of whole names. */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(?:package(?:\.nls(?:\.de)?)?\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
  /^extension\/dist\/[\w-]+\.js$/,
  /^extension\/dist\/media\/\w+\.(?:js|css)$/,
  /^extension\/dist\/o200k\.json\.br$/,
  /^extension\/dist\/grammars\/tree-sitter[\w-]*\.wasm\.br$/,
  /^extension\/dist\/schemas\/\w+\.json$/,
  /^extension\/dist\/(?:ThirdPartyNotices\.txt|sbom\.cdx\.json)$/,
  /^extension\/l10n\/bundle\.l10n\.de\.json$/,
  /^extension\/workflows\/[\w/]+\.(?:yaml|md|json)$/,
  /^extension\/media\/walkthrough\/\w+\.svg$/,
  /^extension\/(?:docs\/guide\/[\w-]+|docs\/comparison|docs\/threat-model|SECURITY)\.md$/,
  /^extension\/media\/(?:icon\.(?:png|svg)|tierwise\.webp)$/,
];
const needed = [
  'package.json',
  'package.nls.json',
  'package.nls.de.json',
  'l10n/bundle.l10n.de.json',
  'readme.md',
  'changelog.md',
  'LICENSE.txt',
  'dist/extension.js',
  'dist/ThirdPartyNotices.txt',
  'dist/sbom.cdx.json',
].map((name) => `extension/${name}`);

/** What code must not hold. */
const inCode = [
  { what: 'eval', found: /(?<![\w$.])eval\s*[()]/ },
  {
    what: 'code made from a text',
    found: /\bnew Function\b|(?<![\w$.])Function\(|=\s*Function\s*[;,)]/,
  },
  { what: 'a source map', found: /\/\/[#@] sourceMappingURL=/ },
];
const secrets = [
  ...keyShapes.map(({ name, whole }) => ({ what: `a key of ${name}`, found: whole })),
  { what: 'a private key', found: /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[\w+/=]{16}/ },
];

/**
 * What is wrong with a package, one sentence each.
 * @param {ReadonlyMap<string, Buffer>} files The files in the .vsix by name.
 * @returns {readonly string[]}
 */
export function packageProblems(files) {
  const names = [...files.keys()];
  return [
    ...needed.filter((name) => !files.has(name)).map((name) => `${name} is missing`),
    ...names
      .filter((name) => !allowed.some((pattern) => pattern.test(name)))
      .map((name) => `${name} is not on the list of what may be in the package`),
    ...[...files].flatMap(([name, content]) => contentProblems(name, content)),
  ];
}

/** @param {string} name @param {Buffer} content */
function contentProblems(name, content) {
  if (!/\.(?:js|json|css|md|txt|yaml|svg|xml|vsixmanifest)$/.test(name)) return [];
  const text = content.toString('utf8');
  const rules = [...secrets, ...(name.endsWith('.js') ? inCode : [])];
  return rules.flatMap(({ what, found }) => {
    const [piece] = found.exec(text) ?? [];
    return piece === undefined ? [] : [`${name} has ${what}: ${piece.slice(0, 12)}…`];
  });
}
