import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ensurePackage, vsix } from '../../scripts/package.mjs';
import { ensureTools, root } from '../../scripts/tools.mjs';
import { loadedAtStart, sourcesOf } from '../support/bundle.ts';
import { packageProblems } from '../../scripts/packageRules.mjs';
import { filesInZip } from '../../scripts/zip.mjs';

beforeAll(async () => ensurePackage(await ensureTools()));

test('the package holds what users need and nothing else', () => {
  expect(packageProblems(filesInZip(readFileSync(vsix)))).toEqual([]);
});

test('the package is under 5.75 MB', () => {
  expect(statSync(vsix).size).toBeLessThan(5_750_000);
});

test('importing the extension loads no SDK, tokenizer, schema, YAML or Markdown package', () => {
  const loaded = loadedAtStart();
  expect(loaded).toContain('dist/extension.js');
  const packages = sourcesOf(loaded).filter((source) => source.includes('node_modules/'));
  const heavy =
    /node_modules\/(openai|@anthropic-ai|js-tiktoken|zod|yaml|markdown-it|liquidjs|@marcbachmann)\//;
  expect(packages.filter((source) => heavy.test(source))).toEqual([]);
});

test('what starts a window is one file, without what commands do', () => {
  const loaded = loadedAtStart();
  expect(loaded).toEqual(['dist/extension.js']);
  expect(statSync(join(root, 'dist', 'extension.js')).size).toBeLessThan(210_000);
  const sources = sourcesOf(loaded);
  expect(sources).toContain('src/editor/commands/register.ts');
  expect(sources).not.toContain('src/editor/commands/handlers.ts');
});
