import { expect, test } from 'vitest';
import type { Finding } from '../../../../../../src/routing/verdict.ts';
import { commandEvidence } from '../../../../../../src/execution/gates/command/output/commandEvidence.ts';
import { temporaryFolder, writeFiles } from '../../../sandbox/projectCopyRepositories.ts';

const files = [
  'shop/till.py',
  'shop/test_till.py',
  'src/till.c',
  'src/till.ts',
  'src/my parts/till.ts',
  'app/[id]/page.tsx',
  'java/src/shop/Till.java',
  'java/src/bank/Till.java',
  'packages/a/src/open.ts',
  'packages/b/src/open.ts',
  'node_modules/till/index.js',
];

/** The places and messages that are read from output; COPY stands for the folder of the copy. */
async function read(output: string): Promise<string[]> {
  const folder = await temporaryFolder();
  await writeFiles(folder, Object.fromEntries(files.map((path) => [path, ''])));
  const written = output.replaceAll('COPY', folder);
  const found = await commandEvidence({
    name: 'tests',
    code: 1,
    output: written,
    folder,
    cwd: folder,
  });
  return found.slice(0, -1).map(({ path, line, message }: Finding) => `${path}:${line} ${message}`);
}

test.each([
  ['a colon', 'src/till.c:3:9: error: no coins', 'src/till.c:3 no coins'],
  ['a colon and no column', 'shop/till.py:3: F401 unused', 'shop/till.py:3 F401 unused'],
  ['brackets', '[ERROR] COPY/src/till.c:[3,9] no coins left', 'src/till.c:3 no coins left'],
  ['brackets behind a colon', 'e: src/till.c: (3, 9): no coins', 'src/till.c:3 no coins'],
  ['words', 'shop/till.py: line 3, col 9, Error - No coins', 'shop/till.py:3 Error - No coins'],
  ['words at the end', 'Parse error: no coin in src/till.c on line 3', 'Parse error: no coin'],
  ['an annotation', '::error file=src/till.c,line=3,col=9::no coins', 'src/till.c:3 no coins'],
  ['the end of the line', '[error] src/till.c: SyntaxError: no coins (3:9)', ': no coins'],
  ['a runner before it', '@shop/till:test: src/till.c(3,9): error C1: no coins', 'C1: no coins'],
  ['a display that was written over', '1/2\r2/2\rsrc/till.c:3: no coins\r\n', 'c:3 no coins'],
  ['backslashes', 'src\\till.c(3,9): error C1: no coins', 'src/till.c:3 C1: no coins'],
  ['spaces in it', 'src/my parts/till.ts(3,9): error TS1: no coins', 'parts/till.ts:3 TS1: no'],
  [
    'brackets in it',
    'app/[id]/page.tsx:3:9 - error TS1: no coins',
    '[id]/page.tsx:3 TS1: no coins',
  ],
])('a place with %s is read', async (_form, output, says) => {
  expect(await read(output)).toEqual([expect.stringContaining(says)]);
});

test.each([
  [
    'what goes on deeper',
    'src/till.c:3: not a coin\n   3 | pay(1)\n  a button is\nDone.',
    'not a coin\n  a button is',
  ],
  [
    'a title alone',
    'src/till.c:3: Failure\nExpected: 1\nActual: 2\n\nDone.',
    'Failure\nExpected: 1\nActual',
  ],
  ['an arrow', 'error[E1]: no coins\n --> src/till.c:3:9\n  |\n3 | pay\n', 'error[E1]: no coins'],
  [
    'a drawing',
    '  × rule(coins): No coins here.\n   ╭─[src/till.c:3:9]\n 3 │ pay',
    'rule(coins): No',
  ],
  ['a title above', 'ERROR in ./src/till.c:3:9\nTS1: no coins\n\nDone.', 'till.c:3 TS1: no coins'],
  [
    'a path alone above',
    './src/till.c:3:9\nType error: no coins\n\n> 3 | pay',
    'Type error: no coins',
  ],
  [
    'the name of the test',
    '  1) pays\n     got: 2\n     # ./src/till.c:3:in block',
    '1) pays\n     got: 2',
  ],
  [
    'a test in brackets',
    '  1) Failure:\npays [src/till.c:3]:\nExpected: 1\n  Actual: 2\n',
    'Actual: 2',
  ],
  [
    'a frame of the JVM',
    'shop.Empty: none\nat x\nE.PayException: no coins\n\tat shop.Till.pay(Till.java:3)',
    'no coins',
  ],
  ['a report', 'src/till.c\n  3:9  error  no coins  rule\n', 'no coins  rule'],
])('a message is found with %s', async (_form, output, says) => {
  expect(await read(output)).toEqual([expect.stringContaining(says)]);
  expect(await read(output)).toEqual([expect.stringMatching(/^\S+:3 /)]);
});

test('a traceback is told at the last frame of the project', async () => {
  const output = `Traceback (most recent call last):
  File "COPY/shop/test_till.py", line 2, in test_pay
    pay(0)
  File "COPY/shop/till.py", line 3, in pay
    return coins[0]
  File "/usr/lib/python3/list.py", line 9, in get
    raise
IndexError: no coins`;
  expect(await read(output)).toEqual(['shop/till.py:3 IndexError: no coins']);
});

test('of files with one name, the one that is named beside it or in the output is taken', async () => {
  expect(await read('no.CoinException: none\n\tat bank.Till.pay(Till.java:3)')).toEqual([
    expect.stringMatching(/^java\/src\/bank\/Till\.java:3 /),
  ]);
  expect(await read('src/open.ts(3,9): error TS1: no\nnpm error path COPY/packages/b')).toEqual([
    'packages/b/src/open.ts:3 TS1: no',
  ]);
  expect(await read('src/open.ts(3,9): error TS1: no')).toEqual([]);
});

test('warnings count only where there is no error', async () => {
  const warning = 'src/till.c:1: warning: old coins';
  expect(await read(`${warning}\nsrc/till.c:3: error: no coins`)).toEqual([
    'src/till.c:3 no coins',
  ]);
  expect(await read(warning)).toEqual(['src/till.c:1 old coins']);
});

test('the same words at two places are two findings, and two frames of one stack are one', async () => {
  expect(await read('src/till.c:1: no coins\nsrc/till.c:3: no coins')).toHaveLength(2);
  const stack = 'Error: none\n    at pay (src/till.ts:3:1)\n    at run (src/till.c:9:1)';
  expect(await read(stack)).toEqual(['src/till.ts:3 Error: none']);
  const panic =
    "thread 'pay' panicked at src/till.c:3:9:\nno coins are left in it\nstack backtrace:\n   2: pay\n         at ./src/till.c:3:9\n   3: run\n         at ./src/till.ts:9:1";
  expect(await read(panic)).toHaveLength(1);
});

test.each([
  ['a test that passed', '✓ src/till.ts:3:1 › pays (2ms)'],
  ['a time and an address', '12:30:01 localhost:3000 started'],
  ['an installed package', 'Error: none\n    at pay (COPY/node_modules/till/index.js:3:1)'],
  ['an included file', 'In file included from src/till.c:3:'],
  ['a sum of errors', 'Found 1 error in src/till.ts:3'],
  ['what make gave up', 'make: *** [src/till.c:3: all] Error 1'],
  ['a folder', 'src:3: started'],
])('%s is no finding', async (_what, output) => {
  expect(await read(output)).toEqual([]);
});
