import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readUserSettings } from '../../../src/cli/evaluate/readUserSettings.ts';
import { namesOfSettings } from '../../../src/cli/evaluate/settingNames.ts';
import { readManifest } from '../../../scripts/manifest.ts';

const folder = mkdtempSync(join(tmpdir(), 'tierwise-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function told(text: string | Uint8Array): Promise<string> {
  const path = join(folder, 'settings.jsonc');
  writeFileSync(path, text);
  const read = readUserSettings(path, '2026-11-30').then(
    () => 'read',
    (error: Error) => error.message.replaceAll(`${path}:`, ''),
  );
  return read;
}

test.each<[string, string, string]>([
  [
    'a misspelt setting',
    '"tierwise.tier": {}',
    '2: tierwise.tier: There is no setting "tierwise.tier". Did you mean "tierwise.tiers"?',
  ],
  [
    'settings in an object',
    '"tierwise": { "tiers": {} }',
    '2: tierwise: Write each setting with its whole name, such as "tierwise.tiers".',
  ],
  ['a setting without its prefix', '"providers": {}', '2: providers: Write "tierwise.providers".'],
  [
    'a misspelt provider',
    '"tierwise.tiers": { "fast": ["opnai/x"] }',
    '2: tierwise.tiers › fast › 0: There is no provider "opnai". Did you mean "openai"?',
  ],
  [
    'a provider of nobody',
    '"tierwise.tiers": { "fast": ["garage/x"] }',
    '2: tierwise.tiers › fast › 0: There is no provider "garage". Add it to `tierwise.providers`, or take the model out.',
  ],
  [
    'one private file as a text',
    '"tierwise.privateFiles": "*.pem"',
    '2: tierwise.privateFiles: Write a list of globs: ["*.pem"].',
  ],
  ['settings of others', '"editor.tabSize": 2, "tierwise.budgets": [], "[yaml]": {}', 'read'],
])('%s', async (_, body, message) => {
  expect(await told(`{\n${body}\n}\n`)).toBe(message);
});

test.each([
  ['a list', '[]', '1: Write your settings between { and }, as in VS Code’s settings.json.'],
  ['nothing but a comment', '// none yet\n', 'read'],
  [
    'UTF-16',
    Buffer.from('\ufeff{ "tierwise.tiers": [] }', 'utf16le'),
    expect.stringContaining('Write an object of tier names'),
  ],
])('a file with %s', async (_, text, message) => {
  expect(await told(text)).toEqual(message);
});

test('no setting of Tierwise is taken for a misspelt one', () => {
  const all = Object.fromEntries(settingsOfManifest().map((key) => [key, null]));
  expect(Object.keys(all).length).toBeGreaterThan(20);
  expect(namesOfSettings(all)).toEqual([]);
});

function settingsOfManifest(): string[] {
  const { contributes } = readManifest(process.cwd()) as {
    contributes: { configuration: { properties: object } | { properties: object }[] };
  };
  return [contributes.configuration].flat().flatMap(({ properties }) => Object.keys(properties));
}
