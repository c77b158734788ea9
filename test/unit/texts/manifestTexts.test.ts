import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withEnumWords } from '../../../scripts/enumWords.ts';
import { languages, manifestTexts, readManifest, withTexts } from '../../../scripts/manifest.ts';
import { root } from '../../../scripts/tools.mjs';
import { keysIn, translationProblems, untranslated } from '../../support/textRules.ts';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const english = manifestTexts(root, 'en');

test('each key of package.json has an English text, and each text is used', () => {
  expect(keysIn(manifest).toSorted()).toEqual(Object.keys(english).toSorted());
});

test.each(languages)('the texts in “%s” are complete, with the same links and code', (language) => {
  expect(translationProblems(english, manifestTexts(root, language))).toEqual([]);
});

test.each(languages)('commands are called by their titles in “%s”', (language) => {
  const { commands } = readManifest(root, language).contributes;
  const titles = commands.map(({ title }: { title: string }) => title);
  const texts = Object.values(manifestTexts(root, language)).join('\n');
  const named = [...texts.matchAll(/\*\*Tierwise: ([^*]+)\*\*/g)].map(([, title]) => title);
  expect(named).not.toEqual([]);
  expect(named.filter((title) => !titles.includes(title))).toEqual([]);
});

const madeByBuild = /\.properties\.tierwise\.(?:(?:rules|experiments)\.items|turns\.properties)$/;
/** Models read it in English, whatever people read. */
const forModels = /^contributes\.languageModelTools\.\d+\.inputSchema$/;

/** Whether `npm run build` writes what is there, or a model reads it. */
function isMade(place: string, value: unknown): boolean {
  if (madeByBuild.test(place) || forModels.test(place)) return true;
  return place.endsWith('.enumDescriptions') && knownLists.has(JSON.stringify(value));
}
const knownLists = new Set<string>();
function collectKnownLists(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return;
  const { enum: values } = schema as { enum?: unknown };
  const { enumDescriptions } = withEnumWords({ enum: values }) as { enumDescriptions?: unknown };
  if (enumDescriptions) knownLists.add(JSON.stringify(enumDescriptions));
  Object.values(schema).forEach(collectKnownLists);
}
collectKnownLists(manifest.contributes.configuration);

test('every text of package.json for people is a key, but for names and what the build writes', () => {
  expect(untranslated(manifest, isMade)).toEqual([]);
  expect(knownLists.size).toBeGreaterThan(5);
});

test('a text that is no key is seen', () => {
  const command = { command: 'a.b', title: 'Do It', category: 'Tierwise' };
  const views = { side: [{ id: 'a', name: 'Cost' }] };
  const found = untranslated({ contributes: { commands: [command], views } }, () => false);
  expect(found).toEqual([
    'contributes.commands.0.title: Do It',
    'contributes.views.side.0.name: Cost',
  ]);
});

test.each([
  ['a missing text', { a: 'Run {0}.' }, {}, /a is missing/],
  ['an empty text', { a: 'Run {0}.' }, { a: ' ' }, /a is missing/],
  ['a text of nothing', {}, { a: 'Lauf' }, /in no English text/],
  ['a lost placeholder', { a: 'Run {0}.' }, { a: 'Lauf.' }, /placeholders: none for \{0\}/],
  ['another placeholder', { a: 'Run {name}.' }, { a: 'Lauf {Name}.' }, /placeholders/],
  ['another command', { a: '[Go](command:a.b)' }, { a: '[Los](command:a.c)' }, /links/],
  ['another setting', { a: 'See `#a.b#`.' }, { a: 'Siehe `#a.c#`.' }, /links/],
  ['another address', { a: 'See https://a.test/b.' }, { a: 'Siehe https://a.test/c.' }, /links/],
  ['translated code', { a: 'Set `local`.' }, { a: 'Setze `lokal`.' }, /code/],
])('%s is seen', (_, one, other, problem) => {
  expect(translationProblems(one, other).join('\n')).toMatch(problem);
});

test('a manifest has the texts of its language, and a key without a text stops the build', () => {
  const titles = languages.map(
    (language) =>
      readManifest(root, language).contributes.commands.find(
        ({ command }: { command: string }) => command === 'tierwise.refactor',
      ).title,
  );
  expect(titles).toEqual(['Refactor', 'Refactoring durchführen']);
  expect(() => withTexts(['%a.b%'], {})).toThrow(/no text for a\.b/);
});
