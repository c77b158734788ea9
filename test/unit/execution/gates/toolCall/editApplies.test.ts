import { afterAll, expect, test } from 'vitest';
import type { Gate } from '../../../../../src/execution/gates/gate.ts';
import { describeEvidence, type Verdict } from '../../../../../src/routing/verdict.ts';
import { asPattern, callGatesOn } from '../../../../support/callGates.ts';
import { turnTask } from '../../../../support/loops.ts';

const cart = [
  'export function total(prices: number[]): number {',
  '  let sum = 0;',
  '  for (const price of prices) sum += price;',
  '  return sum;',
  '}',
  '',
  'export function count(prices: number[]): number {',
  '  let sum = 0;',
  '  for (const _ of prices) sum += 1;',
  '  return sum;',
  '}',
  '',
].join('\n');
const files = { 'src/cart.ts': cart, 'src/windows.ts': 'a();\r\nb();\r\n', 'empty.ts': '' };
const kit = callGatesOn(files);
afterAll(() => kit.dispose());

type Call = readonly [name: string, given: unknown];

async function check(gate: Gate['name'], ...calls: readonly Call[]): Promise<string> {
  const toolCalls = calls.map(([name, given], at) => ({
    id: `c${at}`,
    name,
    argumentsJson: JSON.stringify(given),
  }));
  const candidate = { task: turnTask(), text: '', outcome: 'complete', toolCalls } as const;
  const { signal } = new AbortController();
  return inWords(await kit.gates.find(({ name }) => name === gate)!.check(candidate, signal));
}

function inWords(verdict: Verdict): string {
  if (verdict.kind === 'couldNotRun') return `could not run: ${verdict.why}`;
  return verdict.kind === 'pass' ? 'pass' : verdict.evidence.map(describeEvidence).join('\n');
}

