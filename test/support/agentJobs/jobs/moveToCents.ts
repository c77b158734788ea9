import type { Skill } from '../../../../demo/practiceServer/models.ts';
import { type Job, read, type Stage } from '../job.ts';

interface Module {
  readonly name: string;
  readonly needs: Skill;
  readonly before: string;
  readonly right: string;
  readonly wrong: string;
  /** An expression of the module `it` that must be true afterwards. */
  readonly holds: string;
}

/** Prices and fees that only move a decimal point. */
const plain: readonly Module[] = [
  'delivery',
  'wrapping',
  'deposit',
  'repair',
  'storage',
  'insurance',
  'printing',
  'engraving',
  'cleaning',
  'assembly',
  'pickup',
].map((name, at) => {
  const amount = (at + 3) * 1.25;
  return {
    name,
    needs: 'plain',
    before: `export const ${name}Fee = (count) => count * ${amount};`,
    right: `export const ${name}Fee = (count) => count * ${amount * 100};`,
    wrong: `export const ${name}Fee = (count) => count * ${amount};`,
    holds: `it.${name}Fee(2) === ${amount * 200}`,
  };
});

const hard: readonly Module[] = [
  {
    name: 'tax',
    needs: 'subtle',
    before: 'export const tax = (amount) => amount * 0.19;',
    right: 'export const tax = (cents) => Math.round(cents * 0.19);',
    wrong: 'export const tax = (cents) => cents * 0.19;',
    holds: 'it.tax(333) === 63',
  },
  {
    name: 'shares',
    needs: 'deep',
    before: 'export const shares = (amount, parts) => Array(parts).fill(amount / parts);',
    right: `export const shares = (cents, parts) =>
  Array.from({ length: parts }, (_, at) => Math.floor((cents * (at + 1)) / parts) - Math.floor((cents * at) / parts));`,
    wrong: `export const shares = (cents, parts) => Array(parts).fill(Math.round(cents / parts));`,
    holds: 'it.shares(100, 3).reduce((sum, part) => sum + part, 0) === 100',
  },
  {
    name: 'exchange',
    needs: 'subtle',
    before: 'export const exchange = (amount, rate) => amount * rate;',
    right: 'export const exchange = (cents, rate) => Math.round(cents * rate);',
    wrong: 'export const exchange = (cents, rate) => Math.trunc(cents * rate);',
    holds: 'it.exchange(101, 1.085) === 110',
  },
  {
    name: 'text',
    needs: 'subtle',
    before: 'export const text = (amount) => amount.toFixed(2);',
    right: `export const text = (cents) => {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return \`\${cents < 0 ? '-' : ''}\${digits.slice(0, -2)}.\${digits.slice(-2)}\`;
};`,
    wrong: 'export const text = (cents) => String(cents / 100);',
    holds: "it.text(-5) === '-0.05'",
  },
];

/** In the order in which they are moved. */
const modules: readonly Module[] = [
  ...plain.slice(0, 4),
  hard[0]!,
  ...plain.slice(4, 6),
  hard[1]!,
  ...plain.slice(6, 9),
  hard[2]!,
  ...plain.slice(9),
  hard[3]!,
];

const pathOf = ({ name }: Module) => `src/${name}.mjs`;

function testOf({ name, holds }: Module): string {
  return `import assert from 'node:assert/strict';
import test from 'node:test';
import * as it from '../src/${name}.mjs';

test('${name}', () => assert.ok(${holds}));
`;
}

function stagesOf(module: Module, at: number): Stage[] {
  const { name, needs, before, right, wrong } = module;
  const filePath = pathOf(module);
  const isFourth = at % 4 === 3 || at === modules.length - 1;
  return [
    {
      kind: 'look',
      tool: 'grep_search',
      given: { query: `from './${name}.mjs'`, isRegexp: false },
    },
    read(filePath),
    { kind: 'edit', name, needs, path: filePath, before, right, wrong },
    ...(isFourth
      ? [{ kind: 'check', command: `node --test --test-isolation=none ${testsUpTo(at)}` } as const]
      : []),
  ];
}

function testsUpTo(at: number): string {
  return modules
    .slice(0, at + 1)
    .map(({ name }) => `test/${name}.test.mjs`)
    .join(' ');
}

/** A migration through many files: about sixty turns. */
export const moveToCents: Job = {
  id: 'moveToCents',
  words:
    'Amounts of money are decimal numbers in this project. Move every module in src to whole cents, and run the tests of what you have moved from time to time.',
  files: {
    'package.json': '{ "name": "ledger", "type": "module", "private": true }\n',
    ...Object.fromEntries(
      modules.map((each) => [
        pathOf(each),
        `// ${each.name}: an amount of money.\n${each.before}\n`,
      ]),
    ),
    ...Object.fromEntries(modules.map((each) => [`test/${each.name}.test.mjs`, testOf(each)])),
  },
  hidden: {
    'hidden/all.test.mjs': `import assert from 'node:assert/strict';
import test from 'node:test';
${modules
  .map(
    ({ name, holds }) => `test('${name}', async () => {
  const it = await import('../src/${name}.mjs');
  assert.ok(${holds});
});`,
  )
  .join('\n')}
`,
  },
  stages: [
    { kind: 'look', tool: 'list_dir', given: { path: 'src' } },
    {
      kind: 'plan',
      needs: 'plain',
      items: modules.map(({ name }) => name),
      forgets: [],
    },
    ...modules.flatMap(stagesOf),
  ],
  done: 'All modules hold whole cents now, and their tests pass.',
};
