import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { lockProblems } from '../../../scripts/lockRules.mjs';
import { packageProblems } from '../../../scripts/packageRules.mjs';
import { sbom } from '../../../scripts/sbom.mjs';
import { root } from '../../../scripts/tools.mjs';
import { filesInZip } from '../../../scripts/zip.mjs';

const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const good = new Map(
  [
    'package.json',
    'readme.md',
    'changelog.md',
    'LICENSE.txt',
    'dist/extension.js',
    'dist/ThirdPartyNotices.txt',
    'dist/sbom.cdx.json',
    'dist/media/costPanel.css',
    'dist/grammars/tree-sitter-c-sharp.wasm.br',
    'workflows/a/b.yaml',
    'media/icon.svg',
    'docs/guide/first-steps.md',
  ].map((name) => [`extension/${name}`, Buffer.from('text')]),
);

test('a package with what users need has no problem', () => {
  expect(packageProblems(good)).toEqual([]);
});

const letters = 'aB3dE6gH9jK2mN5pQ8sT1vW4xY7z';
test.each([
  ['a source map', 'dist/extension.js.map', '{}', /not on the list/],
  ['a test', 'test/a.test.ts', '', /not on the list/],
  ['a file beside the extension', '../.env', '', /not on the list/],
  ['sources', 'src/extension.ts', '', /not on the list/],
  ['a key file', 'workflows/a.pem', '', /not on the list/],
  ['eval', 'dist/a.js', 'x=eval("1")', /has eval/],
  ['eval by another way', 'dist/a.js', '(0,eval)("1")', /has eval/],
  ['a made function', 'dist/a.js', 'new Function("return 1")', /code made from a text/],
  ['a made function without new', 'dist/a.js', 'a=Function("return 1")', /code made from a text/],
  ['a made function by another name', 'dist/a.js', 'let F=Function;new F("")', /made from a text/],
  ['the address of a map', 'dist/a.js', 'a()\n//# sourceMappingURL=a.js.map', /a source map/],
  ['an OpenAI key', 'readme.md', `key sk-proj-${letters}`, /a key of OpenAI/],
  ['a Groq key', 'dist/a.js', `"gsk_${letters}"`, /a key of Groq/],
  ['a Google key', 'package.json', `AIzaSy${letters}${letters}`, /a key of Google/],
  ['an Amazon key', 'workflows/a.md', 'AKIAABCDEFGHIJKLMNOP', /a key of Amazon/],
  ['a private key', 'dist/a.js', `-----BEGIN RSA PRIVATE KEY-----\n${letters}`, /a private key/],
])('%s is seen in a package', (_, name, text, problem) => {
  const files = new Map([...good, [`extension/${name}`, Buffer.from(text)]]);
  expect(packageProblems(files)).toEqual([expect.stringMatching(problem)]);
});

test('what users need is missed', () => {
  const files = new Map([...good].filter(([name]) => !name.endsWith('sbom.cdx.json')));
  expect(packageProblems(files)).toEqual(['extension/dist/sbom.cdx.json is missing']);
});

test('ordinary words are no eval and no key', () => {
  const text =
    'retrieval(x); this.eval(x); a.Function; risk-free; task-list-of-many-words-in-a-row';
  const files = new Map([...good, ['extension/dist/a.js', Buffer.from(text)]]);
  expect(packageProblems(files)).toEqual([]);
});

const lock = read('package-lock.json');
const manifest = read('package.json');

test('every locked package comes from the registry, with its hash', () => {
  expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
  expect(lockProblems(lock, manifest)).toEqual([]);
});

const integrity = `sha512-${'a'.repeat(86)}==`;
test.each([
  ['no hash', { version: '1.0.0' }, /has no SHA-512 hash/],
  ['a weak hash', { version: '1.0.0', integrity: 'sha1-abc=' }, /has no SHA-512 hash/],
  [
    'another server',
    { version: '1.0.0', integrity, resolved: 'http://x.test/a.tgz' },
    /comes from/,
  ],
  [
    'a server with a like name',
    { version: '1.0.0', integrity, resolved: 'https://registry.npmjs.org.x.test/a.tgz' },
    /comes from/,
  ],
  [
    'the registry without TLS',
    { version: '1.0.0', integrity, resolved: 'http://registry.npmjs.org/a/-/a.tgz' },
    /comes from/,
  ],
  ['git', { version: 'git+ssh://git@x.test/a.git#1', integrity }, /no version of the registry/],
  ['a link', { version: '1.0.0', integrity, link: true }, /is a folder/],
  ['a script', { version: '1.0.0', integrity, hasInstallScript: true }, /runs a script/],
])('a locked package with %s is seen', (_, locked, problem) => {
  const packages = { '': {}, 'node_modules/a': locked };
  expect(lockProblems({ lockfileVersion: 3, packages }, {})).toEqual([
    expect.stringMatching(problem),
  ]);
});

test.each(['^1.0.0', '1.x', 'latest', 'https://x.test/a.tgz', 'github:a/b', 'npm:b@^1.0.0'])(
  'a package that is asked for as %s is seen',
  (version) => {
    const none = { lockfileVersion: 3, packages: {} };
    expect(lockProblems(none, { devDependencies: { a: version } })).toHaveLength(1);
  },
);

test('the bill of materials names each package with its hash, and is the same each time', () => {
  const packages = [
    { folder: 'node_modules/openai', name: 'openai', version: '7.59.0', license: 'Apache-2.0' },
  ];
  const bill = sbom(packages, manifest, lock);
  expect(bill).toMatchObject({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: [
      {
        purl: 'pkg:npm/openai@7.59.0',
        licenses: [{ expression: 'Apache-2.0' }],
        hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
      },
    ],
  });
  expect(sbom(packages, manifest, lock)).toEqual(bill);
  const unknown = { ...packages[0]!, folder: 'node_modules/unknown' };
  expect(() => sbom([unknown], manifest, lock)).toThrow(/no SHA-512 hash of openai/);
});

test('a zip is read, packed and unpacked files alike', () => {
  const text = Buffer.from('some text, some text');
  const zip = zipOf([
    ['a.txt', text, 0],
    ['b.txt', text, 8],
  ]);
  expect([...filesInZip(zip)]).toEqual([
    ['a.txt', text],
    ['b.txt', text],
  ]);
  expect(() => filesInZip(Buffer.from('nothing'))).toThrow('Not a zip archive');
});

/** An archive by the specification of PKWARE (APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16). */
function zipOf(files: readonly (readonly [string, Buffer, number])[]): Buffer {
  const [locals, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, content, method] of files) {
    const bytes = method === 8 ? deflateRawSync(content) : content;
    const local = Buffer.alloc(30);
    local.write('PK\u0003\u0004');
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.write('PK\u0001\u0002');
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(bytes.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    locals.push(local, Buffer.from(name), bytes);
    directory.push(entry, Buffer.from(name));
    at += 30 + name.length + bytes.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006');
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...directory, end]);
}
