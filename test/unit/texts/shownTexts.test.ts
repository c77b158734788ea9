import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { languages, manifestTexts } from '../../../scripts/manifest.ts';
import { root } from '../../../scripts/tools.mjs';
import { taskTypeName } from '../../../src/editor/platform/say.ts';
import { taskTypes } from '../../../src/routing/task.ts';
import { taskTypeLabels } from '../../../src/routing/taskTypes.ts';
import { l10n } from '../../support/l10n.ts';
import {
  shownProblems,
  type Texts,
  textsShownIn,
  translationProblems,
} from '../../support/textRules.ts';

vi.mock('vscode', () => import('../../support/l10n.ts'));

const bundleOf = (language: string): Texts => {
  const name = language === 'en' ? 'bundle.l10n.json' : `bundle.l10n.${language}.json`;
  return JSON.parse(readFileSync(join(root, 'l10n', name), 'utf8'));
};
const english = bundleOf('en');
const sayers = new Set(['src/editor/platform/say.ts', 'src/routing/say.ts', 'media/tree/say.ts']);
const shown = globSync('{src,media}/**/*.ts', { cwd: root }).flatMap((path) => {
  const source = readFileSync(join(root, path), 'utf8');
  const says = sayers.has(path) || /l10n\.t\(|\/say\.ts'/.test(source);
  const texts = says ? textsShownIn(path, source) : [];
  return texts
    .filter(({ text }) => text !== undefined || !sayers.has(path))
    .map((each) => ({ path, ...each }));
});

test('each text that is said in the reader’s language is in the bundle, with a value for each placeholder', () => {
  const problems = shown.flatMap((each) =>
    shownProblems(each, english).map((problem) => `${each.path}:${each.line}: ${problem}`),
  );
  expect(problems).toEqual([]);
});

test('each text of the bundle is shown somewhere, and stands for itself', () => {
  const texts = new Set(shown.map(({ text }) => text));
  expect(Object.keys(english).filter((text) => !texts.has(text))).toEqual([]);
  expect(Object.entries(english).filter(([key, text]) => key !== text)).toEqual([]);
  expect(texts.size).toBeGreaterThan(100);
});

test.each(languages)('the bundle of “%s” is complete, with the same placeholders', (language) => {
  expect(translationProblems(english, bundleOf(language))).toEqual([]);
});

/** The titles of commands in a language, as messages and buttons name them, by their English titles. */
function titlesIn(language: 'de'): [english: string, title: string][] {
  const [from, to] = [manifestTexts(root, 'en'), manifestTexts(root, language)];
  const keys = Object.keys(from).filter((key) => /^command\..*\.title$/.test(key));
  return keys.map((key) => [from[key]!, to[key]!]);
}

/** A title without what it has in one place and not in another. */
function bare(title: string): string {
  return title.replace(/^Tierwise: /, '').replace(/…$/, '');
}

test('German texts name commands by their German titles', () => {
  const german = bundleOf('de');
  const wrong = titlesIn('de').flatMap(([title, translated]) =>
    Object.entries(german)
      .filter(([text]) => bare(text) === bare(title) || text.includes(`“Tierwise: ${title}”`))
      .filter(([, text]) => !text.includes(bare(translated)))
      .map(([text]) => text),
  );
  expect(wrong).toEqual([]);
});

test('task types have the same English names as in reasons and pages', () => {
  expect(taskTypes.map(taskTypeName)).toEqual(taskTypes.map((type) => taskTypeLabels[type]));
});

test.each([
  ['no bundle', "vscode.l10n.t('Gone.')", /has no “Gone\.”/],
  ['a value missing', "vscode.l10n.t('Ask {0}.')", /1 placeholders and 0 values/],
  ['a value too many', "vscode.l10n.t('Yes', 1)", /0 placeholders and 1 values/],
  ['another number', "vscode.l10n.t('Ask {1}.', a)", /1 placeholders and 1 values/],
  ['a text put together', 'vscode.l10n.t(`Ask ${a}.`)', /not written out/],
])('a text with %s is seen', (_, source, problem) => {
  const bundle = { 'Ask {0}.': 'Ask {0}.', 'Ask {1}.': 'Ask {1}.', Yes: 'Yes' };
  const found = textsShownIn('a.ts', source).flatMap((each) => shownProblems(each, bundle));
  expect(found).toEqual([expect.stringMatching(problem)]);
});

test('the fake fills placeholders as VS Code does', () => {
  expect(l10n.t('{0} of {1}, {0}, {2}', 'a', 2)).toBe('a of 2, a, {2}');
  expect(l10n.t('{name} at {place}', { name: 'A', place: 'B' })).toBe('A at B');
});
