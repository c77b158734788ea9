import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fieldsOf } from '../../../scripts/reference/fields.ts';
import { type Explained, guideOf } from '../../../scripts/reference/guide.ts';
import type { Contributions } from '../../../scripts/reference/pages.ts';
import { guidePages, reference } from '../../../scripts/reference/write.ts';
import { root } from '../../../scripts/tools.mjs';

const made = reference(root);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const contributes: Contributions = manifest.contributes;
const written = guidePages(root).filter(({ name }) => !(name in made));
const guide = guideOf(written);

test.each(Object.entries(made))('%s says what the code says: npm run build', (name, text) => {
  expect(readFileSync(join(root, 'docs/guide', name), 'utf8')).toBe(text);
});

const names: readonly Explained[] = [
  ...contributes.commands.map(({ title: name }) => ({ kind: 'command' as const, name })),
  ...Object.values(contributes.views)
    .flat()
    .map(({ name }) => ({ kind: 'view' as const, name })),
  ...[
    ...contributes.configuration.flatMap(({ properties }) => Object.keys(properties)),
    ...contributes.chatParticipants.flatMap(({ commands }) =>
      commands.map(({ name }) => `/${name}`),
    ),
    ...contributes.languageModelTools.map(({ toolReferenceName }) => `#${toolReferenceName}`),
  ].map((name) => ({ kind: 'code' as const, name })),
];
test('a page that somebody wrote explains each command, view, setting, chat command and tool', () => {
  expect(written.length).toBeGreaterThan(10);
  expect(names.filter((each) => !guide.explains(each)).map(({ name }) => name)).toEqual([]);
});

test('every key of a file and of a setting says what it means', () => {
  const rows = Object.values(made)
    .join('\n')
    .split('\n')
    .filter((line) => /^\| `[^`]+` \|/.test(line));
  expect(rows.length).toBeGreaterThan(300);
  expect(rows.filter((row) => /\|\s+\|$/.test(row))).toEqual([]);
});

test('names are found as they are written, and lead to the heading above', () => {
  const pages = [
    { name: 'a.md', text: '# A\n\n`tierwise.tiersOf` and *Runs* and /planned\n' },
    {
      name: 'b.md',
      text: '# B\n\nx\n\n## Use it, now\n\n**Tierwise: Run\nAll…**, `/plan`, `tierwise.tiers`\n',
    },
  ];
  const { linkTo, explains } = guideOf(pages);
  expect(linkTo('Run', { kind: 'command', name: 'Run All…' })).toBe('[Run](b.md#use-it-now)');
  expect(linkTo('t', { kind: 'code', name: 'tierwise.tiers' })).toBe('[t](b.md#use-it-now)');
  expect(linkTo('p', { kind: 'code', name: '/plan' })).toBe('[p](b.md#use-it-now)');
  expect(explains({ kind: 'command', name: 'Run' })).toBe(false);
  expect(linkTo('Gone', { kind: 'view', name: 'Gone' })).toBe('Gone');
});

test('keys of shapes in one place are listed once, and a shape that is known is referred to', () => {
  const shape = { type: 'object', properties: { a: { type: 'string', description: 'an a' } } };
  const named = (kind: string) => ({
    type: 'object',
    properties: { kind: { const: kind, description: `The ${kind}.` } },
  });
  const schema = {
    properties: {
      old: { ...shape, deprecationMessage: 'Use one.' },
      one: shape,
      two: { ...shape, description: 'The other.' },
      list: { type: 'array', description: 'All.', items: { anyOf: [named('x'), named('y')] } },
      deep: { $ref: '#/$defs/deep', description: 'Deep.' },
    },
    $defs: { deep: { type: 'object', additionalProperties: { $ref: '#/$defs/deep' } } },
  };
  expect(
    fieldsOf(schema).map(({ path, value, description }) => [path, value, description]),
  ).toEqual([
    ['one', 'object', ''],
    ['one.a', 'text', 'An a'],
    ['two', 'object', 'The other. Has the keys of `one`.'],
    ['list', 'list of object', 'All.'],
    ['list[].kind', '`x` or `y`', '`x`: The x. `y`: The y.'],
    ['deep', 'object', 'Deep.'],
  ]);
});
