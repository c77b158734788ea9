import { expect, test } from 'vitest';
import { promptFor } from '../../../src/execution/attempt/prompt.ts';
import { promptTask } from '../../../src/execution/workflow/steps/stepTask.ts';
import { practiceAnswer, type Size } from './practiceCall.ts';

const text = { type: 'string' };
const object = (properties: Record<string, object>) => ({ type: 'object', properties });
const schemas = {
  intent: object({ intent: text }),
  customer: object({ order: text, name: text }),
  triage: object({ complexity: text, advice: text }),
  compliance: object({ allowed: { type: 'boolean' }, why: text }),
  suspect: object({ test: text, path: text, symbol: text }),
  locate: object({ startLine: { type: 'integer' }, endLine: { type: 'integer' }, cause: text }),
  risky: object({ risky: { type: 'array' }, harmless: text }),
  review: object({ findings: { type: 'array' } }),
  unknown: object({
    list: { type: 'array' },
    kind: { enum: ['a', 'b'] },
    count: { type: 'integer' },
  }),
};

function answer(size: Size, instruction: string, name?: keyof typeof schemas): string {
  const head = { id: 'task', type: 'other', instruction } as const;
  const task = promptTask(head, name && { name, schema: schemas[name] });
  const { system } = promptFor(task);
  return practiceAnswer(size, { system, user: instruction });
}

const order = (fields: object) => `<order>\n${JSON.stringify(fields)}\n</order>`;
const delivered = order({ status: 'delivered', deliveredOn: '2026-11-02', total: '9 EUR' });
const message = (said: string) =>
  `<message>\nMy order is B-1001. ${said}\nRegards, Ada Moor\n</message>`;
const missing = message('It has not arrived.');

const output =
  '<output>\n✔ fine\n✖ failing tests:\n\ntest at test/cart.test.ts:3:1\n✖ sums # debug total\n</output>';
const code = [
  'export function count(items: number[]): number {',
  '  return items.length;',
  '}',
  'export function total(items: number[]): number {',
  '  let sum = 0;',
  '  for (let i = 0; i <= items.length; i++) sum += items[i]!;',
  '  return sum;',
  '}',
].join('\n');
const file = `<file path="src/cart.ts" language="typescript">\n${code}\n</file>`;
const diff = [
  '<diff>',
  'diff --git a/src/cart.ts b/src/cart.ts',
  '--- a/src/cart.ts',
  '+++ b/src/cart.ts',
  '@@ -4,2 +4,3 @@ function',
  ' export function total() {',
  '+  let sum = 1;',
  ' }',
  'diff --git a/README.md b/README.md',
  '--- a/README.md',
  '+++ b/README.md',
  '@@ -1 +1 @@',
  '-a',
  '+b',
  '</diff>',
].join('\n');
const found =
  '[{"findings":[{"path":"a.ts","line":3,"severity":"error","message":"Off by one."}]}]';

const cases: [
  what: string,
  size: Size,
  prompt: string,
  name: keyof typeof schemas | undefined,
  says: string,
][] = [
  [
    'a small model tells the wish',
    'small',
    message('Where is it?'),
    'intent',
    '{"intent":"delivery"}',
  ],
  [
    'a small model takes the first of two',
    'small',
    message('Refund it, for it is torn.'),
    'intent',
    '{"intent":"refund"}',
  ],
  [
    'a medium one what weighs most',
    'medium',
    message('Refund it, for it is torn.'),
    'intent',
    '{"intent":"damage"}',
  ],
  [
    'a small model finds the order',
    'small',
    missing,
    'customer',
    '{"order":"B-1001","name":"Ada Moor"}',
  ],
  [
    'a small model sees no contradiction',
    'small',
    missing + delivered.replace('<', '\n<'),
    'triage',
    '"complexity":"simple"',
  ],
  [
    'a medium one does',
    'medium',
    missing + delivered.replace('<', '\n<'),
    'triage',
    '"complexity":"complex"',
  ],
  [
    'a medium model repeats the order',
    'medium',
    `${missing}\n${delivered}`,
    undefined,
    'was delivered on 2026-11-02',
  ],
  [
    'a large one looks further',
    'large',
    `${missing}\n${delivered}`,
    undefined,
    'asking the carrier',
  ],
  [
    'a promise of money is seen',
    'small',
    `<answer>\nYou will get 9 EUR back.\n</answer>\n${delivered}`,
    'compliance',
    '"allowed":false',
  ],
  [
    'a date of nowhere is seen',
    'small',
    `<answer>\nOn 2027-01-01.\n</answer>\n${delivered}`,
    'compliance',
    '"allowed":false',
  ],
  [
    'an honest answer passes',
    'small',
    `<answer>\nOn 2026-11-02.\n</answer>\n${delivered}`,
    'compliance',
    '"allowed":true',
  ],
  [
    'the failing test',
    'small',
    output,
    'suspect',
    '{"test":"test/cart.test.ts","path":"src/cart.ts","symbol":"total"}',
  ],
  [
    'the lines of a defect that is seen',
    'large',
    file,
    'locate',
    '{"startLine":4,"endLine":8,"cause":',
  ],
  [
    'the lines of the suspected function',
    'small',
    `The first suspicion is \`count\`;\n${file}`,
    'locate',
    '{"startLine":1,"endLine":3,',
  ],
  [
    'the risky hunks',
    'small',
    diff,
    'risky',
    '{"risky":[{"path":"src/cart.ts","startLine":4,"endLine":6,',
  ],
  ['what is harmless', 'small', diff, 'risky', '1 of 2 hunks change no code'],
  [
    'what is wrong in some lines',
    'large',
    `Review lines 4 to 8 of \`src/cart.ts\`,\n${file}`,
    'review',
    '{"findings":[{"path":"src/cart.ts","line":6,',
  ],
  [
    'nothing in others',
    'large',
    `Review lines 1 to 3 of \`src/cart.ts\`,\n${file}`,
    'review',
    '{"findings":[]}',
  ],
  [
    'a summary with the findings',
    'small',
    `<findings>\n${found}\n</findings>\n<harmless>\nNone.\n</harmless>`,
    undefined,
    'Do not merge this yet. (practice model)\n- `a.ts`, line 3: Off by one.',
  ],
  [
    'a summary of nothing',
    'small',
    '<harmless>\nAll of it.\n</harmless>',
    undefined,
    'This can be merged.',
  ],
  [
    'an unknown schema gets its smallest value',
    'large',
    'Do it.',
    'unknown',
    '{"list":[],"kind":"a","count":0}',
  ],
  [
    'a step that no practice model can do says so',
    'large',
    'Write a poem.',
    undefined,
    'I am no real model and cannot do this step',
  ],
];
test.each(cases)('%s', (_what, size, prompt, name, says) => {
  expect(answer(size, prompt, name)).toContain(says);
});
