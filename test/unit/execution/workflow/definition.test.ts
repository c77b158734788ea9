import { expect, test } from 'vitest';
import { parsed } from './parsed.ts';

test('ten lines are a workflow', async () => {
  const { workflow, problems } = await parsed(`description: Write a commit message
model: fast
steps:
  diff: { tool: gitDiff, with: { staged: true } }
  message:
    prompt: |
      Write a commit message for this diff.
      {{ diff.text }}
`);
  expect(problems).toEqual([]);
  expect(workflow).toEqual({
    name: 'example',
    description: 'Write a commit message',
    inputs: [],
    agents: {},
    result: ['message'],
    steps: [
      { kind: 'tool', name: 'diff', needs: [], tool: 'gitDiff', with: { staged: true } },
      {
        kind: 'model',
        name: 'message',
        needs: [],
        taskType: 'other',
        critical: false,
        model: { kind: 'named', name: 'fast' },
        prompt: { text: 'Write a commit message for this diff.\n{{ diff.text }}\n' },
        checks: {},
      },
    ],
  });
});

test('a step has all that it says, in the words of the policy', async () => {
  const { workflow, problems } = await parsed(
    `description: All there is
maxUsd: 0.5
maxSeconds: 60
critical: true
steps:
  fix:
    prompt: fix.md
    taskType: debug
    model: { cascade: [fast, reasoning], retry: true, raiseEffort: true }
    edit: { path: src/a.ts, startLine: 3 }
    gates: [complete, confidence, judge]
    judge: balanced
    rubric: Be kind.
    minConfidence: 0.8
    maxAttempts: 3
    maxUsd: 0.25
    maxSeconds: 20
    critical: false
`,
    { 'fix.md': 'Fix it.' },
  );
  expect(problems).toEqual([]);
  expect(workflow).toMatchObject({ maxNanoUsd: 500_000_000, maxSeconds: 60 });
  expect(workflow?.steps[0]).toEqual({
    kind: 'model',
    name: 'fix',
    needs: [],
    taskType: 'debug',
    critical: false,
    minConfidence: 0.8,
    maxSeconds: 20,
    prompt: { text: 'Fix it.', file: 'fix.md' },
    model: {
      kind: 'cascade',
      names: ['fast', 'reasoning'],
      retry: true,
      raiseEffort: true,
    },
    edit: { path: 'src/a.ts', startLine: 3 },
    checks: {
      gates: ['complete', 'confidence', 'judge'],
      judge: 'balanced',
      rubric: 'Be kind.',
      maxAttempts: 3,
      maxUsd: 0.25,
      maxSeconds: 20,
    },
  });
});

test.each([
  ['fastest', { names: [], by: 'total' }],
  ['{ fastest: [fast, balanced] }', { names: ['fast', 'balanced'], by: 'total' }],
  ['{ fastest: [fast], by: firstToken }', { names: ['fast'], by: 'firstToken' }],
])('a step asks the fastest model by %s', async (written, use) => {
  const { workflow, problems } = await parsed(
    `description: Quick\nsteps:\n  a: { prompt: x, model: ${written} }\n`,
  );
  expect(problems).toEqual([]);
  expect(workflow?.steps[0]).toMatchObject({ model: { kind: 'fastest', ...use } });
});

test('steps side by side wait for what they use', async () => {
  const { workflow, problems } = await parsed(`description: Side by side
steps:
  all:
    atOnce: 2
    parallel:
      sum: { prompt: "{{ one }} {{ two }}" }
      one: { prompt: x }
      two: { prompt: x, needs: one }
  last: { prompt: "{{ all.sum }}" }
`);
  expect(problems).toEqual([]);
  const [all] = workflow?.steps ?? [];
  expect(all).toMatchObject({ kind: 'parallel', atOnce: 2 });
  expect(all?.kind === 'parallel' && all.steps.map(({ name, needs }) => [name, needs])).toEqual([
    ['sum', ['one', 'two']],
    ['one', []],
    ['two', ['one']],
  ]);
});

test('a short output is a JSON Schema that models can promise', async () => {
  const { workflow } = await parsed(`description: Output
steps:
  a:
    prompt: x
    output: { risk: [low, high], spots: { list: { line: integer } }, sure: boolean }
`);
  const object = { type: 'object', additionalProperties: false };
  expect(workflow?.steps[0]).toMatchObject({
    output: {
      ...object,
      required: ['risk', 'spots', 'sure'],
      properties: {
        risk: { type: 'string', enum: ['low', 'high'] },
        spots: {
          type: 'array',
          items: { ...object, properties: { line: { type: 'integer' } }, required: ['line'] },
        },
        sure: { type: 'boolean' },
      },
    },
  });
});

