import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandEvidence } from '../../../../../../src/execution/gates/command/output/commandEvidence.ts';
import { temporaryFolder, writeFiles } from '../../../sandbox/projectCopyRepositories.ts';

const files = ['src/cart.ts', 'test/cart.test.ts', 'calc_test.py', 'src/lib.rs', 'pkg/sum.go'];

/** Output as the tools print it; COPY stands for the folder of the copy. */
const outputs: [
  tool: string,
  output: string,
  found: [path: string, line: number, says: string][],
][] = [
  [
    'tsc',
    `src/cart.ts(12,5): error TS2322: Type 'number' is not assignable to type 'string'.`,
    [['src/cart.ts', 12, "TS2322: Type 'number' is not assignable to type 'string'."]],
  ],
  [
    'tsc --pretty',
    '\u001b[96msrc/cart.ts\u001b[0m:\u001b[93m1\u001b[0m:\u001b[93m14\u001b[0m - \u001b[91merror\u001b[0m\u001b[90m TS2322: \u001b[0mType A.',
    [['src/cart.ts', 1, 'TS2322: Type A.']],
  ],
  [
    'eslint',
    `\nCOPY/src/cart.ts\n  1:10  error    'add' is defined but never used  no-unused-vars\n  2:1   warning  Odd  odd\n`,
    [['src/cart.ts', 1, "'add' is defined but never used  no-unused-vars"]],
  ],
  [
    'node --test',
    `✖ failing tests:

test at test/cart.test.ts:18:1
⚠ known (10.4ms) # not yet
  AssertionError [ERR_ASSERTION]: not yet
      at TestContext.<anonymous> (file://COPY/test/cart.test.ts:24:12)

test at test/cart.test.ts:5:1
✖ amounts are written (2.3ms)
  AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:

  '-.05 EUR' !== '-0.05 EUR'

      at TestContext.<anonymous> (file://COPY/test/cart.test.ts:7:10)`,
    [['test/cart.test.ts', 5, 'amounts are written (2.3ms)\n  AssertionError']],
  ],
  [
    'node --test (tap)',
    `not ok 3 - known # TODO not yet
  ---
  duration_ms: 9.8
  type: 'test'
  location: 'COPY/test/cart.test.ts:18:1'
not ok 5 - amounts are written
  ---
  duration_ms: 2.4
  type: 'test'
  location: 'COPY/test/cart.test.ts:5:1'`,
    [['test/cart.test.ts', 5, 'amounts are written']],
  ],
  [
    'node',
    `Error: no stock
    at reserve (file://COPY/src/cart.ts:3:9)
    at file://COPY/test/cart.test.ts:1:1
    at node:internal/main:1:1`,
    [['src/cart.ts', 3, 'Error: no stock']],
  ],
  [
    'vitest',
    ` FAIL  test/cart.test.ts > adds\nAssertionError: expected 1 to be 2 // Object.is equality\n\n- Expected\n\n ❯ test/cart.test.ts:3:13\n`,
    [['test/cart.test.ts', 3, 'AssertionError: expected 1 to be 2']],
  ],
  [
    'jest',
    `  ● cart › adds\n\n    expect(received).toBe(expected)\n\n      at Object.<anonymous> (test/cart.test.ts:3:13)\n`,
    [['test/cart.test.ts', 3, 'cart › adds\n    expect(received)']],
  ],
  [
    'pytest',
    `    def test_half():\n>       assert half(4) == 2\nE       assert 1 == 2\nE        +  where 1 = half(4)\n\ncalc_test.py:4: AssertionError\n`,
    [['calc_test.py', 4, 'assert half(4) == 2\nE       assert 1 == 2\nE        +']],
  ],
  [
    'go',
    `--- FAIL: TestSum (0.00s)\n# example.com/shop/pkg\npkg/sum.go:5:2: undefined: total\nFAIL`,
    [['pkg/sum.go', 5, 'undefined: total']],
  ],
  [
    'rustc',
    `warning: unused variable\n --> src/lib.rs:9:1\nerror[E0308]: mismatched types\n --> src/lib.rs:1:41\n  |`,
    [['src/lib.rs', 1, 'error[E0308]: mismatched types']],
  ],
  [
    'cargo test',
    `thread 'halves' (8845) panicked at src/lib.rs:4:5:\nassertion \`left == right\` failed\n  left: 1\n right: 2\nstack backtrace:\n   0: x`,
    [['src/lib.rs', 4, 'assertion `left == right` failed\n  left: 1\n right: 2']],
  ],
  ['a file that is not there', `src/gone.ts(1,1): error TS1: gone.`, []],
  ['a file elsewhere', `/etc/passwd(1,1): error TS1: elsewhere.`, []],
  ['a file above', `../outside.ts(1,1): error TS1: above.`, []],
  ['nothing at all', '', []],
];
test.each(outputs)('%s: places and last lines are found', async (_tool, output, found) => {
  const home = await temporaryFolder();
  const folder = join(home, 'copy');
  await writeFiles(folder, Object.fromEntries(files.map((path) => [path, ''])));
  await writeFiles(home, { 'outside.ts': '' });
  const written = output.replaceAll('COPY', folder);
  const evidence = await commandEvidence({
    name: 'tests',
    code: 2,
    output: written,
    folder,
    cwd: folder,
  });
  const last = evidence.pop();
  expect(evidence).toEqual(
    found.map(([path, line, says]) => ({ path, line, message: expect.stringContaining(says) })),
  );
  expect(last?.path).toBeUndefined();
  expect(last?.message).toMatch(/^"tests" ended with exit code 2\./);
  expect(JSON.stringify(evidence) + last?.message).not.toContain(folder);
});

test('paths are taken from the folder where the command ran', async () => {
  const folder = await temporaryFolder();
  await writeFiles(folder, { 'packages/shop/src/a.ts': '', 'src/b.ts': '' });
  const output = 'src/a.ts(1,1): error TS1: a.\nsrc/b.ts(2,1): error TS1: b.';
  const cwd = join(folder, 'packages/shop');
  const evidence = await commandEvidence({ name: 'types', code: 1, output, folder, cwd });
  expect(evidence.map(({ path }) => path)).toEqual([
    'packages/shop/src/a.ts',
    'src/b.ts',
    undefined,
  ]);
});

test('a flood of findings is cut, and hostile lines take no time', async () => {
  const folder = await temporaryFolder();
  await writeFiles(folder, { 'a.ts': '' });
  const many = Array.from({ length: 500 }, (_, i) => `a.ts(${i},1): error TS1: number ${i}.`);
  const hostile = ['at ', '(', 'E   ', ':1:', '❯ ', '--> '].map((part) => ' ' + part.repeat(5000));
  const output = [...hostile, ...many].join('\n');
  const start = performance.now();
  const evidence = await commandEvidence({ name: 'types', code: 1, output, folder, cwd: folder });
  expect(performance.now() - start).toBeLessThan(2000);
  expect(evidence).toHaveLength(11);
  expect(evidence.at(-1)?.message).toContain('number 499.');
  expect(evidence.at(-1)?.message).not.toContain('number 400.');
});
