import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import shipped from '../../../../scripts/mutate/equivalents.json' with { type: 'json' };
import { reasonsOf } from '../../../../scripts/mutate/equivalents.ts';
import { keyOf } from '../../../../scripts/mutate/mutant.ts';
import { mutantsOf } from '../../../../scripts/mutate/operators.ts';
import { root } from '../../../../scripts/tools.mjs';

const mutants = mutantsOf('a.ts', 'f(a < b);\nf(a < b);\n');
const entry = {
  file: 'a.ts',
  operator: 'boundary',
  change: 'f(a < b); → f(a <= b);',
  reason: 'They are never equal.',
};

test('an entry is of one mutant: the first of its words, or the one that is named', () => {
  const second = { ...entry, nth: 2, reason: 'Neither here.' };
  expect([...reasonsOf([entry, second], mutants)]).toEqual([
    [keyOf({ ...entry, nth: 1 }), entry.reason],
    [keyOf(second), 'Neither here.'],
  ]);
});

test.each([
  ['gives no reason', [{ ...entry, reason: ' ' }], 'No reason'],
  ['fits no mutant', [{ ...entry, nth: 3 }], 'no such mutant'],
  ['is of another file', [{ ...entry, file: 'b.ts' }], 'no such mutant'],
  ['comes twice', [entry, { ...entry, nth: 1 }], 'listed twice'],
])('an entry that %s is refused', (_, entries, words) => {
  expect(() => reasonsOf(entries, mutants)).toThrow(words);
});

test('each entry of the shipped list still fits the code', () => {
  const files = [...new Set(shipped.map(({ file }) => file))];
  const made = files.flatMap((file) => mutantsOf(file, readFileSync(join(root, file), 'utf8')));
  expect(reasonsOf(shipped, made).size).toBe(shipped.length);
});
