import { expect, test } from 'vitest';
import { parsed } from './parsed.ts';

const head = 'description: A test\n';
const step = (fields: string) => `${head}steps:\n  a: { ${fields} }\n`;
const after = (fields: string) =>
  `${head}steps:\n  a: { prompt: x, output: { l: { list: text }, t: text } }\n  b: { ${fields} }\n`;

/** Definitions as people write them who know another tool, with where and how it is said. */
const habits: readonly [habit: string, text: string, at: string, says: RegExp][] = [
  ['a name', 'name: A test\nsteps: { a: { prompt: x } }\n', '1:1', /Write `description`/],
  ['a trigger', `on: push\n${step('prompt: x')}`, '1:1', /starts when you run it/],
  ['a shell command', step('run: npm test'), '3:8', /`tool: command`/],
  ['an if', step('prompt: x, if: "true"'), '3:19', /Write `when`/],
  ['what it depends on', step('prompt: x, depends_on: [b]'), '3:19', /Write `needs`/],
  ['a timeout', step('prompt: x, timeout-minutes: 3'), '3:19', /Write `maxSeconds`/],
  ['a budget', `budget: 2\n${step('prompt: x')}`, '1:1', /Write `maxUsd`/],
  ['a temperature', step('prompt: x, temperature: 0'), '3:19', /not set here/],
  ['a system prompt', step('system: x, prompt: y'), '3:8', /at the top of the `prompt`/],
  ['messages', step('messages: [x]'), '3:8', /Write `prompt`/],
  ['tools of a prompt', step('prompt: x, tools: [search]'), '3:19', /under `agents`/],
  ['a loop beside a prompt', step('prompt: x, foreach: l'), '3:19', /`forEach`/],
  ['retries', step('prompt: x, retries: 3'), '3:19', /retry: true/],
  ['a switch', step('switch: x'), '3:8', /Write `branch`/],
  [
    'an else',
    after(
      'branch: [{ when: "a.t == \'\'", steps: { c: { prompt: x } } }, { else: 1, steps: { d: { prompt: x } } }]',
    ),
    '4:71',
    /Leave `when` out of the last arm/,
  ],
  [
    'a goal',
    `${head}agents:\n  a: { role: r, goal: g }\nsteps: { s: { agent: a, task: t } }\n`,
    '3:17',
    /Write `instructions`/,
  ],
  [
    'a value by its steps',
    after('prompt: "{{ steps.a.output }}"'),
    '4:20',
    /name of its step alone/,
  ],
  ['the output of a text', after('prompt: "{{ a.t.output }}"'), '4:24', /Write a\.t alone/],
  ['the length of a list', after('when: a.l.length > 0, prompt: x'), '4:18', /size\(a\.l\)/],
  ['braces of code', after('prompt: "<b>{{ message }}</b>"'), '4:23', /\{% raw %\}/],
  ['an elif', after('prompt: "{% if a.t %}{% elif a.l %}{% endif %}"'), '4:29', /"elsif"/],
  ['a string', step('prompt: x, output: { s: string }'), '3:32', /Write text\./],
  ['a list of texts', step('prompt: x, output: { s: "text[]" }'), '3:32', /\{ list: text \}/],
  ['choices with bars', step('prompt: x, output: { s: low|high }'), '3:32', /\[low, high\]/],
  [
    'a schema as the output',
    step('prompt: x, output: { type: object, properties: { s: { type: string } } }'),
    '3:19',
    /Write it as `schema`/,
  ],
  [
    'two models',
    step('prompt: x, model: { primary: fast, fallback: balanced }'),
    '3:19',
    /`cascade`/,
  ],
  ['a text file', step('prompt: prompts/a.txt'), '3:16', /ends with \.md/],
  ['a file of another kind', step('prompt: file://a.j2'), '3:16', /ends with \.md/],
  ['a prompt file', step('prompt: front.prompt.md'), '3:16', /begins with front matter/],
];

const files = {
  'plain.md': 'Review it.\n---\nThanks.\n',
  'rule.md': '---\nA rule above is no front matter.\n',
  'list.md': '---\n- A list\n\n- between rules\n---\nis none either.\n',
  'front.prompt.md': '---\nmode: agent\ntools:\n  - search\nmodel: x\n---\nReview it.\n',
};

test.each(habits)('%s has one problem, which says what to write', async (_, text, at, says) => {
  const { problems } = await parsed(text, files);
  expect(problems.map(({ line, column }) => `${line}:${column}`)).toEqual([at]);
  expect(problems[0]?.message).toMatch(says);
});

test.each([
  ['plain.md', 'plain.md'],
  ['./plain.md', 'plain.md'],
  ['file://plain.md', 'plain.md'],
  ['rule.md', 'rule.md'],
  ['list.md', 'list.md'],
] as const)('the prompt %j is what %s says', async (prompt, file) => {
  const { workflow, problems } = await parsed(step(`prompt: ${prompt}`), files);
  expect(problems).toEqual([]);
  expect(workflow?.steps).toMatchObject([{ prompt: { text: files[file] } }]);
});

test.each([
  ['Fix $ARGUMENTS.', ['3:28 "$ARGUMENTS"']],
  ['Ask ${input:name} of ${file}.', ['3:28 "${input:name}"', '3:45 "${file}"']],
  ['In JavaScript `${name}` and {name} are fine.', []],
  ['Use {who} and {{ inputs.who }}.', ['3:28 "{who}"']],
])('what other tools fill in is noticed in %j', async (prompt, found) => {
  const text = `${head}inputs: { who: Who? }\nsteps: { a: { prompt: "${prompt}" } }\n`;
  const { workflow, notices = [] } = { notices: [], ...(await parsed(text)) };
  expect(workflow).toBeDefined();
  const at = notices.map(({ line, column, message }) => `${line}:${column} ${message}`);
  expect(at).toEqual(found.map((each) => expect.stringContaining(`${each} is sent as it stands`)));
});

test('long lists between dashes are looked at once', async () => {
  const begun = performance.now();
  const lines = { 'long.md': `---\n${'-a: b\n'.repeat(20_000)}` };
  expect((await parsed(step('prompt: long.md'), lines)).problems).toEqual([]);
  expect(performance.now() - begun).toBeLessThan(5_000);
});
