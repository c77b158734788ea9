import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { targetNow } from '../../../../src/execution/answer/targetNow.ts';
import { taskWith } from '../../../support/tasks.ts';

// Few different lines, so that equal ones are everywhere.
const duplicates = fc.array(fc.constantFrom('a', 'b', '}', '', '  '), {
  minLength: 1,
  maxLength: 8,
});
const different = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1, maxLength: 8 });
const lineEnd = fc.constantFrom('\n', '\r\n');

/** A file's lines, a target among them and what is done above and below it. */
const filesOf = (lines: fc.Arbitrary<string[]>) =>
  fc.tuple(lines, fc.nat(7), fc.nat(7)).map(([all, one, other]) => {
    const [first, last] = [one % all.length, other % all.length].toSorted((a, b) => a - b) as [
      number,
      number,
    ];
    return {
      above: all.slice(0, first),
      own: all.slice(first, last + 1),
      below: all.slice(last + 1),
    };
  });
type File = { above: string[]; own: string[]; below: string[] };

const taskOn = ({ above, own, below }: File, end: string) =>
  taskWith({
    fileText: [...above, ...own, ...below].join(end),
    target: {
      startLine: above.length + 1,
      endLine: above.length + own.length,
      text: own.join(end),
    },
  });

/** One region of some lines, replaced. */
const change = fc.record({
  at: fc.nat(8),
  gone: fc.nat(8),
  come: fc.array(fc.constantFrom('a', 'b', '}', 'new', ''), { maxLength: 6 }),
});
type Change = { at: number; gone: number; come: string[] };
const changed = (lines: readonly string[], { at, gone, come }: Change) =>
  lines.toSpliced(at % (lines.length + 1), gone, ...come);

test('after one edit outside of the lines they are found at their place, or not at all', () => {
  let found = 0;
  const check = fc.property(
    filesOf(duplicates),
    change,
    fc.boolean(),
    lineEnd,
    (file, edit, isAbove, end) => {
      const above = isAbove ? changed(file.above, edit) : file.above;
      const below = isAbove ? file.below : changed(file.below, edit);
      const span = targetNow(taskOn(file, end), [...above, ...file.own, ...below].join(end));
      if (typeof span === 'string') return;
      found += 1;
      expect(span).toEqual({
        startLine: above.length + 1,
        endLine: above.length + file.own.length,
      });
    },
  );
  fc.assert(check, { numRuns: 3_000, seed: 10 });
  expect(found).toBeGreaterThan(2_200);
});

test('whatever was edited, only the unchanged lines themselves are replaced', () => {
  let found = 0;
  const check = fc.property(filesOf(duplicates), duplicates, (file, now) => {
    const span = targetNow(taskOn(file, '\n'), now.join('\n'));
    if (typeof span === 'string') return;
    found += 1;
    const replaced = now.slice(span.startLine - 1, span.endLine);
    expect(replaced.map((line) => line.trimEnd())).toEqual(file.own.map((line) => line.trimEnd()));
  });
  fc.assert(check, { numRuns: 3_000, seed: 11 });
  expect(found).toBeGreaterThan(280);
});

test('lines that are unlike all others are found whatever is done around them', () => {
  const upper = fc.array(fc.constantFrom('A', 'B', ''), { maxLength: 5 });
  const check = fc.property(
    filesOf(different),
    upper,
    upper,
    change,
    change,
    lineEnd,
    (file, start, end, ...[first, second, eol]) => {
      const fresh = ({ come, ...rest }: Change) => ({
        ...rest,
        come: come.map((line) => line.toUpperCase()),
      });
      const above = [...start, ...changed(file.above, fresh(first))];
      const below = [...changed(file.below, fresh(second)), ...end];
      const now = [...above, ...file.own, ...below].join(eol);
      const startLine = above.length + 1;
      expect(targetNow(taskOn(file, '\n'), now)).toEqual({
        startLine,
        endLine: above.length + file.own.length,
      });
    },
  );
  fc.assert(check, { numRuns: 1_000 });
});

test('lines that were changed are not found', () => {
  const check = fc.property(filesOf(different), fc.nat(7), change, (file, at, edit) => {
    const fresh = { ...edit, come: edit.come.map((line) => line.toUpperCase()) };
    const own = file.own.with(at % file.own.length, 'MINE');
    const now = [...changed(file.above, fresh), ...own, ...file.below].join('\n');
    expect(targetNow(taskOn(file, '\n'), now)).toBe('changed');
  });
  fc.assert(check, { numRuns: 1_000 });
});

test('a target that one edit removed is not taken for its twin elsewhere', () => {
  const check = fc.property(
    filesOf(different),
    fc.array(fc.stringMatching(/^[A-Z]{1,3}$/), { maxLength: 3 }),
    (file, mine) => {
      const twins = { ...file, below: [...file.below, '-', ...file.own, '='] };
      const now = [...twins.above, ...mine, ...twins.below].join('\n');
      expect(targetNow(taskOn(twins, '\n'), now)).toBe('manyBefore');
    },
  );
  fc.assert(check, { numRuns: 1_000 });
});
