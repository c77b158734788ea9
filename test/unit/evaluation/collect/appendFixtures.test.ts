import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  type Addition,
  type Added,
  appendToLines,
  appendToYaml,
  fixturePlace,
} from '../../../../src/evaluation/collect/appendFixtures.ts';
import type { NewFixture } from '../../../../src/evaluation/collect/newFixture.ts';
import { parseEvaluation } from '../../../../src/evaluation/files/parseEvaluation.ts';

const subject = { kind: 'taskType', taskType: 'refactor' } as const;
const fixture: NewFixture = {
  instruction: 'Make it simpler: # not a comment',
  files: [
    {
      path: 'src/cart.ts',
      text: '\n  const a = 1;\n\n\tif (a) {\n}\n\n',
      selection: { startLine: 2, endLine: 3 },
    },
  ],
  reference: '```ts\nconst a = 1;\n```',
  tags: ['accepted'],
};

const head = `# Mine, and this stays.
taskType: refactor   # odd   spacing
thresholds: {minPassRate:   0.9}
scorers:
    - kind: gate
      gate: complete
`;

function added(result: Added): Addition {
  if ('problem' in result) throw new Error(result.problem);
  return result;
}

async function problemsOf(text: string) {
  const { problems } = await parseEvaluation(text, {
    name: 'mine',
    tierNames: ['fast'],
    readFile: () => Promise.resolve(undefined),
  });
  return problems;
}

const written: readonly (readonly [name: string, text: string])[] = [
  ['a list at the end', `${head}fixtures:\n  - id: one # the first\n    instruction: Do it.\n`],
  ['no line break at the end', `${head}fixtures:\n- id: one\n  instruction: Do it. # why`],
  [
    'a comment behind the list',
    `${head}fixtures:\n  - id: one\n    instruction: Do it.\n# The end.\n`,
  ],
  [
    'other fields behind the list',
    `fixtures:\n  # Before.\n  - id: one\n    instruction: |\n      Do it.\n\n      Now.\n  # After.\n\n${head}`,
  ],
  ['a list in brackets', `${head}fixtures: [ { id: one, instruction: Do it. } ] # all\n`],
  ['no list', head],
  ['an empty list', `${head}fixtures: [] # none yet\nmaxUsd: 1 # one\n`],
  [
    'a text that keeps its line breaks',
    `${head}fixtures:\n  - id: one\n    instruction: |+\n      Do it.\n\n\n`,
  ],
  [
    'line ends of Windows',
    `${head}fixtures:\n  - id: one # x\n    instruction: Do it.\n`.replaceAll('\n', '\r\n'),
  ],
];

/** What of the old text is not in front of what was put in, nor behind it. */
function leftOut(before: string, after: string): string {
  let front = 0;
  while (front < before.length && before[front] === after[front]) front += 1;
  let behind = 0;
  while (behind < before.length - front && before.at(-1 - behind) === after.at(-1 - behind))
    behind += 1;
  return before.slice(front, before.length - behind);
}

