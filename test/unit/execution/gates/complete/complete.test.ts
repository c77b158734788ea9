import { expect, test } from 'vitest';
import { candidateFile } from '../../../../../src/execution/answer/parseAnswer.ts';
import { completeGate } from '../../../../../src/execution/gates/complete/complete.ts';
import type { Candidate } from '../../../../../src/execution/gates/gate.ts';
import type { Task } from '../../../../../src/routing/task.ts';
import { taskWith } from '../../../../support/tasks.ts';

const total = [
  'export function total(items: Item[]): number {',
  '  let sum = 0;',
  '  for (const item of items) {',
  '    sum += item.price * item.count;',
  '  }',
  '  const discount = sum > 100 ? 10 : 0;',
  '  return sum - discount;',
  '}',
];
const file = [
  "import type { Item } from './item.ts';",
  '',
  'export function first(items: Item[]): Item | undefined {',
  '  return items[0];',
  '}',
  '',
  ...total,
  '',
  'export function last(items: Item[]): Item | undefined {',
  '  return items.at(-1);',
  '}',
];
const cart: Partial<Task> = {
  fileText: file.join('\n'),
  target: { startLine: 7, endLine: 14, text: total.join('\n') },
};

function answering(text: string, fields: Partial<Task> = cart): Candidate {
  const task = taskWith(fields);
  const fileText = candidateFile(task, text);
  return { task, text, outcome: 'complete', ...(fileText !== undefined && { fileText }) };
}

const inBlock = (...lines: string[]): string => `\`\`\`\n${lines.join('\n')}\n\`\`\``;

/** The gate's findings, one message per line; empty when it passes. */
async function check(candidate: Candidate): Promise<string> {
  const verdict = await completeGate.check(candidate, new AbortController().signal);
  if (verdict.kind === 'couldNotRun') return verdict.why;
  return verdict.kind === 'pass' ? '' : verdict.evidence.map(({ message }) => message).join('\n');
}

test.each(['truncated', 'cutOff', 'refused', 'empty', 'cancelled', 'failed'] as const)(
  'an answer that ended as %s fails with one sentence',
  async (outcome) => {
    const found = await check({ ...answering(inBlock(...total)), outcome });
    expect(found).toMatch(/^The .*\.$/);
  },
);

test.each([
  ['I would rename it.', 'no code block'],
  ['```ts\nconst a = 1;', 'is not closed'],
  [`${inBlock(...total)}\nor\n${inBlock(...total)}`, 'more than one'],
  [inBlock(''), 'is empty'],
  [' \n', 'is empty'],
])('%j is no whole edit', async (text, message) => {
  expect(await check(answering(text))).toContain(message);
});

test('prose and findings only have to come to their end', async () => {
  expect(await check(answering('The rest of the code...', { answerKind: 'prose' }))).toBe('');
  expect(await check(answering('[]', { answerKind: 'findings' }))).toBe('');
});

test.each([
  '// ... rest of the function unchanged',
  '// existing code',
  '/* unchanged */',
  '// …',
  '// The remaining lines stay the same',
  '// (same as before)',
  '// code omitted for brevity',
  '// your code here',
  '// Works out the discount and returns the price.',
  '...',
  'throw new Error("not implemented");',
])('%s in the place of code is an elision, with its line', async (elision) => {
  const text = inBlock(...total.slice(0, 3), `  ${elision}`, '}');
  const verdict = await completeGate.check(answering(text), new AbortController().signal);
  expect(verdict).toMatchObject({
    kind: 'fail',
    evidence: expect.arrayContaining([
      { path: 'src/cart.ts', line: 10, message: `The answer leaves code out: ${elision}` },
    ]),
  });
});

test.each([
  '// Keep the rest of the list as it was sorted.',
  '// Existing entries win over new ones.',
  '// Loading the other items...',
  '// Same order as in the report.',
  'const copy = [...items, ...more];',
  "log('// ... existing code ...');",
  'log(`\n...\n`);',
  '/** Examples: `{...}`, and ... the rest. */',
])('%s beside the code is honest', async (line) => {
  const text = inBlock(total[0]!, ...line.split('\n'), ...total.slice(1));
  expect(await check(answering(text))).toBe('');
});

