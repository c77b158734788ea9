import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Contributions } from '../../../scripts/reference/pages.ts';
import { guidePages, reference } from '../../../scripts/reference/write.ts';
import { root } from '../../../scripts/tools.mjs';
import { commandIds, settingKeys, viewIds } from '../../../src/editor/platform/contributed.ts';
import { proseOf } from '../../support/markdown.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { contributes, scripts }: { contributes: Contributions; scripts: Record<string, string> } =
  JSON.parse(read('package.json'));
const pages = [
  ...guidePages(root),
  ...['README.md', 'docs/comparison.md'].map((name) => ({ name, text: read(name) })),
].map(({ name, text }): [name: string, text: string] => [name, text]);

const titles: ReadonlySet<string> = new Set(contributes.commands.map(({ title }) => title));
/** Files of VS Code's storage, which hold the extension's whole name. */
const folders = /globalStorage\/tierwise\.tierwise/g;

test.each(pages)('%s names commands that there are', (_, text) => {
  const named = [...proseOf(text).matchAll(/\*Tierwise:\s([^*]+)\*/g)].map(([, title]) =>
    title!.replaceAll(/\s+/g, ' '),
  );
  expect(named.filter((title) => !titles.has(title))).toEqual([]);
});

test.each(pages)('%s names settings, commands and views that there are', (_, text) => {
  const ids: ReadonlySet<string> = new Set([...commandIds, ...settingKeys, ...viewIds]);
  const named = [...text.replaceAll(folders, '').matchAll(/(?<![\w/.])tierwise\.[a-zA-Z]+/g)];
  expect(named.map(([id]) => id).filter((id) => !ids.has(id))).toEqual([]);
});

test.each(pages)('%s names chat commands, tools and scripts that there are', (_, text) => {
  const chat = contributes.chatParticipants.flatMap(({ commands }) =>
    commands.map(({ name }) => `/${name}`),
  );
  const tools = contributes.languageModelTools.map((tool) => `#${tool.toolReferenceName}`);
  const codes = [...proseOf(text).matchAll(/`([/#][a-zA-Z]+)`/g)].map(([, code]) => code!);
  expect(codes.filter((code) => ![...chat, ...tools].includes(code))).toEqual([]);
  const run = [...text.matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name!);
  expect(run.filter((name) => scripts[name] === undefined)).toEqual([]);
});

/** Enter confirms in every list of VS Code. */
const alwaysThere = ['enter'];
const made = Object.keys(reference(root));

test.each(pages.filter(([name]) => !made.includes(name)))(
  '%s names keys that are bound',
  (_, text) => {
    const bound = new Set([...contributes.keybindings.map(({ key }) => key), ...alwaysThere]);
    const chords = text.match(/<kbd>[^<]+<\/kbd>(?:\s<kbd>[^<]+<\/kbd>)*/g) ?? [];
    const keys = chords.map((chord) =>
      chord
        .replaceAll(/<\/?kbd>/g, '')
        .replace(/\s/g, ' ')
        .toLowerCase(),
    );
    expect(keys.filter((key) => !bound.has(key))).toEqual([]);
  },
);