test.each(written)('%s: the case comes behind, and every byte before it stays', async (_, text) => {
  const result = added(appendToYaml(text, [fixture], subject));
  const before = parse(text) as { readonly fixtures?: readonly unknown[] | null };
  const after = parse(result.text) as { readonly fixtures: readonly unknown[] };
  expect(after.fixtures).toEqual([...(before.fixtures ?? []), { id: 'cart-1', ...fixture }]);
  expect(leftOut(text, result.text)).toMatch(/^\s*(?:\[\] # none yet)?\s*$/);
  for (const comment of text.match(/#.*/g) ?? []) expect(result.text).toContain(comment);
  expect(await problemsOf(result.text)).toEqual([]);
});

test('the text in front of the new case and behind it is the old one, byte for byte', () => {
  const front = `${head}fixtures:\n  - id: one   # the first\n    instruction:   Do it.\n`;
  const behind = '# After,   as it was.\nmaxUsd:   1\n';
  const { text } = added(appendToYaml(`${front}${behind}`, [fixture], subject));
  expect(text.startsWith(front)).toBe(true);
  expect(text.endsWith(behind)).toBe(true);
});

test('a case that is there already is named and not added, whatever its id and tags', () => {
  const once = added(appendToYaml(head, [fixture], subject));
  const again = added(
    appendToYaml(
      once.text,
      [
        { ...fixture, tags: ['undone'] },
        { ...fixture, label: 'x' },
      ],
      subject,
    ),
  );
  expect(again.duplicates).toEqual(['cart-1']);
  expect(again.added.map(({ id }) => id)).toEqual(['cart-2']);
  const none = appendToYaml(once.text, [fixture], subject);
  expect(none).toEqual({ text: once.text, added: [], duplicates: ['cart-1'] });
});

test('lines of JSON: behind a line without an end, without twins', () => {
  const { text } = added(
    appendToLines('{"id":"a","instruction":"x"}', [fixture, { instruction: 'x' }], subject),
  );
  const [first, second, end] = text.split('\n');
  expect(first).toBe('{"id":"a","instruction":"x"}');
  expect(JSON.parse(second!)).toEqual({ id: 'cart-1', ...fixture });
  expect(end).toBe('');
});

test('where fixtures are written', () => {
  expect(fixturePlace(`${head}fixtures: cases.jsonl\n`)).toEqual({
    kind: 'beside',
    file: 'cases.jsonl',
  });
  expect(fixturePlace(head)).toEqual({ kind: 'inside' });
  expect(fixturePlace('a: [')).toHaveProperty('problem');
});

test('a file that would be too large is refused with the limit and a next step', () => {
  const large = { ...fixture, reference: 'x'.repeat(499_000) };
  const result = appendToYaml(`${head}# ${'y'.repeat(2_000)}\n`, [large], subject);
  expect(result).toHaveProperty('problem');
  expect('problem' in result && result.problem).toMatch(/500,000.*\.jsonl/);
});

test('a list in the middle of a line that something follows is not torn', () => {
  const result = appendToYaml(
    `{taskType: refactor, fixtures: [{id: a, instruction: b}], maxUsd: 1}\n`,
    [fixture],
    subject,
  );
  expect(added(result).text).toContain('maxUsd: 1}');
});

const unusual = [
  [
    'a\r\nb\r\n',
    'a\rb',
    'x\u0085y\nz',
    '\uFEFFx\ny',
    'a\u2028b\nc',
    'a\tb\n\tc',
    '- x',
    '# a\n# b',
    'k: v\nw: x',
  ],
  [
    '"',
    '|',
    '\n',
    '\n\n\n',
    ' lead\nno',
    'trail \n x ',
    'x\n   \ny',
    '\u0000a',
    '---\na\n...\n',
    '%x\n',
    'end\n\n',
  ],
  ['  \n  a', '{{ x }}', 'null', '1', '~', 'a\u001B[0m\nb', `${'x'.repeat(300)}\n y`],
].flat();

test.each(['\n', '\r\n'])('texts of all kinds read as they were, with line ends %j', (eol) => {
  const lines = ['fixtures:', '  - id: one', '    instruction: a', ''].join(eol);
  const fixtures = unusual.map((text) => ({ instruction: text, reference: text }));
  const { text, duplicates } = added(appendToYaml(lines, fixtures, subject));
  expect(duplicates).toEqual([]);
  const { fixtures: read } = parse(text) as { readonly fixtures: readonly NewFixture[] };
  expect(read.slice(1).map(({ instruction }) => instruction)).toEqual(unusual);
  expect(read.slice(1).map(({ reference }) => reference)).toEqual(unusual);
});

test('what would read differently is refused', () => {
  const result = appendToYaml(head, [{ instruction: 'x', expected: Infinity }], subject);
  expect('problem' in result && result.problem).toMatch(/would read differently/);
});