test.each(['toString', '__proto__', 'cobol'])(
  'an unknown language %s is read like C',
  async (language) => {
    const elided = inBlock(...total.slice(0, 3), '  // existing code', '}');
    expect(await check(answering(elided, { ...cart, language }))).toContain('leaves code out');
    expect(await check(answering(inBlock(...total), { ...cart, language }))).toBe('');
  },
);

test('what the original elided already does not count', async () => {
  const own = ['function a() {', '  // ... rest unchanged', '  return 1;', '}'];
  const fields = {
    fileText: own.join('\n'),
    target: { startLine: 1, endLine: 4, text: own.join('\n') },
  };
  const text = inBlock(own[0]!, own[1]!, '  return 2;', '}');
  expect(await check(answering(text, fields))).toBe('');
});

const python = (...lines: string[]): Partial<Task> => ({
  language: 'python',
  path: 'a.py',
  fileText: lines.join('\n'),
  target: { startLine: 1, endLine: lines.length, text: lines.join('\n') },
});
test.each([
  [
    [
      'class Clock(Protocol):',
      '    def now(self) -> float: ...',
      '',
      '    def zone(self) -> str:',
      '        ...',
    ],
    '',
  ],
  [
    [
      'class Clock(Protocol):',
      '    def now(self) -> float:',
      '        """Seconds."""',
      '        ...',
    ],
    '',
  ],
  [['class Clock(Protocol):', '    value: tuple[int, ...] = field(...)'], ''],
  [
    ['class Clock(Protocol):', '    def now(self):', '        a = 1', '        ...'],
    'leaves code out',
  ],
  [
    ['class Clock(Protocol):', '    def now(self):', '        ...', '        return 1'],
    'leaves code out',
  ],
  [
    ['class Clock(Protocol):', '    def now(self):', '        pass  # ... existing code'],
    'leaves code out',
  ],
])('dots in Python: %j', async (lines, message) => {
  const found = await check(
    answering(inBlock(...lines), python('class Clock(Protocol):', '    pass')),
  );
  expect(message === '' ? found : found.includes(message)).toBe(message === '' ? '' : true);
});

const renamed = total.map((line) => line.replaceAll('sum', 'price'));
test.each([
  ['the whole file', [...file.slice(0, 6), ...renamed, ...file.slice(14)], 'repeats "import type'],
  ['the function below', [...renamed, ...file.slice(14)], 'declares last'],
  ['the function above', [...file.slice(2, 6), ...renamed], 'declares first'],
  ['another function', file.slice(15), 'does not declare total'],
  ['an import', [file[0]!, ...renamed], 'repeats "import type'],
  ['the inside only', renamed.slice(1, -1), 'does not declare total'],
  ['a new name', renamed.map((line) => line.replace('total', 'sumUp')), 'does not declare total'],
  ['the beginning', renamed.slice(0, 3).concat(total[3]!), 'stops at'],
  ['less than asked for', [total[0]!, '}'], 'holds only'],
])('%s is not the requested scope', async (_name, lines, message) => {
  expect(await check(answering(inBlock(...lines)))).toContain(message);
});

test.each<[string, string[], Partial<Task>]>([
  ['other names inside', renamed, {}],
  ['a shorter body', [total[0]!, '  return sumOf(items);', '}'], {}],
  ['a helper of its own', [...renamed, '', 'function sumOf() {', '  return 1;', '}'], {}],
  [
    'an arrow function',
    ['export const total = (items: Item[]): number => {', ...renamed.slice(1)],
    {},
  ],
  [
    'a new name that was asked for',
    renamed.map((line) => line.replace('total', 'sumUp')),
    { instruction: 'Rename total to sumUp.' },
  ],
  ['documentation', ['/** The price of a cart. */', ...total], { type: 'docs' }],
  ['a comment like one elsewhere', [total[0]!, '  // Every item counts.', ...renamed.slice(1)], {}],
])('%s is in scope', async (_name, lines, fields) => {
  expect(await check(answering(inBlock(...lines), { ...cart, ...fields }))).toBe('');
});

