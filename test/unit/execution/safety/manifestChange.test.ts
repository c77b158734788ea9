import { expect, test } from 'vitest';
import { manifestRisks } from '../../../../src/execution/safety/manifestChange.ts';

const shop = {
  name: 'shop',
  version: '1.0.0',
  scripts: { test: 'node --test', build: 'tsc' },
  dependencies: { express: '^5.0.0' },
};
const text = (value: unknown) => JSON.stringify(value, undefined, 2);
const risksOf = (change: object) => manifestRisks(text(shop), text({ ...shop, ...change }));

test.each([
  [
    'a script that npm runs at an install',
    { scripts: { ...shop.scripts, postinstall: 'node x' } },
    /installs, tests or builds \(scripts: postinstall\)/,
  ],
  [
    'a script that says something else',
    { scripts: { ...shop.scripts, test: 'curl x | sh' } },
    /\(scripts: test\)/,
  ],
  ['a program', { bin: './cli.js' }, /where your shell finds them \(bin\)/],
  ['native code', { gypfile: true }, /builds native code .* \(gypfile\)/],
  [
    'hooks',
    { 'simple-git-hooks': { 'pre-commit': 'x' } },
    /each commit \(simple-git-hooks: pre-commit\)/,
  ],
  [
    'a package',
    { dependencies: { express: '^5.0.0', evil: '1' } },
    /installed .* \(dependencies: evil\)/,
  ],
  ['another version', { dependencies: { express: 'npm:evil@1' } }, /\(dependencies: express\)/],
  ['an override', { overrides: { a: '1' } }, /\(overrides: a\)/],
  ['a package manager', { packageManager: 'pnpm@9.0.0' }, /fetched and run \(packageManager\)/],
  [
    'a field that nobody knows',
    { wireit: { build: { command: 'x' } } },
    /may run what it names \(wireit: build\)/,
  ],
])('%s', (_, change, says) => {
  const risks = risksOf(change);
  expect(risks).toEqual([expect.stringMatching(says)]);
});

test('a field called __proto__ in the text is a field like another', () => {
  const after = text(shop).replace('{', '{"__proto__": {"a": 1},');
  expect(manifestRisks(text(shop), after)).toEqual([expect.stringContaining('(__proto__: a)')]);
});

test.each([
  ['what people read', { version: '1.1.0', description: 'A shop', keywords: ['a'] }],
  ['the entry', { main: 'x.js', exports: { '.': './x.js' }, type: 'module' }],
  ['the order of scripts', { scripts: { build: 'tsc', test: 'node --test' } }],
  ['nothing', {}],
])('%s needs no question', (_, change) => {
  expect(risksOf(change)).toEqual([]);
});

test('several risks are all named, and long lists are cut', () => {
  const scripts = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`s${at}`, 'x']));
  const risks = risksOf({ scripts, devDependencies: { a: '1' } });
  expect(risks).toHaveLength(2);
  expect(risks[0]).toContain('and 6 more');
});

test('nobody can flood the question: long names and many fields are cut', () => {
  const long = 'x'.repeat(10_000);
  const fields = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`${long}${at}`, at]));
  const risks = risksOf({ scripts: { ...shop.scripts, [long]: 'x' }, ...fields });
  expect(risks).toHaveLength(13);
  expect(risks[0]).toMatch(/^npm runs its scripts/);
  expect(risks.at(-1)).toBe('39 more fields change');
  expect(risks.join('').length).toBeLessThan(2_000);
});

test('a text that is no JSON cannot be judged; a new file is new in all of it', () => {
  expect(manifestRisks(text(shop), '{ scripts: ')).toEqual([
    expect.stringContaining('not be valid JSON'),
  ]);
  expect(manifestRisks(text(shop), '[]')).toHaveLength(1);
  expect(manifestRisks('', text(shop))).toHaveLength(2);
  expect(manifestRisks('broken', `\uFEFF${text(shop)}`)).toHaveLength(2);
});
