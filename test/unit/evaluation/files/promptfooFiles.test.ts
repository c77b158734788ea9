import { expect, test } from 'vitest';
import { importPromptfoo } from '../../../../src/evaluation/files/import/importPromptfoo.ts';
import { withFiles } from '../../../../src/evaluation/files/import/promptfooFiles.ts';

/** What is imported from a configuration with these files beside it. */
async function imported(config: unknown, files: Readonly<Record<string, string>> = {}) {
  const asked: string[] = [];
  const whole = await withFiles(config, {
    read: (path) => {
      asked.push(path);
      return Promise.resolve(Object.hasOwn(files, path) ? files[path] : undefined);
    },
    find: (pattern) => {
      const [start, end] = pattern.split('*');
      const paths = Object.keys(files).filter(
        (path) => path.startsWith(start!) && path.endsWith(end!),
      );
      return Promise.resolve(paths);
    },
  });
  const { fixtures, notMapped } = importPromptfoo(whole);
  return { fixtures, notMapped, asked, asks: fixtures.map(({ instruction }) => instruction) };
}

const contains = (value: string) => [{ kind: 'contains', all: [value], space: 'exact' }];
const greeted = [{ vars: { name: 'Ada' }, assert: [{ type: 'contains', value: 'Ada' }] }];

test.each([
  ['a text', 'file://greet.txt', 'Greet {{ name }}.'],
  ['a text by its bare name', 'greet.txt', 'Greet {{ name }}.'],
  ['Markdown', 'file://./greet.md', 'Greet {{ name }}.'],
  ['a template', { id: 'file://greet.j2', label: 'polite' }, 'Greet {{ name }}.'],
  ['JSON', 'file://greet.json', '[{"role": "user", "content": "Greet {{ name }}."}]'],
  ['YAML', 'file://greet.yaml', '- role: user\n  content: Greet {{ name }}.\n'],
  ['a line of JSON', 'file://greet.jsonl', '[{"role": "user", "content": "Greet {{ name }}."}]\n'],
])('a prompt is read from %s', async (_, prompts, text) => {
  const [name] = /\w+\.\w+$/.exec(typeof prompts === 'string' ? prompts : prompts.id)!;
  const config = { prompts, tests: greeted };
  expect(await imported(config, { [name]: text })).toMatchObject({
    asks: ['Greet Ada.'],
    notMapped: [],
  });
});

test('a pattern stands for all of its files', async () => {
  const files = { 'prompts/a.txt': 'Greet {{ name }}.', 'prompts/b.txt': 'Thank {{ name }}.' };
  const config = { prompts: ['file://prompts/*.txt', 'file://none/*.txt'], tests: greeted };
  const { asks, notMapped } = await imported(config, files);
  expect(asks).toEqual(['Greet Ada.', 'Thank Ada.']);
  expect(notMapped).toMatchObject([{ where: 'prompts › 2' }]);
});

test('a text file has several prompts between dashes, and old files list theirs with labels', async () => {
  const files = { 'greet.txt': 'Greet {{ name }}.\n---\nThank {{ name }}.\n' };
  const read = { prompts: { 'greet.txt': 'polite' }, tests: greeted };
  expect((await imported(read, files)).asks).toEqual(['Greet Ada.', 'Thank Ada.']);
});

test.each([
  ['YAML', 'cases.yaml', JSON.stringify(greeted)],
  ['JSON', 'cases.json', JSON.stringify(greeted)],
  ['JSON Lines', 'cases.jsonl', `${JSON.stringify(greeted[0])}\n`],
  ['CSV', 'cases.csv', 'name,__expected\nAda,contains: Ada\n'],
])('tests are read from %s', async (_, file, text) => {
  for (const tests of [`file://${file}`, [file]]) {
    const { fixtures } = await imported(
      { prompts: ['Greet {{ name }}.'], tests },
      { [file]: text },
    );
    expect(fixtures).toMatchObject([{ instruction: 'Greet Ada.', scorers: contains('Ada') }]);
  }
});

test('a CSV file has asserts, thresholds, descriptions and what stands around the prompt', async () => {
  const csv = [
    '\uFEFFname; __expected1;__expected2;__config:__expected2:threshold;__description;__prefix',
    '"Ada";icontains-any: hi, hello;"grade: It is kind; very.";0.8;polite;"Quick: "',
    'Bo;yes;;;;',
    'Cy;is-json;nothing: of that kind;;;',
  ].join('\r\n');
  const { fixtures } = await imported(
    { prompts: ['Greet {{ name }}.'], tests: 'file://cases.csv' },
    { 'cases.csv': csv },
  );
  expect(fixtures).toMatchObject([
    {
      instruction: 'Quick: Greet Ada.',
      tags: ['polite'],
      scorers: [
        { kind: 'contains', any: ['hi', 'hello'], ignoreCase: true },
        { kind: 'judge', rubric: 'It is kind; very.', least: 0.8 },
      ],
    },
    { instruction: 'Greet Bo.', scorers: [{ kind: 'exact', expected: 'yes' }] },
    { scorers: [{ kind: 'jsonSchema' }, { kind: 'exact', expected: 'nothing: of that kind' }] },
  ]);
});

test('values, schemas and what holds for all tests are read too', async () => {
  const files = {
    'names.yaml': 'first: Ada\n',
    'schema.json': '{"type": "object", "properties": {"a": {"type": "number"}}}',
    'all.yaml': 'assert: [{ type: is-json, value: "file://schema.json" }]',
    'note.txt': 'Be kind.',
  };
  const { fixtures } = await imported(
    {
      prompts: ['Greet {{ who.first }}. {{ note }}'],
      defaultTest: { assert: [{ type: 'is-json', value: 'file://schema.json' }] },
      tests: [{ vars: { who: 'file://names.yaml', note: 'file://note.txt' } }],
    },
    files,
  );
  expect(fixtures).toMatchObject([
    {
      instruction: 'Greet Ada. Be kind.',
      scorers: [{ kind: 'jsonSchema', schema: { properties: { a: { type: 'number' } } } }],
    },
  ]);
});

test('programs, pictures and what is not there are never read, and are named', async () => {
  const files = { 'make.py': 'print(1)', 'chart.png': 'x', 'broken.json': '{' };
  const { asked, notMapped } = await imported(
    {
      prompts: ['file://make.py', 'file://gone.txt', 'See {{ chart }}.'],
      tests: [
        'file://make.py:tests',
        'file://broken.json',
        'https://example.org/sheet',
        {
          vars: { chart: 'file://chart.png' },
          assert: [{ type: 'javascript', value: 'file://a.js' }],
        },
      ],
    },
    files,
  );
  expect(asked.toSorted()).toEqual(['broken.json', 'gone.txt']);
  expect(notMapped.map(({ where }) => where)).toEqual([
    'prompts › 0',
    'prompts › 1',
    'tests › 0',
    'tests › 1',
    'tests › 2',
    'tests › 3',
  ]);
  expect(notMapped.every(({ why }) => why.includes('file that cannot be read'))).toBe(true);
});

test('a file that names itself has an end, and so has one full of aliases', async () => {
  const aliases = `a: &a [1]\nb: [${'*a, '.repeat(200)}]\n`;
  const { asked, fixtures } = await imported(
    { prompts: ['x'], tests: ['file://self.yaml', 'file://aliases.yaml'] },
    { 'self.yaml': '- vars: { a: "file://self.yaml" }\n', 'aliases.yaml': aliases },
  );
  expect(asked.length).toBeLessThan(10);
  expect(fixtures.length).toBeLessThan(3);
});
