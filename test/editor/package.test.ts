import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ensurePackage, vsix } from '../../scripts/package.mjs';
import { ensureTools, root } from '../../scripts/tools.mjs';
import { loadedAtStart, sourcesOf } from '../support/bundle.ts';
import { zipEntries } from '../support/zipEntries.ts';

beforeAll(async () => ensurePackage(await ensureTools()));

test('the package holds what users need and nothing else', () => {
  const files = zipEntries(readFileSync(vsix));
  const container = ['[Content_Types].xml', 'extension.vsixmanifest'];
  const documents = ['package.json', 'readme.md', 'changelog.md', 'LICENSE.txt'];
  const needed = [...container, ...documents.map((name) => `extension/${name}`)];
  const built =
    /^extension\/(dist\/[\w-]+\.js|dist\/media\/\w+\.(js|css)|dist\/grammars\/tree-sitter[\w-]*\.wasm\.br|dist\/ThirdPartyNotices\.txt|dist\/schemas\/\w+\.json|workflows\/[\w/]+\.(yaml|md|json)|media\/(icon\.(png|svg)|screenshot\.jpg))$/;
  expect(files).toEqual(expect.arrayContaining([...needed, 'extension/dist/extension.js']));
  expect(files.filter((file) => !needed.includes(file) && !built.test(file))).toEqual([]);
});

test('the package is under 3 MB, without its grammars', () => {
  const grammars = globSync('dist/grammars/*', { cwd: root });
  const grammarBytes = grammars.reduce((sum, file) => sum + statSync(join(root, file)).size, 0);
  expect(grammarBytes).toBeGreaterThan(0);
  expect(statSync(vsix).size - grammarBytes).toBeLessThan(3_000_000);
});

test('importing the extension loads no SDK, tokenizer, schema, YAML or Markdown package', () => {
  const loaded = loadedAtStart();
  expect(loaded).toContain('dist/extension.js');
  const packages = sourcesOf(loaded).filter((source) => source.includes('node_modules/'));
  const heavy =
    /node_modules\/(openai|@anthropic-ai|js-tiktoken|zod|yaml|markdown-it|liquidjs|@marcbachmann)\//;
  expect(packages.filter((source) => heavy.test(source))).toEqual([]);
});