test('a coordinator shares its money among its agents', async () => {
  const { workflow, problems } = await parsed(`description: A team
maxUsd: 1
model: balanced
agents:
  lead: { role: Leads, instructions: Split., agents: [finder, fixer, writer], maxTasks: 5, maxUsd: 0.5 }
  finder: { role: Finds, instructions: Find., tools: [search], model: fast, budgetShare: 0.2 }
  fixer: { role: Fixes, instructions: Fix., model: reasoning, maxTurns: 4 }
  writer: { role: Writes, instructions: Write. }
steps:
  work: { agent: lead, task: Do it. }
`);
  expect(problems).toEqual([]);
  expect(workflow?.agents.lead).toEqual({
    name: 'lead',
    role: 'Leads',
    instructions: { text: 'Split.' },
    tools: [],
    maxTurns: 12,
    model: { kind: 'named', name: 'balanced' },
    team: {
      members: [
        { agent: 'finder', budgetShare: 0.2 },
        { agent: 'fixer', budgetShare: 0.4 },
        { agent: 'writer', budgetShare: 0.4 },
      ],
      maxTasks: 5,
      maxDepth: 1,
      maxNanoUsd: 500_000_000,
    },
  });
  expect(workflow?.agents.finder).toMatchObject({ tools: ['search'], model: { name: 'fast' } });
});

test('a problem in a Markdown file is reported there', async () => {
  const text = 'description: A test\nsteps:\n  a: { prompt: x }\n  b: { prompt: b.md }\n';
  const { problems } = await parsed(text, { 'b.md': 'First.\n\nSecond: {{ aa }}.\n' });
  expect(problems).toMatchObject([{ file: 'b.md', line: 3, column: 12, endColumn: 14 }]);
});

test('a Markdown file that says nothing is a problem', async () => {
  const text = 'description: A test\nsteps:\n  a: { prompt: a.md }\n';
  const { problems } = await parsed(text, { 'a.md': '\n' });
  expect(problems).toMatchObject([
    { line: 3, message: expect.stringContaining('"a.md" is empty') },
  ]);
});

test('a template may compute a line', async () => {
  const from = '"{{ place.startLine | minus: 3 }}"';
  const { problems } = await parsed(`description: A test
steps:
  place: { prompt: x, output: { startLine: integer } }
  file: { tool: readFile, with: { path: a.ts, startLine: ${from} } }
  edit: { prompt: x, edit: { path: a.ts, startLine: ${from} } }
`);
  expect(problems).toEqual([]);
});

const places: [name: string, prompt: string, at: string][] = [
  ['a plain text', 'prompt: See {{ nope }}', '4:20'],
  ['double quotes', 'prompt: "See {{ nope }}"', '4:21'],
  ['single quotes', "prompt: 'See {{ nope }}'", '4:21'],
  ['a block', 'prompt: |\n      See\n\n       {{ nope }}', '7:11'],
  ['a block that begins with an empty line', 'prompt: |\n\n      {{ nope }}', '6:10'],
  ['a block with Windows ends', 'prompt: |\r\n      See\r\n      {{ nope }}', '6:10'],
  // YAML has folded the lines, so the whole text is marked.
  ['a folded text', 'prompt: >\n      See\n      {{ nope }}', '4:13'],
];
test.each(places)('a problem in %s is reported at its place', async (_, prompt, at) => {
  const { problems } = await parsed(`description: A test\nsteps:\n  a:\n    ${prompt}\n`);
  expect(problems.map(({ line, column }) => `${line}:${column}`)).toEqual([at]);
});

test('several problems come in the order of the file', async () => {
  const { problems } = await parsed(`description: A test
model: fats
steps:
  a: { prompt: "{{ b }}", gates: [complet] }
  c: { prompt: "{{ nope }}" }
`);
  expect(problems.map(({ line }) => line)).toEqual([2, 4, 5]);
});

test('a workflow has at most 500 steps', async () => {
  const steps = (count: number): string =>
    Array.from({ length: count }, (_, index) => `  s${index}: { prompt: x }\n`).join('');
  const { workflow } = await parsed(`description: Many\nsteps:\n${steps(500)}`);
  expect(workflow?.steps).toHaveLength(500);
  const { problems } = await parsed(`description: More\nsteps:\n${steps(502)}`);
  expect(problems).toMatchObject([{ line: 503, message: expect.stringMatching(/at most 500/) }]);
});

const tooDeep: [name: string, text: string, why: RegExp][] = [
  ['lists', `a: ${'['.repeat(5_000)}`, /nests too deep/],
  ['fields', `a: ${'{a: '.repeat(5000)}1${'}'.repeat(5000)}`, /too many entries/],
  [
    'tags',
    `description: x\nsteps: { a: { prompt: "${'{% if true %}'.repeat(100)}" } }`,
    /at most 20 deep/,
  ],
  [
    'signs',
    `description: x\nsteps: { a: { prompt: x, when: "${'!'.repeat(900)}true" } }`,
    /deep|condition/i,
  ],
];
test.each(tooDeep)('%s without end are refused', async (_, text, why) => {
  const { problems } = await parsed(text);
  expect(problems).toMatchObject([{ message: expect.stringMatching(why) }]);
});

test('a text without end is refused', async () => {
  const { problems } = await parsed('x'.repeat(600_000));
  expect(problems).toMatchObject([{ message: expect.stringMatching(/more than 500000/) }]);
});

test.each(['', '~', '# only a comment\n', '5'])('%j is no workflow', async (text) => {
  const { problems } = await parsed(text);
  expect(problems).toMatchObject([{ line: 1, column: 1, message: expect.stringMatching(/steps/) }]);
});