const path = 'src/cart.ts';
const twice = '  let sum = 0;';
const once = '  for (const price of prices) sum += price;';
const gone = '  for (const each of prices) sum += each;';
const better = '  sum = prices.reduce((all, price) => all + price, 0);';
const blocks = (search: string, replace = better) =>
  `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;
const patchOf = (line: string) =>
  `*** Begin Patch\n*** Update File: /w/src/cart.ts\n@@ export function total\n   let sum = 0;\n-${line}\n+${better}\n   return sum;\n*** End Patch`;
const diffOf = (line: string) =>
  `--- a/src/cart.ts\n+++ b/src/cart.ts\n@@ -2,3 +2,3 @@\n   let sum = 0;\n-${line}\n+${better}\n   return sum;\n`;

/** A client’s tool, a call that applies, and one whose old text is not there. */
const shapes: readonly [client: string, right: Call, wrong: Call][] = [
  [
    "VS Code's agent",
    ['replace_string_in_file', { filePath: '/w/src/cart.ts', oldString: once, newString: better }],
    ['replace_string_in_file', { filePath: '/w/src/cart.ts', oldString: gone, newString: better }],
  ],
  [
    "VS Code's agent, several at once",
    [
      'multi_replace_string_in_file',
      { replacements: [{ filePath: path, oldString: once, newString: better }] },
    ],
    [
      'multi_replace_string_in_file',
      {
        replacements: [
          { filePath: path, oldString: once, newString: better },
          { filePath: path, oldString: once, newString: 'again' },
        ],
      },
    ],
  ],
  [
    "VS Code's agent and Codex, a patch",
    ['apply_patch', { input: patchOf(once), explanation: 'e' }],
    ['apply_patch', { input: patchOf(gone), explanation: 'e' }],
  ],
  [
    'Cline and Roo Code',
    ['replace_in_file', { path, diff: blocks(once) }],
    ['replace_in_file', { path, diff: blocks(gone) }],
  ],
  [
    'Cline with dashes',
    [
      'replace_in_file',
      { path, diff: `------- SEARCH\n${once}\n=======\n${better}\n+++++++ REPLACE` },
    ],
    [
      'replace_in_file',
      { path, diff: `------- SEARCH\n${gone}\n=======\n${better}\n+++++++ REPLACE` },
    ],
  ],
  [
    'Roo Code with lines',
    [
      'apply_diff',
      { path, diff: blocks(once).replace('SEARCH\n', 'SEARCH\n:start_line:3\n-------\n') },
    ],
    [
      'apply_diff',
      { path, diff: blocks(gone).replace('SEARCH\n', 'SEARCH\n:start_line:3\n-------\n') },
    ],
  ],
  [
    'Claude Code',
    ['Edit', { file_path: '/w/src/cart.ts', old_string: once, new_string: better }],
    ['Edit', { file_path: '/w/src/cart.ts', old_string: gone, new_string: better }],
  ],
  [
    'Claude Code, several at once',
    [
      'MultiEdit',
      {
        file_path: path,
        edits: [
          { old_string: once, new_string: '  // all of them' },
          { old_string: '  // all of them', new_string: better },
        ],
      },
    ],
    ['MultiEdit', { file_path: path, edits: [{ old_string: gone, new_string: better }] }],
  ],
  [
    "Anthropic's text editor",
    [
      'str_replace_based_edit_tool',
      { command: 'str_replace', path, old_str: once, new_str: better },
    ],
    ['str_replace_based_edit_tool', { command: 'str_replace', path, old_str: gone, new_str: '' }],
  ],
  [
    'a generic tool with a diff',
    ['patch_file', { path, diff: diffOf(once) }],
    ['patch_file', { path, diff: diffOf(gone) }],
  ],
  [
    'a generic tool with a text to find',
    ['edit_file', { file: path, search: once, replace: better }],
    ['edit_file', { file: path, search: gone, replace: better }],
  ],
];
test.each(shapes)(
  '%s: an edit that applies, and one whose old text is not there',
  async (_, right, wrong) => {
    expect(await check('editApplies', right)).toBe('pass');
    expect(await check('fileParses', right)).toBe('pass');
    expect(await check('editApplies', wrong)).toMatch(
      /^src\/cart\.ts(?:, line \d+)?: the text to replace is not in the file/,
    );
    expect(await check('fileParses', wrong)).toMatch(/^could not run/);
  },
);

const edit = (oldString: string, newString = better, more: object = {}): Call => [
  'replace_string_in_file',
  { filePath: path, oldString, newString, ...more },
];
const cases: readonly [what: string, call: Call, verdict: string | RegExp][] = [
  [
    'an old text that is there twice, with its lines',
    edit(twice),
    'src/cart.ts, line 2: the text to replace is there 2 times (from lines 2, 8): give more lines around it',
  ],
  [
    'one that is to be replaced everywhere',
    edit(twice, '  let sum = -0;', { replaceAll: true }),
    'pass',
  ],
  ['as often as is expected', edit(twice, '  let sum = -0;', { expected_replacements: 2 }), 'pass'],
  [
    'less often than is expected',
    edit(once, better, { expected_replacements: 2 }),
    /there once \(from lines 3\): and not 2 times$/,
  ],
  [
    'a first match is enough for a block',
    ['replace_in_file', { path, diff: blocks(twice) }],
    'pass',
  ],
  [
    'a block without an end',
    ['replace_in_file', { path, diff: `<<<<<<< SEARCH\n${once}\n=======\n` }],
    'src/cart.ts: a SEARCH part of it has no end',
  ],
  [
    'the line that differs is told',
    edit(`export function total(prices: number[]): number {\n  let sum = 1;`),
    'src/cart.ts, line 2: the text to replace is not in the file: its line 2, `let sum = 1;`, differs; it is `let sum = 0;` there',
  ],
  [
    'white space that differs, which a tool may forgive',
    edit(once.trimStart().replace('for ', '\tfor ')),
    /^could not run: .*white space/,
  ],
  ['an edit that changes nothing', edit(once, once), /the new text is the same/],
  ['an empty old text of a file with a text', edit('', 'x'), /the text to replace is empty/],
  [
    'an old text in a file that is not there',
    ['Edit', { file_path: 'src/shop.ts', old_string: 'a', new_string: 'b' }],
    'src/shop.ts: there is no such file',
  ],
  [
    'a new file',
    ['create_file', { filePath: 'src/shop.ts', content: 'shop();\n' }],
    /^could not run: There is no such file yet/,
  ],
  ['a whole text of a file', ['Write', { file_path: path, content: 'shop();\n' }], 'pass'],
  [
    'a file that may not be read',
    ['Edit', { file_path: '.env', old_string: 'a', new_string: 'b' }],
    'could not run: “.env” is private.',
  ],
  [
    'a sketch for another model',
    ['insert_edit_into_file', { filePath: path, code: '// …existing code…', explanation: 'e' }],
    /^could not run: It is not known/,
  ],
  [
    'lines at a place',
    ['insert_content', { path, line: 3, content: 'x' }],
    /^could not run: It is not known/,
  ],
  [
    'a text that is added at the end',
    ['append_to_file', { path, content: 'x' }],
    /^could not run: It is not known/,
  ],
  [
    'a regular expression',
    ['search_and_replace', { path, search: 'su.', replace: 'all', use_regex: true }],
    /^could not run: It is not known/,
  ],
  [
    'a cell of a notebook',
    ['NotebookEdit', { notebook_path: 'a.ipynb', new_source: 'x' }],
    /^could not run: It is not known/,
  ],
  [
    'a patch that deletes',
    ['apply_patch', { input: '*** Begin Patch\n*** Delete File: src/cart.ts\n*** End Patch' }],
    /^could not run: the file is deleted/,
  ],
  [
    'line ends of Windows',
    ['Edit', { file_path: 'src/windows.ts', old_string: 'a();\nb();', new_string: 'c();' }],
    'pass',
  ],
  [
    'an empty file that is filled',
    ['Edit', { file_path: 'empty.ts', old_string: '', new_string: 'a();' }],
    'pass',
  ],
  [
    'only the first and last line of a block, which Cline takes',
    [
      'replace_in_file',
      {
        path,
        diff: blocks(
          `export function total(prices: number[]): number {\n  let all = 0;\n${once}\n  return sum;\n}`,
        ),
      },
    ],
    /^could not run: only the first and the last/,
  ],
  [
    'a look at a file',
    ['str_replace_based_edit_tool', { command: 'view', path }],
    /^could not run: There is nothing to check/,
  ],
  ['arguments that are no object', ['Edit', 'all of it'], /^could not run: It is not known/],
];
test.each(cases)('%s', async (_, call, verdict) => {
  const found = await check('editApplies', call);
  expect(found).toMatch(asPattern(verdict));
});

test('a file that the loop has seen where the workspace has none is in a folder of its own', async () => {
  const files = { attached: [], read: [{ path: 'src/shop.ts' }], edited: [] };
  const task = turnTask({ kind: 'edit', loop: { files } });
  const given = { file_path: 'src/shop.ts', old_string: 'a', new_string: 'b' };
  const toolCalls = [{ id: 'c', name: 'Edit', argumentsJson: JSON.stringify(given) }];
  const candidate = { task, text: '', outcome: 'complete', toolCalls } as const;
  expect(inWords(await kit.gates[1]!.check(candidate, new AbortController().signal))).toMatch(
    /^could not run: The agent has seen this file/,
  );
});

test('edits of one file are tried one after the other, in whatever way its path is written', async () => {
  const first: Call = ['Edit', { file_path: path, old_string: once, new_string: '  // one' }];
  const next = (old: string): Call => [
    'Edit',
    { file_path: `/w/${path}`, old_string: old, new_string: better },
  ];
  expect(await check('editApplies', first, next('  // one'))).toBe('pass');
  expect(await check('editApplies', first, next(once))).toMatch(/is not in the file/);
  expect(await check('editApplies', next('  // one'), first)).toMatch(/is not in the file/);
});

test('a fault of one file fails an answer, and what cannot be told keeps the rest from passing', async () => {
  const good = edit(once);
  const open: Call = ['Edit', { file_path: '.env', old_string: 'a', new_string: 'b' }];
  expect(await check('editApplies', good, open)).toBe('could not run: “.env” is private.');
  expect(await check('editApplies', open, edit(gone))).toMatch(
    /^src\/cart\.ts.*is not in the file/,
  );
});

test('an edit that applies but for white space passes, and what the file becomes is not known', async () => {
  const loose: Call = ['replace_in_file', { path, diff: blocks(once.trim(), '(') }];
  expect(await check('editApplies', loose)).toBe('pass');
  expect(await check('fileParses', loose)).toBe(
    'could not run: It is not known what the file becomes.',
  );
});

test('a file that no longer parses fails with its line; what was broken before does not', async () => {
  expect(
    await check('fileParses', edit(once, '  for (const price of prices { sum += price; }')),
  ).toMatch(/^src\/cart\.ts, line 3: /);
  expect(
    await check('fileParses', [
      'create_file',
      { filePath: 'src/new.ts', content: 'const a = (1;\n' },
    ]),
  ).toMatch(/^src\/new\.ts, line 1: /);
  expect(
    await check('fileParses', [
      'create_file',
      { filePath: 'src/new.ts', content: 'const a = 1;\n' },
    ]),
  ).toBe('pass');
  expect(
    await check('fileParses', ['create_file', { filePath: 'a.unknown', content: '((((' }]),
  ).toMatch(/^could not run/);
  const broken = callGatesOn({ 'a.ts': 'const a = (1;\nconst b = 2;\n' });
  const toolCalls = [
    {
      id: 'c',
      name: 'Edit',
      argumentsJson: JSON.stringify({
        file_path: 'a.ts',
        old_string: 'b = 2',
        new_string: 'b = 3',
      }),
    },
  ];
  const candidate = { task: turnTask(), text: '', outcome: 'complete', toolCalls } as const;
  expect(inWords(await broken.gates[2]!.check(candidate, new AbortController().signal))).toBe(
    'pass',
  );
  broken.dispose();
});