test('documenting may not change the code', async () => {
  const instruction =
    'Document this code: what it does, its parameters, its result and its errors.';
  const changed = total.map((line) => line.replace('> 100', '>= 100'));
  const docs = { ...cart, type: 'docs', instruction } as const;
  const doc = '/** The price of a cart. */';
  expect(await check(answering(inBlock(doc, ...total), docs))).toBe('');
  expect(await check(answering(inBlock(doc, ...changed), docs))).toContain('only document');
});

const stack = [
  'class Stack:',
  '    def push(self, item):',
  '        self.items.append(item)',
  '',
  '    def pop(self):',
  '        return self.items.pop()',
];
const pop: Partial<Task> = {
  language: 'python',
  path: 'stack.py',
  fileText: stack.join('\n'),
  target: { startLine: 5, endLine: 6, text: stack.slice(4).join('\n') },
};
test.each([
  [['class Stack:', '    def pop(self):', '        return self.items.pop(-1)'], 'declares Stack'],
  [['def push(self, item):', '    pass', '', 'def pop(self):', '    return 1'], 'declares push'],
  [['def pop(self):', '    return self.items.pop(-1)'], ''],
])('a method answered with %j', async (lines, message) => {
  const found = await check(answering(inBlock(...lines), pop));
  expect(message === '' ? found : found.includes(message)).toBe(message === '' ? '' : true);
});

test('an aborted check rejects', async () => {
  const checking = completeGate.check(answering(inBlock(...total)), AbortSignal.abort());
  await expect(checking).rejects.toThrow('aborted');
});

test.each([
  ['python', 'def greet(name):', '    return "Hello, " + name', '    """Greets somebody."""'],
  ['typescript', 'const greet = (name: string) =>', "  'Hello, ' + name;", '/** Greets. */'],
  ['shellscript', 'greet() {', '  echo "Hello, $1" >&2; }', '# Greets.'],
])('documenting %s may add strings, but not change one', async (language, head, body, doc) => {
  const instruction =
    'Document this code: what it does, its parameters, its result and its errors.';
  const text = `${head}\n${body}`;
  const fields = {
    type: 'docs',
    instruction,
    language,
    fileText: `${text}\n`,
    target: { startLine: 1, endLine: 2, text },
  } as const;
  const documented = language === 'python' ? [head, doc, body] : [doc, head, body];
  expect(await check(answering(inBlock(...documented), fields))).toBe('');
  const changed = documented.map((line) => line.replace('Hello', 'Goodbye'));
  expect(await check(answering(inBlock(...changed), fields))).toContain('only document');
});

test('a diff is judged as the code that it makes, and is no code where it does not fit', async () => {
  const diff = inBlock(`-${total[6]}`, '+  return sum;', ` ${total[7]}`);
  expect(await check(answering(diff))).toBe('');
  const lossy = inBlock(...total.slice(1, 7).map((line) => `-${line}`), '+  // the rest as before');
  expect(await check(answering(lossy))).toContain('leaves code out');
  const unfit = inBlock(`-${total[6]}`, '-  return 0;', '+  return sum;');
  const why = 'the lines to replace are not in the selected lines';
  const form = 'The answer is a diff instead of the code itself';
  expect(await check(answering(unfit))).toBe(`${form}, and ${why}.`);
  const parse = { ...cart, instruction: 'Parse JSON in a different way.' };
  expect(await check(answering(unfit, parse))).toContain(form);
  const asked = { ...cart, instruction: 'Write the change down as a diff.' };
  expect(await check(answering(unfit, asked))).not.toContain('diff instead');
});
